package org.techrace.fetch;

import java.time.Duration;

/// Waits before a request is repeated.
public interface Pause {
  void forTime(Duration time) throws InterruptedException;
}
