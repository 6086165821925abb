package org.techrace.engine.output;

import java.util.concurrent.atomic.AtomicLong;

/// Labels for blank nodes that are new each time, in one run of a mapping.
public final class FreshNodes {
  private final AtomicLong count = new AtomicLong();

  public String label() {
    return TermFactory.HIDDEN + Long.toString(count.incrementAndGet());
  }
}
