package org.techrace.engine;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.techrace.engine.expression.Unmatched;
import org.techrace.engine.output.GatheredLists;
import org.techrace.engine.output.NQuadsTerms;
import org.techrace.engine.output.PartitionBlocks;
import org.techrace.engine.output.QuadBlocks;
import org.techrace.engine.output.RowSink;
import org.techrace.engine.output.Targets;
import org.techrace.engine.plan.JoinOutcome;
import org.techrace.engine.plan.MappingRun;
import org.techrace.engine.plan.PlanCompiler;
import org.techrace.engine.plan.SplitJoin;
import org.techrace.engine.plan.TableScan;
import org.techrace.engine.plan.TriplesMapPlan;
import org.techrace.mapping.Expression;
import org.techrace.mapping.Mapping;
import org.techrace.mapping.ObjectMap;
import org.techrace.mapping.RefObjectMap;
import org.techrace.mapping.Target;
import org.techrace.mapping.TriplesMap;
import org.techrace.report.Finding;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.report.Severity;
import org.techrace.table.Presence;
import org.techrace.table.SourceTable;
import org.techrace.table.TablePart;

/// Divides the run of a mapping into tasks, and runs them. The tasks are data: each can run in
/// another process, which compiles its triples maps again, and a task that runs again generates the
/// same quads. Together, the tasks generate the quads of [Engine], some of them several times.
///
/// A file whose format has parts is divided into parts of about equal size; any other file, such as
/// a compressed one, is one task. Several tasks in one process read the parent rows of joins once.
/// Joins with larger tables have tasks of their own ([ShuffledJoin]). Thread-safe.
public final class MappingTasks implements Closeable {
  /// The maximum number of findings of a task that are kept.
  private static final int KEPT_FINDINGS = 1_000;

  private static final int MAX_PARTITIONS = 10_000;

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
  /// @param broadcast the size of the largest parent file that each process reads, in bytes
  /// @throws IOException if a table cannot be read because of an I/O error
  public MappingDivision divide(long bytes, long broadcast, Report report) throws IOException {
    for (Target target : Targets.of(mapping)) {
      report.error(target.at(), "logical targets are written by one process only: use map");
    }
    if (Engine.links(mapping)) {
      report.error(
          Place.file(Place.nameOf(mapping.file())),
          "fn:link finds names in one process only: use map");
    }
    PlanCompiler<byte[]> compiler = new PlanCompiler<>(mapping, new NQuadsTerms(), run, report);
    List<List<TriplesMapPlan<byte[]>>> groups = compiler.compileByTable(mapping.triplesMaps());
    List<ShuffledJoin> joins = report.hasErrors() ? List.of() : shuffled(bytes, broadcast);
    List<MappingTask> tasks = new ArrayList<>();
    for (List<TriplesMapPlan<byte[]>> group : groups) {
      TriplesMapPlan<byte[]> first = group.getFirst();
      List<String> names = group.stream().map(plan -> plan.map().name()).toList();
      // Collections may span all rows of a table.
      List<TablePart> parts =
          first.gathers()
              ? List.of(TablePart.WHOLE)
              : first.table().parts(first.references().list(), bytes);
      List<ShuffledJoin> elsewhere =
          joins.stream().filter(join -> names.contains(join.map())).toList();
      for (TablePart part : parts) {
        tasks.add(new MappingTask(tasks.size() + 1, names, first.table().name(), part, elsewhere));
      }
    }
    return new MappingDivision(tasks, numbered(joins, tasks.size() + 1));
  }

  /// Finds the joins with large parents that can be divided. They are not numbered yet.
  private List<ShuffledJoin> shuffled(long bytes, long broadcast) throws IOException {
    List<ShuffledJoin> joins = new ArrayList<>();
    for (TriplesMap map : mapping.triplesMaps()) {
      for (int i = 0; i < map.predicateObjects().size(); i++) {
        List<ObjectMap> objects = map.predicateObjects().get(i).objects();
        for (int j = 0; j < objects.size(); j++) {
          if (objects.get(j) instanceof RefObjectMap ref && isDivisible(ref)) {
            Optional<SplitJoin> join = compile(ShuffledJoin.only(map, i, j), run, new Report());
            if (join.isPresent() && join.get().parentTable().bytes() > broadcast) {
              joins.add(divided(map.name(), i, j, join.get(), bytes));
            }
          }
        }
      }
    }
    return joins;
  }

