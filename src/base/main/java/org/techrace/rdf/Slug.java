package org.techrace.rdf;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/// Makes parts of addresses and names of files from texts for people.
public final class Slug {
  private static final Pattern ACCENTS = Pattern.compile("\\p{M}+");
  private static final Pattern NOT_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");
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

  /// Returns a text without accents.
  public static String withoutAccents(String text) {
    return ACCENTS.matcher(Normalizer.normalize(text, Normalizer.Form.NFD)).replaceAll("");
  }

  private static String hyphens(Pattern others, String text) {
    return ENDS.matcher(others.matcher(text).replaceAll("-")).replaceAll("");
  }
}
