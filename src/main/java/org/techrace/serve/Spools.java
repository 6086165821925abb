package org.techrace.serve;

import java.io.IOException;

/// Where answers become whole, each within its length, all within the room on disk.
///
/// @param answerBytes how long an answer may be
record Spools(long answerBytes, Room room) {
  /// How many of the longest answers there is room for on disk: readers can be slow.
  private static final int LONGEST_AT_ONCE = 4;

  static Spools of(Limits limits) {
    return new Spools(limits.answerBytes(), new Room(LONGEST_AT_ONCE * limits.answerBytes()));
  }

  /// Has an answer's body written.
  @FunctionalInterface
  interface Filling<T> {
    T into(Spool spool) throws IOException;
  }

  /// Fills a spool.
  ///
  /// @param client for whom it is
  /// @return what the filling gives; whatever that throws closes the spool, so whoever still writes
  ///   there is told to stop
  <T> T fill(String client, Filling<T> filling) throws IOException {
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
