package org.techrace.entity;

import java.util.Comparator;
import java.util.Locale;
import java.util.regex.Pattern;

/// The order in which people look for names: letters without case, numbers by their size.
public final class Natural {
  private static final Pattern DIGITS = Pattern.compile("\\d+");

  /// Terms in the order of their texts.
  public static final Comparator<Term> BY_TEXT = Comparator.comparing(term -> key(term.text()));

  private Natural() {}

  /// A text that sorts as it should: `paragraph 2` before `paragraph 12`.
  public static String key(String text) {
    return DIGITS
        .matcher(text.toLowerCase(Locale.ROOT))
        .replaceAll(m -> "0".repeat(Math.max(0, 9 - m.group().length())) + m.group());
  }
}
