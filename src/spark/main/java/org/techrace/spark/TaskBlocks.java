package org.techrace.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.spark.TaskContext;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;
import org.techrace.engine.MappingTasks;
import org.techrace.engine.TaskResult;
import org.techrace.engine.output.PartitionBlocks;
import scala.Tuple2;

/// The blocks that a task generates, by partition. The task runs in a thread of its own, and waits
/// when some blocks have not been taken, so that it needs little memory.
final class TaskBlocks implements Iterator<Tuple2<Integer, byte[]>> {
  private static final int MAX_WAITING_BLOCKS = 16;

  /// The partition of the block after the last.
  private static final int END = -1;

  private final CollectionAccumulator<TaskResult> results;
  private final BlockingQueue<Tuple2<Integer, byte[]>> blocks =
      new ArrayBlockingQueue<>(MAX_WAITING_BLOCKS);
  private final FutureTask<Optional<TaskResult>> running;
  private @Nullable Tuple2<Integer, byte[]> next;

  /// The work of a task.
  interface Work {
    /// Does the work.
    ///
    /// @param to receives the blocks
    /// @return its findings, if it may have any
    Optional<TaskResult> run(MappingTasks tasks, PartitionBlocks.Receiver to) throws IOException;
  }

  /// @param name the name of the thread
  /// @param results receives the findings
  TaskBlocks(String name, Job job, Work work, CollectionAccumulator<TaskResult> results) {
    this.results = results;
    this.running = new FutureTask<>(() -> run(job, work));
    Thread thread = new Thread(running, "techrace " + name);
    thread.setDaemon(true);
    thread.start();
    // If the task is given up before all blocks have been taken, the thread must not wait for ever.
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) _ -> thread.interrupt());
  }

  private Optional<TaskResult> run(Job job, Work work) throws IOException, InterruptedException {
    try {
      return work.run(Executor.tasksOf(job), this::put);
    } finally {
      blocks.put(new Tuple2<>(END, new byte[0]));
    }
  }

  private void put(int partition, byte[] block) throws IOException {
    try {
      blocks.put(new Tuple2<>(partition, block));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the task is given up", e);
    }
  }

  @Override
  public boolean hasNext() {
    try {
      Tuple2<Integer, byte[]> block = next;
      if (block == null) {
        block = blocks.take();
        next = block;
        if (block._1() == END) {
          running.get().ifPresent(results::add);
        }
      }
      return block._1() != END;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("interrupted", e));
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public Tuple2<Integer, byte[]> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Tuple2<Integer, byte[]> block = Objects.requireNonNull(next);
    next = null;
    return block;
  }
}