  private boolean isDivisible(RefObjectMap ref) {
    return !ref.joins().isEmpty()
        && mapping.triplesMaps().stream()
            .filter(map -> map.name().equals(ref.parent()))
            .map(map -> map.subject().term().expression())
            .noneMatch(
                subject ->
                    subject instanceof Expression.Fresh || subject instanceof Expression.Quoted);
  }

  private Optional<SplitJoin> compile(TriplesMap only, MappingRun of, Report report)
      throws IOException {
    NQuadsTerms terms = new NQuadsTerms();
    return SplitJoin.of(only, new PlanCompiler<>(mapping, terms, of, report), terms, of);
  }

  private static ShuffledJoin divided(
      String map, int predicateObject, int object, SplitJoin join, long bytes) throws IOException {
    SourceTable child = join.childTable();
    SourceTable parent = join.parentTable();
    return new ShuffledJoin(
        0,
        map,
        predicateObject,
        object,
        child.name(),
        child.parts(join.childReferences(), bytes),
        parent.name(),
        parent.parts(join.parentReferences(), bytes),
        Math.clamp(parent.bytes() / bytes, 1, MAX_PARTITIONS));
  }

  private static List<ShuffledJoin> numbered(List<ShuffledJoin> joins, int from) {
    List<ShuffledJoin> numbered = new ArrayList<>();
    int next = from;
    for (ShuffledJoin join : joins) {
      numbered.add(join.from(next));
      next = numbered.getLast().end();
    }
    return numbered;
  }

  private SplitJoin compiled(ShuffledJoin join, MappingRun of) throws IOException {
    Report report = new Report();
    return compile(join.only(map(join.map())), of, report)
        .orElseThrow(() -> new IOException("a join cannot be compiled: " + report.findings()));
  }

  private TriplesMap map(String name) throws IOException {
    return mapping.triplesMaps().stream()
        .filter(map -> map.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IOException("the mapping has no triples map <%s>".formatted(name)));
  }

  /// Divides the rows of a part of the child of a join into the partitions of the join.
  ///
  /// @param part the index of the part
  /// @return the references that have found something
  public TaskResult divideChild(ShuffledJoin join, int part, PartitionBlocks.Receiver to)
      throws IOException {
    SplitJoin compiled = compiled(join, run);
    Optional<Presence> presence =
        compiled.divideChild(
            compiled.childTable().part(join.children().get(part)),
            new PartitionBlocks(join.partitions(), to));
    MappingTask task =
        task(join, join.number() + part, join.childTable(), join.children().get(part));
    return new TaskResult(
        task,
        0,
        List.of(),
        Map.of(),
        presence.stream().toList(),
        new Unmatched(),
        new JoinOutcome(List.of(), List.of()));
  }

  /// Divides the rows of a part of the parent of a join into the partitions of the join.
  ///
  /// @param part the index of the part
  public void divideParent(ShuffledJoin join, int part, PartitionBlocks.Receiver to)
      throws IOException {
    SplitJoin compiled = compiled(join, run);
    compiled.divideParent(
        compiled.parentTable().part(join.parents().get(part)),
        new PartitionBlocks(join.partitions(), to));
  }

  /// Reads the parents of a partition of a join, to join the rows of the child with them.
  ///
  /// @param partition the number of the partition
  /// @param parents the blocks of the parents
  /// @param sink receives the quads, including duplicates
  public PartitionJoin join(
      ShuffledJoin join, int partition, Iterator<byte[]> parents, QuadBlocks sink)
      throws IOException {
    MappingTask task =
        task(join, join.partitionNumber(partition), join.childTable(), TablePart.WHOLE);
    MappingRun own = run.ofTask(task.number());
    SplitJoin compiled = compiled(join, own);
    compiled.readParents(parents, own.memory());
    return new PartitionJoin(task, compiled, sink);
  }

  private static MappingTask task(ShuffledJoin join, int number, String table, TablePart part) {
    return new MappingTask(number, List.of(join.map()), table, part, List.of());
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
        mapping.triplesMaps().stream()
            .filter(map -> task.maps().contains(map.name()))
            .map(map -> ShuffledJoin.without(map, task.elsewhere()))
            .toList();
    Runner<byte[]> runner =
        new Runner<>(terms, List.of(sink), 0, own, EngineOptions.DEFAULT.progress(), null, report);
    List<Presence> presences = new ArrayList<>();
    Unmatched unmatched = new Unmatched();
    for (List<TriplesMapPlan<byte[]>> group : compiler.compileByTable(maps)) {
      runner
          .run(
              new TableScan<>(group, List.of()),
              group.getFirst().table().part(task.part()),
              new GatheredLists<>(terms, own.fresh(), own.memory()),
              new BitSet())
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
