package org.techrace.rdf;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Makes parts of addresses and names of files from texts for people.
public final class Slug {
  /// Marks that are not a part of the letter: those of Latin, Greek and Cyrillic, and the points
  /// and vowels of Hebrew and Arabic. The vowels of India and Thailand are letters of their own,
  /// and the marks of Japanese make other letters.
  private static final Pattern ACCENTS =
      Pattern.compile(
          "[\\u0300-\\u036F\\u0483-\\u0487\\u1AB0-\\u1AFF\\u1DC0-\\u1DFF\\u20D0-\\u20FF\\uFE20-\\uFE2F"
              + "\\u0591-\\u05BD\\u05BF\\u05C1\\u05C2\\u05C4\\u05C5\\u05C7"
              + "\\u0610-\\u061A\\u064B-\\u0652\\u0656-\\u065F\\u0670\\u06D6-\\u06DC\\u06DF-\\u06E4\\u06E7\\u06E8\\u06EA-\\u06ED]+");

  /// Between words. Marks belong to the letter before them, and the joiners of some scripts are
  /// inside words.
  private static final Pattern NOT_WORD =
      Pattern.compile("(?:(?!(?<=\\p{M}|\\p{L})[\\u200C\\u200D]\\p{L})[^\\p{L}\\p{N}\\p{M}])+");

  private static final Pattern NOT_ASCII = Pattern.compile("[^a-z0-9]+");
  private static final Pattern ENDS = Pattern.compile("^-|-$");

  private Slug() {}

  /// Returns a text in small letters without accents, with a hyphen in place of anything but
  /// letters and digits of any script.
  public static String of(String text) {
    return hyphens(NOT_WORD, withoutAccents(text).toLowerCase(Locale.ROOT));
  }

  /// Returns a text as by [#of], with letters and digits of ASCII only.
  public static String ascii(String text) {
    return hyphens(NOT_ASCII, of(text));
  }

  /// Returns a text without accents, in the composed form of Unicode.
  public static String withoutAccents(String text) {
    String letters =
        ACCENTS.matcher(Normalizer.normalize(text, Normalizer.Form.NFD)).replaceAll("");
    return Normalizer.normalize(letters, Normalizer.Form.NFC);
  }

  /// Returns the words of a text in any script: letters, digits and their marks.
  public static List<String> words(String text) {
    return NOT_WORD.splitAsStream(text).filter(word -> !word.isEmpty()).toList();
  }

  private static String hyphens(Pattern others, String text) {
    return ENDS.matcher(others.matcher(text).replaceAll("-")).replaceAll("");
  }
}
