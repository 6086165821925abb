package org.techrace.engine.output;

import java.util.concurrent.atomic.AtomicLong;

/// Creates labels of new blank nodes, unique within a run. Safe for use by several threads.
public final class FreshNodes {
  private final String prefix;
  private final AtomicLong count = new AtomicLong();

  /// Creates the labels of a run in one process.
  public FreshNodes() {
    this.prefix = "";
  }

  /// Creates the labels of one of the tasks of a run. A task that runs again creates the same
  /// labels, if one thread runs it.
  public FreshNodes(int task) {
    this.prefix = task + "-";
  }

  public String label() {
    return TermFactory.HIDDEN + prefix + count.incrementAndGet();
  }
}
