package org.techrace.engine.plan;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.techrace.engine.output.GatheredLists;
import org.techrace.engine.output.NQuadsTerms;
import org.techrace.engine.output.NQuadsWriter;
import org.techrace.engine.output.PartitionBlocks;
import org.techrace.engine.output.RowQuads;
import org.techrace.engine.source.PackedRow;
import org.techrace.mapping.TriplesMap;
import org.techrace.memory.Fingerprint;
import org.techrace.memory.Memory;
import org.techrace.report.Report;
import org.techrace.table.Presence;
import org.techrace.table.Reference;
import org.techrace.table.Row;
import org.techrace.table.SourceRows;
import org.techrace.table.SourceTable;

/// A join whose rows are divided into partitions by the fingerprints of their keys: the rows of
/// both tables with the same key meet in one partition, and only its parents are in memory. Rows
/// are packed ([PackedRow]). Used by one thread.
///
/// Errors in rows are not reported here, but when the rest of the triples map is mapped.
public final class SplitJoin {
  private final PlanCompiler<byte[]> compiler;
  private final TriplesMapPlan<byte[]> plan;
  private final LinePlan<byte[]> lines;
  private final JoinIndex<byte[]> parents;
  private final JoinKey key;
  private final GatheredLists<byte[]> lists;
  private final RowQuads<byte[]> made = new RowQuads<>();

  private SplitJoin(
      PlanCompiler<byte[]> compiler,
      TriplesMapPlan<byte[]> plan,
      LinePlan<byte[]> lines,
      Join<byte[]> join,
      GatheredLists<byte[]> lists) {
    this.compiler = compiler;
    this.plan = plan;
    this.lines = lines;
    this.parents = join.parents();
    this.key = join.key();
    this.lists = lists;
  }

  /// Compiles a join.
  ///
  /// @param only a triples map whose only object map is the join
  /// @return the join, or empty if it cannot be divided: it calls functions, creates new blank
  ///   nodes, or its predicates or graphs are not constant
  public static Optional<SplitJoin> of(
      TriplesMap only, PlanCompiler<byte[]> compiler, NQuadsTerms terms, MappingRun run)
      throws IOException {
    Optional<TriplesMapPlan<byte[]>> plan = compiler.compile(only);
    Optional<LinePlan<byte[]>> lines = plan.flatMap(compiled -> LinePlan.of(compiled, terms));
    if (plan.isEmpty() || lines.filter(LinePlan::isRepeatable).isEmpty()) {
      return Optional.empty();
    }
    return plan.get().parts().getFirst().objects().getFirst().maker() instanceof Join<byte[]> join
        ? Optional.of(
            new SplitJoin(
                compiler,
                plan.get(),
                lines.get(),
                join,
                new GatheredLists<>(terms, run.fresh(), run.memory())))
        : Optional.empty();
  }

  public SourceTable childTable() {
    return plan.table();
  }

  public List<Reference> childReferences() {
    return plan.references().list();
  }

  public SourceTable parentTable() {
    return parents.table();
  }

  public List<Reference> parentReferences() {
    return parents.references();
  }

  /// Divides the rows of the child.
  ///
  /// @param part the table of the child, or a part of it
  /// @return what has been found by the rows of a part
  public Optional<Presence> divideChild(SourceTable part, PartitionBlocks to) throws IOException {
    List<Reference> references = childReferences();
    try (SourceRows rows = part.open(references, new Report())) {
      for (@Nullable Row row = rows.next(); row != null; row = rows.next()) {
        byte[] packed = PackedRow.pack(row, references.size());
        for (Fingerprint fingerprint : key.of(row)) {
          to.add(to.partition(fingerprint.high()), packed, 0, packed.length);
        }
      }
      to.flush();
      return rows.presence();
    }
  }

  /// Divides the rows of the parent that have a subject.
  ///
  /// @param part the table of the parent, or a part of it
  public void divideParent(SourceTable part, PartitionBlocks to) throws IOException {
    parents.divide(part, to);
    to.flush();
  }

  /// Reads the parents of a partition. Call it before the rows of the child are mapped.
  ///
  /// @param blocks their packed rows
  public void readParents(Iterator<byte[]> blocks, Memory memory) throws IOException {
    parents.read(blocks, memory);
  }

  /// Writes the quads of some rows of the child.
  ///
  /// @param block their packed rows
  /// @return the number of quads
  public int map(byte[] block, NQuadsWriter out) throws IOException {
    int count = 0;
    ByteBuffer rows = ByteBuffer.wrap(block);
    while (rows.hasRemaining()) {
      PackedRow row = PackedRow.read(rows);
      boolean written = lines.map(row, out, made);
      if (!written) {
        plan.map(row, made, lists);
      }
      if (!made.faults().isEmpty()) {
        out.cancelRow();
      } else if (written) {
        count += out.endRow();
      } else {
        out.row(made);
        count += made.size();
      }
      made.clear();
    }
    return count;
  }

  /// Returns whether the join has found a parent so far.
  public JoinOutcome outcome() {
    return compiler.joinOutcome();
  }

  /// Gives back the memory of the parents.
  public void free() {
    parents.free();
  }
}
