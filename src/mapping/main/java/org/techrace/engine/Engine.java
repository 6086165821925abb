package org.techrace.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.riot.system.StreamRDF;
import org.apache.jena.sys.JenaSystem;
import org.techrace.access.Access;
import org.techrace.access.RefusedException;
import org.techrace.engine.expression.FunctionDescription;
import org.techrace.engine.expression.Functions;
import org.techrace.engine.output.FileForm;
import org.techrace.engine.output.FileFormatter;
import org.techrace.engine.output.GatheredLists;
import org.techrace.engine.output.NQuadsOutput;
import org.techrace.engine.output.NQuadsTerms;
import org.techrace.engine.output.NQuadsWriter;
import org.techrace.engine.output.NodeTerms;
import org.techrace.engine.output.NodesToBytes;
import org.techrace.engine.output.RowSink;
import org.techrace.engine.output.StreamSink;
import org.techrace.engine.output.Targets;
import org.techrace.engine.output.TermFactory;
import org.techrace.engine.plan.Calls;
import org.techrace.engine.plan.MappingPlan;
import org.techrace.engine.plan.MappingRun;
import org.techrace.engine.plan.PlanCompiler;
import org.techrace.engine.plan.TableScan;
import org.techrace.mapping.AbstractLogicalSource;
import org.techrace.mapping.LogicalSource;
import org.techrace.mapping.LogicalView;
import org.techrace.mapping.Mapping;
import org.techrace.mapping.Target;
import org.techrace.mapping.Unpivot;
import org.techrace.memory.Memory;
import org.techrace.memory.ScratchFile;
import org.techrace.report.Place;
import org.techrace.report.Report;

/// Runs a mapping: reads rows and generates RDF.
///
/// Errors in the data are reported, not thrown. A row with an error generates no triples. The
/// caller decides from the report whether to use the output.
///
/// {@snippet file="org/techrace/engine/EngineExampleTest.java" region="map"}
///
/// Not thread-safe: one thread uses an engine, which starts worker threads itself. Several engines
/// may run at the same time, each with its own memory budget.
public final class Engine {
  static {
    // Programs may call this class first, and Jena's vocabularies need an initialized Jena.
    JenaSystem.init();
  }

  private final Mapping mapping;
  private final EngineOptions options;
  private final Report report;

  /// Creates an engine.
  ///
  /// @param report receives the findings of the compilation and of the run
  public Engine(Mapping mapping, EngineOptions options, Report report) {
    this.mapping = mapping;
    this.options = options;
    this.report = report;
  }

  /// Returns true if a mapping finds names in a graph with `fn:link`.
  public static boolean links(Mapping mapping) {
    return mapping.triplesMaps().stream()
        .flatMap(map -> Calls.of(map).stream())
        .anyMatch(call -> call.function().equals(Functions.LINK));
  }

  /// Returns true if a mapping writes files besides its output.
  public static boolean writesFiles(Mapping mapping) {
    return !Targets.of(mapping).isEmpty();
  }

  /// Returns true if a mapping gives the same result whenever its files are the same. It then reads
  /// no database, no web address, no table of the program and no SPARQL query, whose result may
  /// depend on the time, and calls no function that the project adds.
  ///
  /// @param options the options of its runs
  public static boolean isRepeatable(Mapping mapping, EngineOptions options) {
    Set<String> added =
        options.functions().added().stream()
            .map(FunctionDescription::name)
            .collect(Collectors.toSet());
    return options.tables().isEmpty()
        && mapping.triplesMaps().stream()
            .allMatch(
                map ->
                    readsFiles(map.source())
                        && Calls.of(map).stream()
                            .noneMatch(
                                call ->
                                    added.contains(call.function())
                                        || call.function().equals(Functions.LINK)));
  }

  private static boolean readsFiles(AbstractLogicalSource source) {
    return switch (source) {
      case LogicalSource table ->
          table.formulation().isRepeatable()
              && switch (table.source()) {
                case LogicalSource.File _, LogicalSource.Files _ -> true;
                case LogicalSource.Web _, LogicalSource.Database _ -> false;
              };
      case Unpivot unpivot -> readsFiles(unpivot.on());
      case LogicalView view ->
          readsFiles(view.on())
              && view.joins().stream().allMatch(join -> readsFiles(join.parent()));
    };
  }

