package org.techrace.serve.http;

import java.io.IOException;

/// Where answers become whole, each within its length, all within the room on disk.
///
/// @param answerBytes how long an answer may be
public record Spools(long answerBytes, Room room) {
  /// How many of the longest answers there is room for on disk: readers can be slow.
  private static final int LONGEST_AT_ONCE = 4;

  /// Room for a few of the longest answers.
  ///
  /// @param answerBytes the longest answer, in bytes
  public static Spools of(long answerBytes) {
    return new Spools(answerBytes, new Room(LONGEST_AT_ONCE * answerBytes));
  }

  /// Has an answer's body written.
  @FunctionalInterface
  public interface Filling<T> {
    T into(Spool spool) throws IOException;
  }

  /// Fills a spool.
  ///
  /// @param client for whom it is
  /// @return what the filling gives; whatever that throws closes the spool, so whoever still writes
  ///   there is told to stop
  public <T> T fill(String client, Filling<T> filling) throws IOException {
    Spool spool = new Spool(answerBytes, room, client);
    boolean whole = false;
    try {
      T filled = filling.into(spool);
      whole = true;
      return filled;
    } finally {
      if (!whole) {
        spool.close();
      }
    }
  }
}
