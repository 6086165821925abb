package org.techrace.search;

import java.util.List;

/// What is asked of the matcher.
///
/// @param name the name looked for; may be blank if an identifier is given
/// @param types classes of which the entity must be in one; any if empty
/// @param identifiers keys of other bodies, as IRIs or alone; one that is known decides
/// @param properties what else is known of the entity
/// @param limit how many candidates to answer at most
public record MatchQuery(
    String name,
    List<String> types,
    List<String> identifiers,
    List<Property> properties,
    int limit) {

  /// A property and its value, as a user writes them.
  ///
  /// @param path the property's IRI, local name or label
  /// @param value text, IRI or identifier
  public record Property(String path, String value) {}

  public MatchQuery {
    types = List.copyOf(types);
    identifiers = List.copyOf(identifiers);
    properties = List.copyOf(properties);
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be at least 1, not " + limit);
    }
  }

  /// A query by name alone.
  public static MatchQuery named(String name, int limit) {
    return new MatchQuery(name, List.of(), List.of(), List.of(), limit);
  }
}
