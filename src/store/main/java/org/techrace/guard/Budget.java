package org.techrace.guard;

import java.util.concurrent.atomic.AtomicLong;

/// Limits the total length of the strings that one query creates. Safe for use by the threads of a
/// query.
final class Budget {
  /// The maximum length of one string that a query creates, in characters.
  static final int MAX_STRING_LENGTH = 1 << 20;

  private static final long MAX_TOTAL_LENGTH = 1L << 25;

  private final AtomicLong spent = new AtomicLong();

  /// Counts the characters of a new string.
  ///
  /// @throws QueryRefusedException if the strings of the query exceed 2^25 characters in total
  void spend(long characters) {
    if (spent.addAndGet(characters) > MAX_TOTAL_LENGTH) {
      throw tooLong(MAX_TOTAL_LENGTH);
    }
  }

  /// Checks the length of a string before it is created.
  ///
  /// @throws QueryRefusedException if it exceeds [#MAX_STRING_LENGTH]
  static void check(long characters) {
    if (characters > MAX_STRING_LENGTH) {
      throw tooLong(MAX_STRING_LENGTH);
    }
  }

  private static QueryRefusedException tooLong(long characters) {
    return new QueryRefusedException(
        "The query makes strings of more than the " + characters + " characters allowed.");
  }
}
