package org.techrace.serve.sparql;

import org.techrace.serve.http.Refusal;

/// How many characters the strings of a query may take together.
final class Budget {
  /// For one string that a query makes.
  static final int STRING = 1 << 22;

  private static final long ALL = 1L << 25;

  private long spent;

  /// Spends some.
  ///
  /// @throws Refusal 400 if there is not enough left
  void spend(long characters) {
    spent += characters;
    if (spent > ALL) {
      throw tooLong(ALL);
    }
  }

  static Refusal tooLong(long characters) {
    return new Refusal(
        400, "The query makes strings of more than the " + characters + " characters allowed.");
  }
}
