package org.techrace.link;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.techrace.report.Nearest;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.search.MatchQuery;
import org.techrace.search.OntologyTerms;
import org.techrace.search.Search;

/// What is linked, and by what.
///
/// @param column the column that holds the names; of a dataset in RDF its labels are taken
/// @param types classes of which the entities must be in one; any if empty
/// @param properties the graph's property to the other side's column or property that holds its
///   value, in the order in which they are asked for
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
    properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    identifiers = List.copyOf(identifiers);
    if (threshold < 0 || threshold > 100) {
      throw new IllegalArgumentException(
          "the threshold is a score from 0 to 100, not " + threshold);
    }
  }

  /// Whether the release knows the types and properties; if not, the report tells which it does
  /// not.
  boolean fit(String release, Search search, Report report) {
    OntologyTerms terms = search.terms();
    types.stream()
        .filter(type -> !search.isClass(type))
        .forEach(type -> report.error(place(release), unknown("class", type, terms.classes())));
    properties.keySet().stream()
        .filter(path -> !search.isProperty(path))
        .forEach(
            path -> report.error(place(release), unknown("property", path, terms.properties())));
    return !report.hasErrors();
  }

  private static Place place(String release) {
    return Place.file("release " + release);
  }

  private static String unknown(String what, String name, List<OntologyTerms.Term> known) {
    Set<String> names = new TreeSet<>();
    known.forEach(
        term -> {
          names.add(term.label());
          names.add(term.localName());
        });
    return "there is no %s '%s'; %s".formatted(what, name, Nearest.suggest(name, names));
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
