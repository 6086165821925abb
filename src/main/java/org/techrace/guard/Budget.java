package org.techrace.guard;

/// How many characters the strings of a query may take together.
final class Budget {
  /// For one string that a query makes, in characters.
  static final int STRING = 1 << 20;

  private static final long ALL = 1L << 25;

  private long spent;

  /// Spends some characters of what all strings together may have.
  ///
  /// @throws QueryRefusedException if there are not enough left
  void spend(long characters) {
    spent += characters;
    if (spent > ALL) {
      throw tooLong(ALL);
    }
  }

  /// Checks the length of one string before it is made.
  ///
  /// @throws QueryRefusedException if it is longer than [#STRING]
  static void check(long characters) {
    if (characters > STRING) {
      throw tooLong(STRING);
    }
  }

  private static QueryRefusedException tooLong(long characters) {
    return new QueryRefusedException(
        "The query makes strings of more than the " + characters + " characters allowed.");
  }
}
