package org.techrace;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Collection;

/// Tells what the garbage collector cannot collect.
public final class Collected {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Collected() {}

  /// Collects garbage until all objects are gone, and fails if one remains in use.
  public static void await(Collection<? extends WeakReference<?>> objects)
      throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    System.gc();
    while (objects.stream().anyMatch(one -> one.get() != null) && System.nanoTime() < deadline) {
      Thread.sleep(50);
      System.gc();
    }
    assertThat(objects.stream().map(one -> one.get() == null ? "collected" : "in use").toList())
        .containsOnly("collected");
  }
}
