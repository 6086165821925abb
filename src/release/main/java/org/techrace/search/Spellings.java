package org.techrace.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The words of the index in memory, to find the intended spelling of misspelt words. Words are
/// grouped by length, each with a bit mask of its letters. Words that are few edits apart have
/// similar masks and lengths, so most words are skipped without a comparison. Safe for use by
/// several threads.
final class Spellings {
  private static final int MAX_LENGTH = 42;

  /// A possible spelling.
  ///
  /// @param word the word
  /// @param edits its distance in edits
  record Near(String word, int edits) {}

  private final String[][] words = new String[MAX_LENGTH + 1][];
  private final long[][] masks = new long[MAX_LENGTH + 1][];

  /// Creates the lookup.
  ///
  /// @param all the words in any order; words longer than 42 characters are ignored
  Spellings(List<String> all) {
    List<List<String>> byLength = new ArrayList<>();
    for (int length = 0; length <= MAX_LENGTH; length++) {
      byLength.add(new ArrayList<>());
    }
    for (String word : all) {
      if (word.length() <= MAX_LENGTH) {
        byLength.get(word.length()).add(word);
      }
    }
    for (int length = 0; length <= MAX_LENGTH; length++) {
      words[length] = byLength.get(length).toArray(String[]::new);
      masks[length] = byLength.get(length).stream().mapToLong(Spellings::mask).toArray();
    }
  }

  /// Returns the nearest words, nearest first.
  ///
  /// @param most the maximum distance in edits
  /// @param limit the maximum number of words
  List<Near> near(String word, int most, int limit) {
    long mask = mask(word);
    List<Near> near = new ArrayList<>();
    int shortest = Math.max(0, word.length() - most);
    for (int length = shortest; length <= Math.min(MAX_LENGTH, word.length() + most); length++) {
      long[] others = masks[length];
      for (int i = 0; i < others.length; i++) {
        if (Long.bitCount(mask ^ others[i]) <= 2 * most) {
          int edits = Edits.between(word, words[length][i], most);
          if (edits <= most) {
            near.add(new Near(words[length][i], edits));
          }
        }
      }
    }
    return near.stream()
        .sorted(Comparator.comparingInt(Near::edits).thenComparing(Near::word))
        .limit(limit)
        .toList();
  }

  /// Returns a mask with one bit per letter. Letters that are far apart in Unicode may share a bit.
  private static long mask(String word) {
    long mask = 0;
    for (int i = 0; i < word.length(); i++) {
      mask |= 1L << (word.charAt(i) & 63);
    }
    return mask;
  }
}