  /// Runs the mapping and passes the result to a stream, as triples for the default graph and quads
  /// for named graphs. Duplicates are not removed. `start` and `finish` of the stream are not
  /// called. Triples for logical targets are written to the files of the targets instead, unless an
  /// error is reported.
  ///
  /// @throws IOException if a table cannot be read because of an I/O error, or a target cannot be
  ///   written
  public void run(StreamRDF out) throws IOException {
    try (MappingRun run = options.begin();
        StreamSink sink = new StreamSink(out, run.access(), run.memory(), report)) {
      run(new NodeTerms(), List.of(sink), run);
      sink.writeFiles();
    }
  }

  /// Runs the mapping and writes N-Quads, each quad once. Terms are created as bytes, without Jena
  /// nodes.
  ///
  /// @return the number of quads written
  /// @throws IOException if a table cannot be read because of an I/O error, or the output cannot be
  ///   written
  public long writeNQuads(OutputStream out) throws IOException {
    return write(out).quads();
  }

  /// Runs the mapping into a file of any form, each quad once. Nothing is written if the report has
  /// errors afterwards.
  ///
  /// @param name the name of the file, for findings
  /// @throws IOException if storage fails while a table is read or the output is written
  public void write(FileForm form, String name, OutputStream out) throws IOException {
    if (form.equals(FileForm.N_QUADS)) {
      writeNQuads(out);
      return;
    }
    try (ScratchFile quads = new ScratchFile()) {
      Place at = Place.file(name);
      boolean namedGraphs = write(quads.out()).namedGraphs();
      if (namedGraphs && !form.serialization().hasNamedGraphs()) {
        report.error(
            at,
            "%s has no named graphs, but the mapping puts quads into some; choose a name that ends in .nq, .trig or .jsonld"
                .formatted(form.serialization().localName()));
      }
      if (!report.hasErrors()) {
        new FileFormatter(form, new Memory(options.memory()), report, at)
            .write(quads, name, () -> out);
      }
    }
  }

  private record Written(long quads, boolean namedGraphs) {}

  private Written write(OutputStream out) throws IOException {
    try (MappingRun run = options.begin();
        NQuadsOutput output = new NQuadsOutput(out, run.memory())) {
      if (Targets.of(mapping).isEmpty()) {
        List<NQuadsWriter> writers =
            Stream.generate(() -> new NQuadsWriter(output)).limit(options.threads()).toList();
        run(new NQuadsTerms(), writers, run);
        return new Written(output.finish(), output.hasNamedGraphs());
      }
      NQuadsWriter writer = new NQuadsWriter(output);
      try (StreamSink sink =
          new StreamSink(new NodesToBytes(writer), run.access(), run.memory(), report)) {
        run(new NodeTerms(), List.of(sink), run);
        writer.flush();
        long quads = output.finish();
        sink.writeFiles();
        return new Written(quads, output.hasNamedGraphs());
      }
    }
  }

  private <T> void run(TermFactory<T> terms, List<? extends RowSink<T>> sinks, MappingRun run)
      throws IOException {
    checkTargets(run.access());
    try {
      map(terms, sinks, run);
    } catch (RefusedException e) {
      report.error(Place.file(Place.nameOf(mapping.file())), String.valueOf(e.getMessage()));
    }
  }

  /// Reports targets that may not be written, before any row is mapped.
  private void checkTargets(Access access) {
    for (Target target : Targets.of(mapping)) {
      if (target.name().isPresent()) {
        continue; // checked when the first row gives the file its name
      }
      try {
        access.checkTarget(target.file());
      } catch (IOException e) {
        report.error(target.at(), String.valueOf(e.getMessage()));
      }
    }
  }

  private <T> void map(TermFactory<T> terms, List<? extends RowSink<T>> sinks, MappingRun run)
      throws IOException {
    PlanCompiler<T> plan = new PlanCompiler<>(mapping, terms, run, report);
    List<TableScan<T>> scans = plan.scans(plan.compileByTable(mapping.triplesMaps()));
    Runner<T> runner =
        new Runner<>(
            terms,
            sinks,
            MappingPlan.of(scans).bytes(),
            run,
            options.progress(),
            options.conservation().orElse(null),
            report);
    for (TableScan<T> scan : scans) {
      runner.run(
          scan,
          scan.table(),
          new GatheredLists<>(terms, run.fresh(), run.memory()),
          plan.keySlots(scan.first().references()));
      scan.first().references().unmatched().report(report);
    }
    plan.reportUnmatchedJoins();
    plan.checkForeignKeys(mapping);
    if (options.conservation().isPresent()) {
      plan.unreadColumns(mapping).forEach(options.conservation().get()::unread);
      plan.unreadPaths(mapping).forEach(options.conservation().get()::unreadPaths);
    }
  }
}
