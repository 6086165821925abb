package org.techrace.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The local names of IRIs that are most like one that does not exist, by their letters. Case and
/// the marks between words do not count.
final class LocalNames {
  private static final Pattern MARKS = Pattern.compile("[_.~%+\\s-]+");

  /// A name may differ in one letter for each of this number of letters.
  private static final int LETTERS_PER_EDIT = 4;

  /// The length of the shortest name without its kind that is compared alone.
  private static final int LEAST_LETTERS = 4;

  /// The distance of a name that differs in its kind only.
  private static final int OTHER_KIND = 1;

  /// The distance of a name with a missing end, with another kind and a wrong letter, or with other
  /// words in between.
  private static final int OTHER_PART = 2;

  private final String sought;
  private final String rest;
  private final int most;
  private final List<Near> found = new ArrayList<>();

  private record Near(String name, int distance, int same) {}

  /// @param name the local name that does not exist
  LocalNames(String name) {
    this.sought = folded(name);
    this.rest = rest(sought);
    this.most = edits(rest);
  }

  /// Adds a name if it is like the sought one.
  void compare(String name) {
    String other = folded(name);
    int distance = Edits.between(sought, other, most);
    if (distance > most) {
      distance = otherPart(other);
    }
    if (distance >= 0) {
      found.add(new Near(name, distance, same(other)));
    }
  }

  /// Returns the names that are like the sought one, nearest first.
  List<String> nearest(int limit) {
    return found.stream()
        .sorted(
            Comparator.comparingInt(Near::distance)
                .thenComparing(Comparator.comparingInt(Near::same).reversed())
                .thenComparingInt(near -> near.name().length())
                .thenComparing(Near::name))
        .limit(limit)
        .map(Near::name)
        .toList();
  }

  /// Returns the distance of a name that has a further part, lacks one or has another kind; -1 if
  /// it does not.
  private int otherPart(String other) {
    if (rest.length() < LEAST_LETTERS) {
      return -1;
    }
    String otherRest = rest(other);
    if (rest.equals(otherRest)) {
      return OTHER_KIND;
    }
    if (other.startsWith(sought)) {
      return OTHER_PART;
    }
    if (rest.length() >= 2 * LEAST_LETTERS && Edits.between(rest, otherRest, 1) <= 1) {
      return OTHER_PART + 1;
    }
    int kind = sought.length() - rest.length();
    return kind > 0 && other.startsWith(sought.substring(0, kind)) && hasWords(otherRest)
        ? 2 * OTHER_PART
        : -1;
  }

  /// Reports whether a name has each word of the sought one without its kind, or one like it.
  private boolean hasWords(String otherRest) {
    List<String> words = List.of(otherRest.split("-", -1));
    return Stream.of(rest.split("-", -1))
        .allMatch(
            word ->
                words.stream()
                    .anyMatch(
                        one ->
                            one.equals(word)
                                || (word.length() >= LEAST_LETTERS - 1
                                    && Edits.between(word, one, edits(word)) <= edits(word))));
  }

  private int same(String other) {
    int shorter = Math.min(sought.length(), other.length());
    int same = 0;
    while (same < shorter && sought.charAt(same) == other.charAt(same)) {
      same++;
    }
    return same;
  }

  private static int edits(String word) {
    return Math.max(1, word.length() / LETTERS_PER_EDIT);
  }

  private static String folded(String name) {
    return MARKS.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("-");
  }

  /// Returns a name without its first word, which is often the kind of the thing.
  private static String rest(String name) {
    return name.substring(name.indexOf('-') + 1);
  }
}
