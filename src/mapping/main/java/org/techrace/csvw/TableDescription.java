package org.techrace.csvw;

import java.util.List;
import tools.jackson.databind.JsonNode;

/// The description of a table.
///
/// @param url the absolute URL of its file
/// @param id its IRI; empty if it has none
/// @param schemaId the IRI of its schema; empty if it has none
/// @param isDescribed false if the header of the file describes the columns
/// @param columns the columns, if the metadata describes them
/// @param metadata the object that describes it, for its notes and common properties
/// @param language the default language of these properties; empty if there is none
record TableDescription(
    String url,
    String id,
    boolean isSuppressed,
    String schemaId,
    boolean isDescribed,
    List<Column> columns,
    List<String> primaryKey,
    List<ForeignKey> foreignKeys,
    List<String> rowTitles,
    FileDialect dialect,
    Inherited inherited,
    JsonNode metadata,
    String base,
    String language) {
  /// A foreign key.
  ///
  /// @param columns the names of the columns of this table
  /// @param resource the URL of the other table; empty if its schema is named
  /// @param schema the IRI of the schema of the other table; empty if its URL is named
  /// @param others the names of the columns of the other table
  record ForeignKey(List<String> columns, String resource, String schema, List<String> others) {
    ForeignKey {
      columns = List.copyOf(columns);
      others = List.copyOf(others);
    }
  }

  TableDescription {
    columns = List.copyOf(columns);
    primaryKey = List.copyOf(primaryKey);
    foreignKeys = List.copyOf(foreignKeys);
    rowTitles = List.copyOf(rowTitles);
  }

  /// Returns the same description with other columns.
  TableDescription with(List<Column> other) {
    return new TableDescription(
        url,
        id,
        isSuppressed,
        schemaId,
        isDescribed,
        other,
        primaryKey,
        foreignKeys,
        rowTitles,
        dialect,
        inherited,
        metadata,
        base,
        language);
  }
}
