package org.techrace.serve.current;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Thrown if a part of a release that a request needs was not opened in the time that requests wait
/// for it. The client may try again.
public final class StillOpeningException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// The longest that a request waits for a part of a release.
  static final Duration PATIENCE = Duration.ofSeconds(10);

  StillOpeningException() {
    super("the release is still being opened");
  }

  /// Waits until a part is open, and returns it.
  ///
  /// @throws StillOpeningException if it is not open after 10 seconds
  /// @throws CompletionException if it cannot be opened
  public static <T> T await(CompletableFuture<T> part) {
    try {
      return part.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new StillOpeningException();
    } catch (ExecutionException e) {
      throw new CompletionException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StillOpeningException();
    }
  }
}
