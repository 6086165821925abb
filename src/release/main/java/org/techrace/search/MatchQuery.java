package org.techrace.search;

import java.util.List;

/// A query for the matcher.
///
/// @param name the name to match; may be blank if there is an identifier
/// @param types classes; the entity must be in one of them. Empty for any class.
/// @param identifiers identifiers of other datasets, as IRIs or local parts. A known one decides
///   the match.
/// @param properties other known properties of the entity
/// @param limit the maximum number of candidates, at least 1
public record MatchQuery(
    String name,
    List<String> types,
    List<String> identifiers,
    List<Property> properties,
    int limit) {

  /// A property and its value, as a user writes them.
  ///
  /// @param path the property's IRI, local name or label
  /// @param value a text, an IRI or an identifier
  public record Property(String path, String value) {}

  public MatchQuery {
    types = List.copyOf(types);
    identifiers = List.copyOf(identifiers);
    properties = List.copyOf(properties);
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be at least 1, not " + limit);
    }
  }

  /// Creates a query that has only a name.
  public static MatchQuery named(String name, int limit) {
    return new MatchQuery(name, List.of(), List.of(), List.of(), limit);
  }
}
