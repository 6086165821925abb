package org.techrace.scaffold;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The language of tables, by the words in the names of their columns.
final class TableLanguage {
  private static final String ENGLISH = "en";
  private static final WordLists WORDS = new WordLists("languages.properties");
  private static final Set<String> TAGS =
      Set.of(ENGLISH, "de", "fr", "es", "pt", "it", "nl", "sv", "da", "pl");
  private static final Set<String> COMMON = WORDS.list("common");
  private static final Set<String> GERMAN_ENDINGS = WORDS.list("endings.de");

  /// The least number of letters before an ending.
  private static final int MIN_BEGINNING = 3;

  private TableLanguage() {}

  /// Returns true if more of the words in some headers are English than of any other language.
  static boolean isEnglish(List<String> headers) {
    Map<String, Long> words = words(headers);
    long english = words.getOrDefault(ENGLISH, 0L);
    return words.entrySet().stream()
        .allMatch(one -> one.getKey().equals(ENGLISH) || one.getValue() < english);
  }

  /// Returns the tag of the language with most of the words in some headers. If several have as
  /// many, it is the usual one among them, or empty. Headers in letters of English without a known
  /// word are in the usual language.
  ///
  /// @param usual the language of the graph; empty for none
  static String of(List<String> headers, String usual) {
    Map<String, Long> words = words(headers);
    long most = words.values().stream().mapToLong(n -> n).max().orElse(0);
    if (usual.isEmpty() || most == 0) {
      return headers.stream().allMatch(TableLanguage::isAscii) ? usual : "";
    }
    List<String> best =
        words.entrySet().stream()
            .filter(one -> one.getValue() == most)
            .map(Map.Entry::getKey)
            .toList();
    if (best.size() == 1) {
      return best.getFirst();
    }
    return best.contains(usual) ? usual : "";
  }

  /// Returns the number of words of each language.
  private static Map<String, Long> words(List<String> headers) {
    Set<String> words =
        headers.stream()
            .flatMap(header -> HeaderWords.of(header).stream())
            .collect(Collectors.toSet());
    Map<String, Long> own = numbers(words.stream().filter(word -> !COMMON.contains(word)).toList());
    return own.values().stream().allMatch(number -> number == 0) ? numbers(words) : own;
  }

  private static Map<String, Long> numbers(Collection<String> words) {
    Map<String, Long> numbers = new TreeMap<>();
    for (String tag : TAGS) {
      numbers.put(tag, words.stream().filter(word -> isOf(tag, word)).count());
    }
    return numbers;
  }

  private static boolean isOf(String tag, String word) {
    return WORDS.list(tag).contains(word)
        || (tag.equals(Locale.GERMAN.getLanguage())
            && GERMAN_ENDINGS.stream()
                .anyMatch(
                    ending ->
                        word.endsWith(ending) && word.length() >= ending.length() + MIN_BEGINNING));
  }

  static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 128);
  }
}
