package org.techrace.query;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.jena.query.Query;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.syntax.PatternVars;
import org.techrace.entity.PageQueries;
import org.techrace.entity.PageQuery;
import org.techrace.entity.ViewKind;
import org.techrace.rdf.Iris;
import org.techrace.report.Place;
import org.techrace.report.Report;

/// Checks the queries of pages: each has a view that can show its solutions; a view that draws
/// numbers says what they measure, their unit and their time, and adds up only what is declared to
/// add up. Queries that are not about one thing are also checked on their solutions; the others are
/// drawn so that the same holds for every thing.
public final class PanelCheck {
  private static final String THING = "thing";

  private final Path queries;
  private final DatasetGraph dataset;
  private final Report report;

  /// @param queries the folder of the queries of a project
  /// @param dataset the graph that the pages are about
  /// @param report receives an error for each fault
  public PanelCheck(Path queries, DatasetGraph dataset, Report report) {
    this.queries = queries;
    this.dataset = dataset;
    this.report = report;
  }

  /// Checks all queries.
  ///
  /// @param iris the IRI spaces of the graph
  /// @param languages the languages in which labels are shown, best first
  public void run(Iris iris, List<String> languages) {
    try {
      PageQueries.read(queries, iris, languages).all().stream()
          .filter(query -> !query.head("View").isEmpty())
          .forEach(this::check);
    } catch (IOException e) {
      report.error(Place.file("queries/pages"), String.valueOf(e.getMessage()));
    }
  }

  private void check(PageQuery query) {
    Place place = Place.file("queries/pages/" + query.name() + ".rq");
    ViewKind kind;
    try {
      kind = ViewKind.of(query);
    } catch (IllegalArgumentException e) {
      report.error(place, String.valueOf(e.getMessage()));
      return;
    }
    if (!kind.drawsNumbers()) {
      return;
    }
    if (query.adding().isEmpty() && PictureCheck.sumsNumbers(query.query())) {
      report.error(
          place,
          "the query sums numbers that are not declared to add up; name what it sums over in '#"
              + " Adds: …', or do not sum them");
    }
    if (!mentions(query.query(), "this") && !query.name().startsWith("observations/")) {
      rows(query, kind, place);
    }
  }

  private static boolean mentions(Query query, String variable) {
    return PatternVars.vars(query.getQueryPattern()).contains(Var.alloc(variable));
  }

  private void rows(PageQuery query, ViewKind kind, Place place) {
    List<Binding> rows = PictureCheck.answer(dataset, query.query());
    // A picture with several axes has one of time.
    for (String key : kind.axis().isPresent() ? List.of("Unit") : List.of("Unit", "Time")) {
      PageQuery.variable(query.head(key))
          .flatMap(variable -> mixed(rows, kind.axis(), variable))
          .ifPresent(
              values ->
                  report.error(
                      place,
                      "the picture mixes values of '# %s: %s' on one axis: %s; choose one of them in the query"
                          .formatted(key, query.head(key), values)));
    }
    if (kind == ViewKind.BARS && !query.adding().contains("series")) {
      Set<String> seen = new HashSet<>();
      rows.stream()
          .filter(row -> row.contains(THING) && row.contains("value"))
          .map(row -> PictureCheck.text(row, THING))
          .filter(thing -> !seen.add(thing))
          .findFirst()
          .ifPresent(
              thing ->
                  report.error(
                      place,
                      "several rows have the same ?thing %s; if they add up to one bar, declare '# Adds: series', or choose one of them in the query"
                          .formatted(thing)));
    }
  }

  /// Returns values of a variable that are on the same axis, if some differ.
  private static Optional<List<String>> mixed(
      List<Binding> rows, Optional<String> axis, String variable) {
    Map<String, Set<String>> byAxis = new HashMap<>();
    for (Binding row : rows) {
      if (row.contains(variable)) {
        byAxis
            .computeIfAbsent(
                axis.map(one -> PictureCheck.text(row, one)).orElse(""), one -> new HashSet<>())
            .add(PictureCheck.text(row, variable));
      }
    }
    return byAxis.values().stream()
        .filter(values -> values.size() > 1)
        .findFirst()
        .map(values -> values.stream().sorted().limit(3).toList());
  }
}
