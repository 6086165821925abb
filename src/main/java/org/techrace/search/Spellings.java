package org.techrace.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The words of the index in memory, to find those that a misspelt word may mean. They lie by
/// length, each with a mask of its letters: two words that are few edits apart differ in few
/// letters and little in length, so that most words are passed over without being compared.
final class Spellings {
  private static final int LONGEST = 42;

  /// A word that may be meant.
  ///
  /// @param edits how many edits it is away
  record Near(String word, int edits) {}

  private final String[][] words = new String[LONGEST + 1][];
  private final long[][] masks = new long[LONGEST + 1][];

  /// @param all the words, in any order; longer ones than any that is asked for may be among them
  Spellings(List<String> all) {
    List<List<String>> byLength = new ArrayList<>();
    for (int length = 0; length <= LONGEST; length++) {
      byLength.add(new ArrayList<>());
    }
    for (String word : all) {
      if (word.length() <= LONGEST) {
        byLength.get(word.length()).add(word);
      }
    }
    for (int length = 0; length <= LONGEST; length++) {
      words[length] = byLength.get(length).toArray(String[]::new);
      masks[length] = byLength.get(length).stream().mapToLong(Spellings::mask).toArray();
    }
  }

  /// The words nearest to one, the nearest first.
  ///
  /// @param most how many edits they may be away
  List<Near> near(String word, int most, int limit) {
    long mask = mask(word);
    List<Near> near = new ArrayList<>();
    int shortest = Math.max(0, word.length() - most);
    for (int length = shortest; length <= Math.min(LONGEST, word.length() + most); length++) {
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

  /// One bit for each letter that occurs; letters far apart in Unicode may share one.
  private static long mask(String word) {
    long mask = 0;
    for (int i = 0; i < word.length(); i++) {
      mask |= 1L << (word.charAt(i) & 63);
    }
    return mask;
  }
}
