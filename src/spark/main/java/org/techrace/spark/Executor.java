package org.techrace.spark;

import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.techrace.engine.MappingTasks;
import org.techrace.memory.Memory;
import org.techrace.report.Report;

/// The tasks of one process share the compiled mapping with the parents of its joins, and the
/// memory for duplicates. Spark creates the objects of a task itself, so they find it in a static
/// field.
final class Executor {
  /// The share of the heap for the parents of joins.
  private static final int PARENTS_DIVISOR = 4;

  /// The share of the heap for the fingerprints of the quads written.
  private static final int DUPLICATES_DIVISOR = 3;

  private static final Memory DUPLICATES =
      new Memory(Runtime.getRuntime().maxMemory() / DUPLICATES_DIVISOR);

  private static @Nullable UUID open;
  private static @Nullable MappingTasks tasks;

  private Executor() {}

  /// Returns the compiled mapping of a job. The one of an earlier job is given up.
  static synchronized MappingTasks tasksOf(Job job) throws IOException {
    MappingTasks compiled = tasks;
    if (compiled == null || !job.id().equals(open)) {
      Report report = new Report();
      compiled =
          job.open(Runtime.getRuntime().maxMemory() / PARENTS_DIVISOR, report)
              .orElseThrow(
                  () -> new IOException("the mapping is not read here: " + report.findings()));
      open = job.id();
      tasks = compiled;
    }
    return compiled;
  }

  /// Returns the budget that the writers of this process share.
  static Memory duplicates() {
    return DUPLICATES;
  }
}
