package org.techrace.entity;

import java.util.Comparator;
import java.util.Locale;
import java.util.regex.Pattern;

/// Natural sort order: ignores case and compares numbers in texts by value.
public final class Natural {
  private static final Pattern DIGITS = Pattern.compile("\\d+");

  /// Compares terms by their texts.
  public static final Comparator<Term> BY_TEXT = Comparator.comparing(term -> key(term.text()));

  private Natural() {}

  /// Returns a sort key for a text: the key of `paragraph 2` is less than the key of `paragraph
  /// 12`.
  public static String key(String text) {
    return DIGITS
        .matcher(text.toLowerCase(Locale.ROOT))
        .replaceAll(m -> "0".repeat(Math.max(0, 9 - m.group().length())) + m.group());
  }
}
