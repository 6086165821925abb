package org.techrace.link;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.techrace.search.MatchQuery;

/// What is linked, and by what.
///
/// @param column the column that holds the names; of a dataset in RDF its labels are taken
/// @param types classes of which the entities must be in one; any if empty
/// @param properties the graph's property to the other side's column or property that holds its
///   value
/// @param identifiers columns that hold identifiers
/// @param threshold the score from which a match is taken without review, 0 to 100
public record LinkOptions(
    String column,
    List<String> types,
    Map<String, String> properties,
    List<String> identifiers,
    double threshold) {

  public LinkOptions {
    types = List.copyOf(types);
    properties = Map.copyOf(properties);
    identifiers = List.copyOf(identifiers);
    if (threshold < 0 || threshold > 100) {
      throw new IllegalArgumentException(
          "the threshold is a score from 0 to 100, not " + threshold);
    }
  }

  /// The columns that are read, in the order of the options.
  List<String> columns() {
    List<String> columns = new ArrayList<>(List.of(column));
    columns.addAll(properties.values());
    columns.addAll(identifiers);
    return columns;
  }

  /// The query for one row.
  ///
  /// @param value the text in a column, if there is any
  MatchQuery query(Function<String, Optional<String>> value) {
    List<MatchQuery.Property> given = new ArrayList<>();
    properties.forEach(
        (property, from) ->
            value.apply(from).ifPresent(v -> given.add(new MatchQuery.Property(property, v))));
    return new MatchQuery(
        value.apply(column).orElse(""),
        types,
        identifiers.stream().flatMap(i -> value.apply(i).stream()).toList(),
        given,
        CANDIDATES);
  }

  private static final int CANDIDATES = 3;
}
