package org.techrace.store;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/// Waits for tasks on other threads.
public final class Tasks {
  private Tasks() {}

  /// Waits for a task and returns its result, or throws its failure.
  ///
  /// @param work what the task does, for the message if the thread is interrupted: "the store was
  ///   being written"
  /// @throws IOException the failure of the task, or if the thread is interrupted
  public static <T> T await(Future<T> task, String work) throws IOException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException io -> throw io;
        case RuntimeException wrong -> throw wrong;
        case Error error -> throw error;
        case null, default -> throw new IOException(e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + work, e);
    }
  }
}
