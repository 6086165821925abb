package org.techrace.engine;

import java.util.concurrent.atomic.AtomicLong;

/// Labels for blank nodes that are new each time, in one run of a mapping.
final class FreshNodes {
  private final AtomicLong count = new AtomicLong();

  String label() {
    return Terms.HIDDEN + Long.toString(count.incrementAndGet());
  }
}
