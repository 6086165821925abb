package org.techrace.fetch;

import java.time.Duration;

/// Waits before a server is asked again.
public interface Pause {
  void forTime(Duration time) throws InterruptedException;
}
