package org.techrace.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.spark.TaskContext;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;
import org.techrace.engine.PartitionJoin;
import org.techrace.engine.ShuffledJoin;
import org.techrace.engine.TaskResult;
import org.techrace.engine.output.QuadBlocks;
import scala.Tuple2;

/// The blocks of quads of one partition of a join. The parents are read first; then each block of
/// the child is joined when a block of quads is needed.
final class JoinBlocks implements Iterator<Tuple2<Integer, byte[]>> {
  private final Job job;
  private final ShuffledJoin join;
  private final Iterator<Tuple2<Integer, byte[]>> parents;
  private final Iterator<Tuple2<Integer, byte[]>> children;
  private final int partitions;
  private final CollectionAccumulator<TaskResult> results;
  private final Queue<Tuple2<Integer, byte[]>> ready = new ArrayDeque<>();
  private @Nullable PartitionJoin open;
  private boolean ended;

  /// @param partitions the number of partitions of quads
  /// @param results receives the findings
  JoinBlocks(
      Job job,
      ShuffledJoin join,
      Iterator<Tuple2<Integer, byte[]>> parents,
      Iterator<Tuple2<Integer, byte[]>> children,
      int partitions,
      CollectionAccumulator<TaskResult> results) {
    this.job = job;
    this.join = join;
    this.parents = parents;
    this.children = children;
    this.partitions = partitions;
    this.results = results;
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) _ -> close());
  }

  @Override
  public boolean hasNext() {
    try {
      while (ready.isEmpty() && !ended) {
        advance();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return !ready.isEmpty();
  }

  private void advance() throws IOException {
    PartitionJoin now = open;
    if (children.hasNext()) {
      Tuple2<Integer, byte[]> block = children.next();
      if (now == null) {
        now = open(block._1());
        open = now;
      }
      now.map(block._2());
      return;
    }
    ended = true;
    if (now != null) {
      results.add(now.finish());
      close();
    }
  }

  private PartitionJoin open(int partition) throws IOException {
    Iterator<byte[]> blocks =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return parents.hasNext();
          }

          @Override
          public byte[] next() {
            return parents.next()._2();
          }
        };
    return Executor.tasksOf(job)
        .join(
            join,
            partition,
            blocks,
            new QuadBlocks(partitions, (i, block) -> ready.add(new Tuple2<>(i, block))));
  }

  private void close() {
    PartitionJoin now = open;
    if (now != null) {
      now.close();
      open = null;
    }
  }

  @Override
  public Tuple2<Integer, byte[]> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.remove();
  }
}
