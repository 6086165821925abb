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

/// Options of a linking run.
///
/// @param column the column with the names; for an RDF dataset, its labels are used instead
/// @param types classes; an entity must be in one of them. Empty for any class.
/// @param properties the graph's properties, each with the other side's column or property for the
///   same value, in the order of the command line
/// @param identifiers columns with identifiers
/// @param threshold the minimum score, 0 to 100, of a match that needs no review
/// @param delimiter the character between the cells of a table; empty to guess it
public record LinkOptions(
    String column,
    List<String> types,
    Map<String, String> properties,
    List<String> identifiers,
    double threshold,
    Optional<Character> delimiter) {

  private static final int CANDIDATES = 3;

  public LinkOptions {
    types = List.copyOf(types);
    properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    identifiers = List.copyOf(identifiers);
    if (threshold < 0 || threshold > 100) {
      throw new IllegalArgumentException(
          "the threshold is a score from 0 to 100, not " + threshold);
    }
  }

  /// Checks that the release has the types and properties. Reports an error for each unknown one.
  ///
  /// @return true if the report has no errors
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

  static String unknown(String what, String name, List<OntologyTerms.Term> known) {
    Set<String> names = new TreeSet<>();
    known.forEach(
        term -> {
          names.add(term.label());
          names.add(term.localName());
        });
    return "there is no %s '%s'; %s".formatted(what, name, Nearest.suggest(name, names));
  }

  /// Returns the columns to read, in the order of the options.
  List<String> columns() {
    List<String> columns = new ArrayList<>(List.of(column));
    columns.addAll(properties.values());
    columns.addAll(identifiers);
    return columns;
  }

  /// Returns the query for one row.
  ///
  /// @param value returns the text in a column, or empty
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
}
