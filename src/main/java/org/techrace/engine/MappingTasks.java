package org.techrace.engine;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.techrace.engine.expression.Unmatched;
import org.techrace.engine.output.GatheredLists;
import org.techrace.engine.output.NQuadsTerms;
import org.techrace.engine.output.RowSink;
import org.techrace.engine.output.Targets;
import org.techrace.engine.plan.MappingRun;
import org.techrace.engine.plan.PlanCompiler;
import org.techrace.engine.plan.TriplesMapPlan;
import org.techrace.mapping.Mapping;
import org.techrace.mapping.Target;
import org.techrace.mapping.TriplesMap;
import org.techrace.report.Finding;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.report.Severity;
import org.techrace.table.Presence;
import org.techrace.table.TablePart;

/// Divides the run of a mapping into tasks, and runs them. The tasks are data: each can run in
/// another process, which compiles its triples maps again, and a task that runs again generates the
/// same quads. Together, the tasks generate the quads of [Engine], some of them several times.
///
/// A file of CSV, JSON Lines or Parquet is divided into parts of about equal size; a file of
/// another format, or a compressed one, is one task. Several tasks in one process read the parent
/// rows of joins once. Thread-safe.
public final class MappingTasks implements Closeable {
  /// The maximum number of findings of a task that are kept.
  private static final int KEPT_FINDINGS = 1_000;

  private final Mapping mapping;
  private final MappingRun run;

  /// @param options as for [Engine]; the memory is that of all tasks of this process together
  public MappingTasks(Mapping mapping, EngineOptions options) {
    this.mapping = mapping;
    this.run = options.begin();
  }

  /// Divides the run. Reports errors in the mapping and in the headers of its tables, and what
  /// tasks do not support: logical targets and `fn:link`.
  ///
  /// @param bytes the size of the part of a file that one task maps
  /// @throws IOException if a table cannot be read because of an I/O error
  public List<MappingTask> divide(long bytes, Report report) throws IOException {
    for (Target target : Targets.of(mapping)) {
      report.error(target.at(), "logical targets are written by one process only: use map");
    }
    if (Engine.links(mapping)) {
      report.error(
          Place.file(Place.nameOf(mapping.file())),
          "fn:link finds names in one process only: use map");
    }
    List<MappingTask> tasks = new ArrayList<>();
    PlanCompiler<byte[]> compiler = new PlanCompiler<>(mapping, new NQuadsTerms(), run, report);
    for (List<TriplesMapPlan<byte[]>> group : compiler.compileByTable(mapping.triplesMaps())) {
      TriplesMapPlan<byte[]> first = group.getFirst();
      List<String> names = group.stream().map(plan -> plan.map().name()).toList();
      // Collections may span all rows of a table.
      List<TablePart> parts =
          first.gathers()
              ? List.of(TablePart.WHOLE)
              : first.table().parts(first.references().list(), bytes);
      for (TablePart part : parts) {
        tasks.add(new MappingTask(tasks.size() + 1, names, first.table().name(), part));
      }
    }
    return List.copyOf(tasks);
  }

  /// Runs a task.
  ///
  /// @param sink receives the quads, including duplicates, and is flushed
  /// @throws IOException if the table cannot be read because of an I/O error
  public TaskResult run(MappingTask task, RowSink<byte[]> sink) throws IOException {
    Report report = new Report();
    NQuadsTerms terms = new NQuadsTerms();
    MappingRun own = run.ofTask(task.number());
    PlanCompiler<byte[]> compiler = new PlanCompiler<>(mapping, terms, own, report);
    List<TriplesMap> maps =
        mapping.triplesMaps().stream().filter(map -> task.maps().contains(map.name())).toList();
    Runner<byte[]> runner =
        new Runner<>(terms, List.of(sink), 0, own, EngineOptions.DEFAULT.progress(), report);
    List<Presence> presences = new ArrayList<>();
    Unmatched unmatched = new Unmatched();
    for (List<TriplesMapPlan<byte[]>> group : compiler.compileByTable(maps)) {
      runner
          .run(
              group,
              group.getFirst().table().part(task.part()),
              new GatheredLists<>(terms, own.fresh(), own.memory()))
          .ifPresent(presences::add);
      unmatched.addAll(group.getFirst().references().unmatched());
    }
    Report kept = new Report();
    Map<Severity, Long> notKept = report.notKept();
    for (Finding finding : report.findings()) {
      if (kept.count(finding.severity()) < KEPT_FINDINGS) {
        kept.add(finding);
      } else {
        notKept.merge(finding.severity(), 1L, Long::sum);
      }
    }
    return new TaskResult(
        task,
        runner.quads(),
        kept.findings(),
        notKept,
        presences,
        unmatched,
        compiler.joinOutcome());
  }

  /// Deletes downloaded files.
  @Override
  public void close() throws IOException {
    run.close();
  }
}
