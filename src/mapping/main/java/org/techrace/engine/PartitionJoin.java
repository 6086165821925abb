package org.techrace.engine;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.techrace.engine.expression.Unmatched;
import org.techrace.engine.output.QuadBlocks;
import org.techrace.engine.plan.SplitJoin;

/// Joins one partition of a [ShuffledJoin], while the rows of the child arrive. Used by one thread.
public final class PartitionJoin implements Closeable {
  private final MappingTask task;
  private final SplitJoin join;
  private final QuadBlocks sink;
  private long quads;

  PartitionJoin(MappingTask task, SplitJoin join, QuadBlocks sink) {
    this.task = task;
    this.join = join;
    this.sink = sink;
  }

  /// Joins the rows of a block of the child.
  public void map(byte[] block) throws IOException {
    quads += join.map(block, sink.lines());
  }

  /// Passes all remaining quads on. Call it after the last block.
  public TaskResult finish() throws IOException {
    sink.flush();
    return new TaskResult(
        task, quads, List.of(), Map.of(), List.of(), new Unmatched(), join.outcome());
  }

  /// Gives back the memory of the parents.
  @Override
  public void close() {
    join.free();
  }
}
