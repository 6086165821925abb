package org.techrace.spark;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.output.FileOutputCommitter;
import org.apache.hadoop.mapreduce.lib.output.PathOutputCommitter;
import org.apache.hadoop.mapreduce.lib.output.PathOutputCommitterFactory;

/// Makes committers whose first commit of a task fails, after the file of the task has been
/// written.
public final class FailingOnce extends PathOutputCommitterFactory {
  /// The number of commits that have failed.
  static final AtomicInteger FAILED = new AtomicInteger();

  @Override
  public PathOutputCommitter createOutputCommitter(Path output, TaskAttemptContext context)
      throws IOException {
    return new FileOutputCommitter(output, context) {
      @Override
      public void commitTask(TaskAttemptContext task) throws IOException {
        if (FAILED.compareAndSet(0, 1)) {
          throw new IOException("the disk is full");
        }
        super.commitTask(task);
      }
    };
  }
}
