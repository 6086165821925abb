package org.techrace.scaffold;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// English nouns in the plural, as names of tables often are, and their singular. A word that is
/// not clearly a plural stays as it is.
final class Plurals {
  private static final WordLists WORDS = new WordLists("plurals.properties");
  private static final Map<String, String> IRREGULAR = pairs("irregular");
  private static final Map<String, String> ENDINGS = pairs("endings");
  private static final Set<String> UNCHANGED = WORDS.list("unchanged");
  private static final Set<String> ENDS = WORDS.list("ends");
  private static final Set<String> PREPOSITIONS = WORDS.list("prepositions");
  private static final Set<String> CONJUNCTIONS = WORDS.list("conjunctions");

  /// A word of a title, apart from the next by a mark or by a capital.
  private static final Pattern WORD =
      Pattern.compile("\\p{Lu}?[\\p{Ll}']+|\\p{Lu}+(?!\\p{Ll})|\\p{N}+|\\p{L}+");

  private static final Pattern VOWEL = Pattern.compile("[aeiouy]");
  private static final Pattern ASCII = Pattern.compile("\\p{ASCII}*");

  /// The least length of a word that may be a plural.
  private static final int MIN_LENGTH = 4;

  /// The least length of a word in capitals that may be one: a shorter one is an abbreviation.
  private static final int MIN_CAPITALS = 6;

  private Plurals() {}

  private static Map<String, String> pairs(String key) {
    return WORDS.list(key).stream()
        .map(pair -> pair.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }

  static boolean isPreposition(String word) {
    return PREPOSITIONS.contains(word);
  }

  /// Returns the English title of a table with the name of its things in the singular: `city of
  /// Asia` for `cities of Asia`, `order-item` for `order-items`.
  static String singularTitle(String title) {
    List<MatchResult> words = WORD.matcher(title).results().toList();
    List<String> plain = words.stream().map(word -> word.group().toLowerCase(Locale.ROOT)).toList();
    if (words.isEmpty()
        || plain.stream().anyMatch(CONJUNCTIONS::contains)
        || !ASCII.matcher(title).matches()) {
      return title;
    }
    int end = 1;
    while (end < plain.size() && !PREPOSITIONS.contains(plain.get(end))) {
      end++;
    }
    MatchResult noun = words.get(end - 1);
    return title.substring(0, noun.start())
        + singularAsWritten(noun.group())
        + title.substring(noun.end());
  }

  /// Returns the singular of a word with the capitals of the plural.
  private static String singularAsWritten(String word) {
    boolean isInCapitals = word.equals(word.toUpperCase(Locale.ROOT));
    if (isInCapitals && word.length() < MIN_CAPITALS) {
      return word;
    }
    String singular = singular(word.toLowerCase(Locale.ROOT));
    return isInCapitals
        ? singular.toUpperCase(Locale.ROOT)
        : word.charAt(0) + singular.substring(1);
  }

  /// Returns the singular of a word in lower case.
  static String singular(String word) {
    String known = IRREGULAR.get(word);
    if (known != null) {
      return known;
    }
    if (word.length() < MIN_LENGTH || UNCHANGED.contains(word) || !VOWEL.matcher(word).find()) {
      return word;
    }
    for (Map.Entry<String, String> ending : ENDINGS.entrySet()) {
      if (word.endsWith(ending.getKey())) {
        return word.substring(0, word.length() - ending.getKey().length()) + ending.getValue();
      }
    }
    return ENDS.stream().anyMatch(word::endsWith)
        ? word
        : word.replaceFirst("(?<=.[^aeiou])ies$", "y")
            .replaceFirst("(?<=ch|sh|ss|x|zz|tz|[^aeiou]o)es$|s$", "");
  }
}
