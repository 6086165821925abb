package org.techrace.engine.output;

import java.util.concurrent.atomic.AtomicLong;

/// Creates labels of new blank nodes, unique within a run. Safe for use by several threads.
public final class FreshNodes {
  private final AtomicLong count = new AtomicLong();

  public String label() {
    return TermFactory.HIDDEN + Long.toString(count.incrementAndGet());
  }
}
