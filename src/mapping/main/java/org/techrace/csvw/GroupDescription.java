package org.techrace.csvw;

import java.util.List;
import tools.jackson.databind.JsonNode;

/// The description of a group of tables.
///
/// @param id its IRI; empty if it has none
/// @param metadata the object that describes it, for its notes and common properties; a missing
///   node if there is a single table
/// @param base the URL against which the URLs of these properties are resolved
/// @param language the default language of these properties; empty if there is none
record GroupDescription(
    String id, List<TableDescription> tables, JsonNode metadata, String base, String language) {
  GroupDescription {
    tables = List.copyOf(tables);
  }
}
