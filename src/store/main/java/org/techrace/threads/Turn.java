package org.techrace.threads;

/// Lets a long query pause while others need its processor. The query asks at the places where it
/// also looks whether it was cancelled, on the thread that evaluates it.
public interface Turn {
  /// Never pauses.
  Turn ALWAYS = () -> false;

  /// The turn of the evaluation that runs on this thread.
  ScopedValue<Turn> CURRENT = ScopedValue.newInstance();

  /// Returns the turn of the evaluation that runs on this thread.
  static Turn current() {
    return CURRENT.orElse(ALWAYS);
  }

  /// Reports whether the evaluation must pause. Called often, by any thread.
  boolean isPaused();

  /// Waits as long as the evaluation must pause. Returns at once if the thread is interrupted, and
  /// keeps the interrupt.
  default void await() {}
}
