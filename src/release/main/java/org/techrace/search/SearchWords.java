package org.techrace.search;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.tartarus.snowball.ext.EnglishStemmer;

/// Splits texts into the words that a search compares: folded, and English ones in the singular.
/// Chinese has no spaces, so each two neighbouring characters are a word.
final class SearchWords {
  /// Words of questions in all languages that say nothing about what is asked, as tokens.
  private static final Set<List<String>> FUNCTION_WORDS =
      Lists.rows("function-words.tsv").stream()
          .map(row -> tokens(row.getFirst()))
          .collect(Collectors.toUnmodifiableSet());

  private static final int LONGEST_FUNCTION_WORD =
      FUNCTION_WORDS.stream().mapToInt(List::size).max().orElse(0);

  private SearchWords() {}

  /// Returns the stems of all words in order; each Chinese character is one.
  static List<String> tokens(String text) {
    return Folding.tokens(text).stream().map(SearchWords::stem).toList();
  }

  /// Returns the length of the function word that starts at a token, 0 if there is none.
  static int functionWord(List<String> tokens, int start) {
    for (int n = Math.min(LONGEST_FUNCTION_WORD, tokens.size() - start); n > 0; n--) {
      if (FUNCTION_WORDS.contains(tokens.subList(start, start + n))) {
        return n;
      }
    }
    return 0;
  }

  /// Returns tokens without function words.
  static List<String> withoutFunctionWords(List<String> tokens) {
    return between(tokens).stream().flatMap(List::stream).toList();
  }

  /// Returns the tokens before, between and after function words.
  static List<List<String>> between(List<String> tokens) {
    List<List<String>> parts = new ArrayList<>(List.of(new ArrayList<>()));
    int at = 0;
    while (at < tokens.size()) {
      int length = functionWord(tokens, at);
      if (length == 0) {
        parts.getLast().add(tokens.get(at));
      } else {
        parts.add(new ArrayList<>());
      }
      at += Math.max(1, length);
    }
    return parts;
  }

  /// Returns the words of tokens: pairs of Chinese characters, and all other tokens.
  static Set<String> words(List<String> tokens) {
    Set<String> words = new LinkedHashSet<>();
    for (int i = 0; i < tokens.size(); i++) {
      boolean before = i > 0 && isIdeograph(tokens.get(i - 1));
      boolean after = i + 1 < tokens.size() && isIdeograph(tokens.get(i + 1));
      if (!isIdeograph(tokens.get(i)) || (!before && !after)) {
        words.add(tokens.get(i));
      } else if (after) {
        words.add(tokens.get(i) + tokens.get(i + 1));
      }
    }
    return words;
  }

  static boolean isIdeograph(String token) {
    return Character.isIdeographic(token.codePointAt(0));
  }

  /// Returns the singular of an English word with a regular plural, and any other word unchanged.
  static String stem(String word) {
    if (word.length() > 4 && word.endsWith("ies")) {
      return word.substring(0, word.length() - 3) + "y";
    }
    return word.length() > 3 && word.endsWith("s") && !word.endsWith("ss") && !word.endsWith("us")
        ? word.substring(0, word.length() - 1)
        : word;
  }

  /// Returns the root that a word shares with others: "restrict" for "restriction". Other languages
  /// than English have few common roots this way.
  static String root(String stem) {
    if (stem.length() < 4 || stem.codePoints().anyMatch(SearchWords::isNoLetter)) {
      return stem;
    }
    EnglishStemmer stemmer = new EnglishStemmer();
    stemmer.setCurrent(stem);
    return stemmer.stem() ? stemmer.getCurrent() : stem;
  }

  private static boolean isNoLetter(int c) {
    return Character.isDigit(c) || Character.isIdeographic(c);
  }
}
