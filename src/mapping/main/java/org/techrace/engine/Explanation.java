package org.techrace.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.techrace.engine.output.GatheredLists;
import org.techrace.engine.output.NQuadsTerms;
import org.techrace.engine.output.RowQuads;
import org.techrace.engine.output.RowSink;
import org.techrace.engine.plan.MappingPlan;
import org.techrace.engine.plan.MappingRun;
import org.techrace.engine.plan.PlanCompiler;
import org.techrace.engine.plan.TermMaker;
import org.techrace.engine.plan.TriplesMapPlan;
import org.techrace.mapping.Mapping;
import org.techrace.mapping.ObjectMap;
import org.techrace.mapping.RefObjectMap;
import org.techrace.mapping.TermMap;
import org.techrace.mapping.TriplesMap;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.table.Reference;
import org.techrace.table.Row;
import org.techrace.table.SourceRows;

/// Explains a mapping: how one row is mapped, with the result of each term map and the triples, or
/// the plan of its run.
public final class Explanation {
  private final Mapping mapping;
  private final EngineOptions options;
  private final Report report;
  private final List<String> lines = new ArrayList<>();

  /// Creates an explanation of a mapping.
  ///
  /// @param report receives the findings
  public Explanation(Mapping mapping, EngineOptions options, Report report) {
    this.mapping = mapping;
    this.options = options;
    this.report = report;
  }

  /// Explains one row of each table that has it.
  ///
  /// @param number the number of the row, starting at 1
  /// @return lines of text
  /// @throws IOException if a table cannot be read
  public List<String> ofRow(long number) throws IOException {
    NQuadsTerms terms = new NQuadsTerms();
    try (MappingRun run = options.begin()) {
      for (TriplesMap map : mapping.triplesMaps()) {
        // A compiler of its own: the references are those of this map, not of others over the
        // table.
        Optional<TriplesMapPlan<byte[]>> compiled =
            new PlanCompiler<>(mapping, terms, run, report).compile(map);
        if (compiled.isPresent()) {
          explain(
              compiled.get(), run, new GatheredLists<>(terms, run.fresh(), run.memory()), number);
        }
      }
    }
    if (lines.isEmpty() && !report.hasErrors()) {
      report.error(
          Place.file(Place.nameOf(mapping.file())), "no table of the mapping has a row " + number);
    }
    return List.copyOf(lines);
  }

  /// Returns the plan of a run in lines of text. No row is read.
  ///
  /// @throws IOException if a table cannot be read
  public List<String> ofPlan() throws IOException {
    try (MappingRun run = options.begin()) {
      PlanCompiler<byte[]> compiler = new PlanCompiler<>(mapping, new NQuadsTerms(), run, report);
      return MappingPlan.of(compiler.scans(compiler.compileByTable(mapping.triplesMaps()))).lines();
    }
  }

  private void explain(
      TriplesMapPlan<byte[]> plan, MappingRun run, GatheredLists<byte[]> lists, long number)
      throws IOException {
    plan.readParents(run.memory(), 1);
    try (SourceRows rows = plan.open(report)) {
      @Nullable Row row = rows.next();
      for (long i = 1; i < number && row != null; i++) {
        row = rows.next();
      }
      if (row != null) {
        explain(plan, lists, row, number);
      }
    }
  }

  private void explain(
      TriplesMapPlan<byte[]> plan, GatheredLists<byte[]> lists, Row row, long number)
      throws IOException {
    lines.add(
        "<%s> (%s): row %d, %s"
            .formatted(
                plan.map().shortName(), plan.map().at(), number, row.place(plan.table().name())));
    List<Reference> references = plan.references().list();
    for (int i = 0; i < references.size(); i++) {
      lines.add(
          "  '%s' = %s"
              .formatted(
                  references.get(i).text(),
                  row.values(i).stream().map(v -> '"' + v.text() + '"').toList()));
    }
    RowQuads<byte[]> made = new RowQuads<>();
    show("subject", plan.map().subject().term(), plan.subject(), row, made);
    for (int i = 0; i < plan.parts().size(); i++) {
      TriplesMap.PredicateObjectMap part = plan.map().predicateObjects().get(i);
      for (int j = 0; j < part.predicates().size(); j++) {
        show(
            "predicate",
            part.predicates().get(j),
            plan.parts().get(i).predicates().get(j).maker(),
            row,
            made);
      }
      for (int j = 0; j < part.objects().size(); j++) {
        show(
            "object",
            part.objects().get(j),
            plan.parts().get(i).objects().get(j).maker(),
            row,
            made);
      }
    }
    made.clear();
    plan.map(row, made, lists);
    made.faults().forEach(fault -> lines.add("  fault: " + fault.message()));
    if (made.faults().isEmpty()) {
      Quads quads = new Quads();
      quads.row(made);
      lists.finish(quads);
    }
  }

  /// Writes quads as lines.
  private final class Quads implements RowSink<byte[]> {
    @Override
    public void row(RowQuads<byte[]> made) {
      for (int i = 0; i < made.size(); i++) {
        String graph = text(made.graph(i));
        lines.add(
            "  %s %s %s %s."
                .formatted(
                    text(made.subject(i)),
                    text(made.predicate(i)),
                    text(made.object(i)),
                    graph.isEmpty() ? "" : graph + " "));
      }
    }

    @Override
    public void flush() {}
  }

  private void show(
      String role, ObjectMap map, TermMaker<byte[]> maker, Row row, RowQuads<byte[]> made) {
    String what =
        switch (map) {
          case TermMap term -> term.expression().described() + " (" + term.at() + ")";
          case RefObjectMap ref ->
              "subjects of <" + TriplesMap.shortName(ref.parent()) + "> (" + ref.at() + ")";
        };
    List<String> terms = maker.of(row, made).stream().map(Explanation::text).toList();
    lines.add(
        "  %s: %s gives %s"
            .formatted(role, what, terms.isEmpty() ? "nothing" : String.join(", ", terms)));
  }

  private static String text(byte[] term) {
    return new String(term, StandardCharsets.UTF_8);
  }
}
