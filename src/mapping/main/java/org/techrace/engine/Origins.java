package org.techrace.engine;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.jena.graph.Node;
import org.jspecify.annotations.Nullable;
import org.techrace.engine.output.GatheredLists;
import org.techrace.engine.output.NodeTerms;
import org.techrace.engine.output.RowQuads;
import org.techrace.engine.plan.MappingRun;
import org.techrace.engine.plan.PlanCompiler;
import org.techrace.engine.plan.TriplesMapPlan;
import org.techrace.mapping.Mapping;
import org.techrace.mapping.TriplesMap;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.table.Row;
import org.techrace.table.SourceRows;

/// Finds the rows that nodes of a graph come from, by mapping the tables again.
public final class Origins {
  private Origins() {}

  /// Returns the first row that generates each subject, in the order of the mapping.
  ///
  /// @param options the access and the functions
  /// @param subjects the subjects to look for; subjects that no row generates are missing in the
  ///   result
  /// @throws IOException if a table cannot be read because of an I/O error
  public static Map<Node, Place> of(Mapping mapping, EngineOptions options, Set<Node> subjects)
      throws IOException {
    Report ignored = new Report();
    NodeTerms terms = new NodeTerms();
    Map<Node, Place> places = new HashMap<>();
    try (MappingRun run = options.begin()) {
      PlanCompiler<Node> plan = new PlanCompiler<>(mapping, terms, run, ignored);
      for (TriplesMap map : mapping.triplesMaps()) {
        Optional<TriplesMapPlan<Node>> compiled = plan.compile(map);
        if (compiled.isPresent()) {
          look(
              compiled.get(),
              run,
              new GatheredLists<>(terms, run.fresh(), run.memory()),
              subjects,
              places);
        }
      }
    }
    return places;
  }

  private static void look(
      TriplesMapPlan<Node> plan,
      MappingRun run,
      GatheredLists<Node> lists,
      Set<Node> subjects,
      Map<Node, Place> places)
      throws IOException {
    RowQuads<Node> made = new RowQuads<>();
    plan.readParents(run.memory(), 1);
    try (SourceRows rows = plan.open(new Report())) {
      for (@Nullable Row row = rows.next(); row != null; row = rows.next()) {
        plan.map(row, made, lists);
        for (int i = 0; i < made.size(); i++) {
          if (subjects.contains(made.subject(i))) {
            places.putIfAbsent(made.subject(i), row.place(plan.table().name()));
          }
        }
        made.clear();
      }
    }
  }
}
