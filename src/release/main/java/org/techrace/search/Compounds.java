package org.techrace.search;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/// Takes compound words apart, such as those of German, by the words of the index: "Kernfusion" is
/// "Kern" and "Fusion". Each part begins or ends a word of the index, so "Fusion" finds
/// "Fusionsenergie" too. Safe for use by several threads.
final class Compounds {
  private static final int SHORTEST_PART = 4;

  /// The letters that may join two parts: "Forschung-s-ausgaben".
  private static final List<String> LINKS = List.of("", "s", "es", "n", "en");

  private static final int MOST_WORDS = 30;

  private final NavigableSet<String> words = new TreeSet<>();

  /// The words with their letters in reverse order, to find them by their ends.
  private final NavigableSet<String> reversed = new TreeSet<>();

  Compounds(Collection<String> all) {
    for (String word : all) {
      if (word.length() >= SHORTEST_PART && word.codePoints().allMatch(Character::isLetter)) {
        words.add(word);
        reversed.add(reverse(word));
      }
    }
  }

  /// Returns the two parts of a word: those that are words of the index themselves, if possible.
  /// Empty if the word is not made of parts of the index's words.
  List<String> parts(String word) {
    List<String> best = List.of();
    int most = 0;
    for (int end = word.length() - SHORTEST_PART; end >= SHORTEST_PART; end--) {
      String last = word.substring(end);
      for (String link : LINKS) {
        String first = word.substring(0, end);
        if (!first.endsWith(link) || first.length() - link.length() < SHORTEST_PART) {
          continue;
        }
        first = first.substring(0, first.length() - link.length());
        int known = known(first) * known(last);
        if (known > most) {
          most = known;
          best = List.of(first, last);
        }
      }
    }
    return best;
  }

  /// Returns the words of the index that a part of a compound begins or ends.
  List<String> having(String part) {
    List<String> having = new ArrayList<>(beginning(part, words));
    beginning(reverse(part), reversed).stream().map(Compounds::reverse).forEach(having::add);
    return having.stream().distinct().limit(MOST_WORDS).toList();
  }

  /// Returns 2 for a word of the index or its singular, 1 for a part of one, and else 0.
  private int known(String part) {
    return words.contains(part) || words.contains(SearchWords.stem(part))
        ? 2
        : having(part).isEmpty() ? 0 : 1;
  }

  private static Collection<String> beginning(String part, NavigableSet<String> among) {
    return among.subSet(part, true, part + Character.MAX_VALUE, true);
  }

  private static String reverse(String word) {
    return new StringBuilder(word).reverse().toString();
  }
}
