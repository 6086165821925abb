package org.techrace.table.input;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// How often letters beyond ASCII are next to others in the languages of western and of central
/// Europe, from `letters.tsv`. Encodings in which each byte is a letter differ in this: the same
/// bytes are `Gdańsk` in one and `Gdañsk` in the other.
final class LanguageLetters {
  /// Letters, with signs beyond ASCII in front of others.
  private static final Pattern WORD =
      Pattern.compile("(?:\\p{L}|[\\p{S}\\p{N}&&[^\\x00-\\x7F]](?=\\p{L}|[^\\x00-\\x7F]))+");

  /// The logarithm of the likelihood of a sign in a word.
  private static final double SIGN = -8;

  /// Added to each frequency: a pair that the table lacks is rare, not impossible.
  private static final double UNSEEN = 2;

  private static final Map<String, String> SAME_LETTERS =
      Map.of(
          "ISO-8859-1", "windows-1252", "x-MacRoman", "windows-1252", "ISO-8859-2", "windows-1250");

  private static final List<Language> LANGUAGES = read();

  private LanguageLetters() {}

  /// A language.
  ///
  /// @param charset an encoding that has its letters
  /// @param frequencies the frequency of a letter after another one, as in `dñ<`, or before it, as
  ///   in `ñs>`
  private record Language(String charset, Map<String, Double> frequencies) {
    static Language of(String line) {
      String[] cells = line.split("\t", -1);
      Map<String, Double> frequencies = new HashMap<>();
      for (int i = 2; i < cells.length; i++) {
        frequencies.put(cells[i].substring(0, 3), Double.valueOf(cells[i].substring(3)));
      }
      return new Language(cells[1], Map.copyOf(frequencies));
    }

    double likelihood(String word) {
      double sum = 0;
      String all = "_" + word + "_";
      for (int i = 1; i < all.length() - 1; i++) {
        if (all.charAt(i) >= 0x80 && !Character.isLetter(all.charAt(i))) {
          sum += SIGN;
        } else if (all.charAt(i) >= 0x80) {
          sum += log(all.substring(i - 1, i + 1) + "<") + log(all.substring(i, i + 2) + ">");
        }
      }
      return sum;
    }

    private double log(String pair) {
      return Math.log(frequencies.getOrDefault(pair, 0.0) + UNSEEN);
    }
  }

  private static List<Language> read() {
    try (InputStream in =
        Objects.requireNonNull(LanguageLetters.class.getResourceAsStream("letters.tsv"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(Language::of)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Returns true if the table has languages of an encoding.
  static boolean know(Charset charset) {
    return LANGUAGES.stream().anyMatch(language -> language.charset.equals(letters(charset)));
  }

  /// Returns the words of a text that have letters beyond ASCII, in small letters.
  static Set<String> words(String text) {
    return WORD.matcher(text)
        .results()
        .map(MatchResult::group)
        .filter(word -> word.chars().anyMatch(c -> c >= 0x80))
        .map(word -> word.toLowerCase(Locale.ROOT))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /// Returns the logarithm of the likelihood of words, halfway between that in the language in
  /// which all are most likely and that of each in its own. It can be compared with that of the
  /// same bytes in another encoding.
  static double likelihood(Set<String> words, Charset charset) {
    List<Language> languages =
        LANGUAGES.stream().filter(one -> one.charset.equals(letters(charset))).toList();
    double together =
        languages.stream()
            .mapToDouble(one -> words.stream().mapToDouble(one::likelihood).sum())
            .max()
            .orElse(Double.NEGATIVE_INFINITY);
    double apart =
        words.stream()
            .mapToDouble(
                word -> languages.stream().mapToDouble(one -> one.likelihood(word)).max().orElse(0))
            .sum();
    return (together + apart) / 2;
  }

  private static String letters(Charset charset) {
    return SAME_LETTERS.getOrDefault(charset.name(), charset.name());
  }
}
