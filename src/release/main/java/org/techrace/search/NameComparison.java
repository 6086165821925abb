package org.techrace.search;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// Compares one name with many. Pairs each word with the most similar word of the other name and
/// weights words by rarity. Not thread-safe.
final class NameComparison {
  private static final double INITIAL_SIMILARITY = 0.5;
  private static final double ABBREVIATION_SIMILARITY = 0.85;
  private static final double OTHER_ORDER_PENALTY = 0.03;

  /// The penalty for the shortest names: if one letter of four differs, it is another name.
  private static final double SHORT_NAME_PENALTY = 0.3;

  private final Name name;
  private final String key;
  private final String acronym;
  private final ToDoubleFunction<String> weight;

  /// Creates a comparison.
  ///
  /// @param name the name from the query
  /// @param weight returns the weight of a word
  NameComparison(Name name, ToDoubleFunction<String> weight) {
    this.name = name;
    this.key = name.key();
    this.acronym = name.mayBeAcronym() ? name.tokens().getFirst() : "";
    this.weight = weight;
  }

  /// Compares the name with another.
  Resemblance with(Name other) {
    String otherKey = other.key();
    if (key.equals(otherKey)) {
      return sameKey(other);
    }
    if (!acronym.isEmpty() && acronym.equals(other.acronym())) {
      return new Resemblance(Resemblance.Kind.ACRONYM, length(acronym), "");
    }
    Resemblance alike = alike(other, otherKey);
    double discount =
        SHORT_NAME_PENALTY * (1 - length(key.length() >= otherKey.length() ? key : otherKey));
    return new Resemblance(alike.kind(), Math.max(0, alike.value() - discount), alike.note());
  }

  /// Returns the better of two results: word by word, and letter by letter without spaces.
  private Resemblance alike(Name other, String otherKey) {
    Resemblance byWords = byWords(other);
    int longer = Math.max(key.length(), otherKey.length());
    int most = longer / 5;
    int edits = hasDigit(key) || hasDigit(otherKey) ? most + 1 : Edits.between(key, otherKey, most);
    double bySpelling = edits > most ? 0 : 1 - 1.2 * edits / longer;
    return bySpelling > byWords.value()
        ? new Resemblance(Resemblance.Kind.SIMILAR, bySpelling, edits(edits))
        : byWords;
  }

  private Resemblance sameKey(Name other) {
    if (name.rest().equals(other.rest())) {
      return new Resemblance(Resemblance.Kind.SAME, length(key), "");
    }
    List<String> more = new ArrayList<>(other.rest());
    more.removeAll(name.rest());
    List<String> less = new ArrayList<>(name.rest());
    less.removeAll(other.rest());
    boolean oneHasMore = more.isEmpty() || less.isEmpty();
    return new Resemblance(
        Resemblance.Kind.SAME_CORE,
        oneHasMore ? 1 : 0.5,
        "but for '" + String.join(" ", more.isEmpty() ? less : more) + "'");
  }

  private Resemblance byWords(Name other) {
    List<String> theirs = other.tokens();
    boolean[] taken = new boolean[theirs.size()];
    List<String> left = new ArrayList<>();
    double common = 0;
    double all = 0;
    int lastAt = -1;
    int turns = 0;
    int edits = 0;
    for (String word : name.tokens()) {
      all += weight.applyAsDouble(word);
      int at = equal(word, theirs, taken);
      if (at < 0) {
        left.add(word);
        continue;
      }
      taken[at] = true;
      common += 2 * weight.applyAsDouble(word);
      turns += at < lastAt ? 1 : 0;
      lastAt = at;
    }
    int unpaired = 0;
    for (String word : left) {
      int best = -1;
      double most = 0;
      for (int j = 0; j < theirs.size(); j++) {
        double alike = taken[j] ? 0 : alike(word, theirs.get(j));
        if (alike > most) {
          most = alike;
          best = j;
        }
      }
      if (best < 0) {
        unpaired++;
      } else {
        taken[best] = true;
        edits += Edits.between(word, theirs.get(best), 9);
        common += most * (weight.applyAsDouble(word) + weight.applyAsDouble(theirs.get(best)));
      }
    }
    int extra = 0;
    for (int j = 0; j < theirs.size(); j++) {
      all += weight.applyAsDouble(theirs.get(j));
      extra += taken[j] ? 0 : 1;
    }
    double value = all == 0 ? 0 : common / all - (turns > 0 ? OTHER_ORDER_PENALTY : 0);
    return new Resemblance(
        Resemblance.Kind.SIMILAR, Math.max(0, value), note(edits, unpaired, extra, turns > 0));
  }

  /// Returns how informative the length of a name is: 1 from ten letters on, less for shorter
  /// names. A Chinese character counts as two letters.
  private static double length(String key) {
    int letters = 0;
    for (int i = 0; i < key.length(); i++) {
      letters += Character.isIdeographic(key.charAt(i)) ? 2 : 1;
    }
    return Math.min(1, letters / 10.0);
  }

  private static int equal(String word, List<String> words, boolean[] taken) {
    for (int j = 0; j < words.size(); j++) {
      if (!taken[j] && words.get(j).equals(word)) {
        return j;
      }
    }
    return -1;
  }

  /// Returns the similarity of two different words, from 0 to 1: one may be misspelt, abbreviated
  /// or an initial. Words with digits are either equal or unrelated.
  private static double alike(String a, String b) {
    String shorter = a.length() <= b.length() ? a : b;
    String longer = a.length() <= b.length() ? b : a;
    if (hasDigit(a) || hasDigit(b) || Character.isIdeographic(longer.codePointAt(0))) {
      return 0;
    }
    if (shorter.length() >= 3) {
      int most = maxEdits(longer.length());
      int edits = Edits.between(a, b, most);
      if (edits <= most) {
        return 1 - (double) edits / longer.length();
      }
      return longer.startsWith(shorter)
          ? ABBREVIATION_SIMILARITY * (0.7 + 0.3 * shorter.length() / longer.length())
          : 0;
    }
    return shorter.length() == 1 && longer.startsWith(shorter) ? INITIAL_SIMILARITY : 0;
  }

  /// Returns the number of edits that two words of this length may differ by.
  private static int maxEdits(int length) {
    if (length < 4) {
      return 0;
    }
    if (length < 7) {
      return 1;
    }
    return length < 12 ? 2 : 3;
  }

  private static boolean hasDigit(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (Character.isDigit(word.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  private static String note(int edits, int unpaired, int extra, boolean turned) {
    List<String> parts = new ArrayList<>();
    if (edits > 0) {
      parts.add(edits(edits));
    }
    if (extra > 0) {
      parts.add(words(extra) + " left out");
    }
    if (unpaired > 0) {
      parts.add(words(unpaired) + " more");
    }
    if (turned) {
      parts.add("in another order");
    }
    return String.join(", ", parts);
  }

  private static String edits(int n) {
    return n == 1 ? "1 edit" : n + " edits";
  }

  private static String words(int n) {
    return n == 1 ? "1 word" : n + " words";
  }
}
