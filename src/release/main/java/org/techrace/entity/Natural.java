package org.techrace.entity;

import java.util.Comparator;

/// Natural sort order: ignores case and compares numbers in texts by value, so that `paragraph 2`
/// comes before `paragraph 12`.
public final class Natural {
  /// Compares texts.
  public static final Comparator<String> ORDER = Natural::compare;

  /// Compares terms by their texts.
  public static final Comparator<Term> BY_TEXT = Comparator.comparing(Term::text, ORDER);

  private Natural() {}

  private static int compare(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length() && j < b.length()) {
      char x = a.charAt(i);
      char y = b.charAt(j);
      int order;
      if (isDigit(x) && isDigit(y)) {
        int endOfX = endOfNumber(a, i);
        int endOfY = endOfNumber(b, j);
        order = compareNumbers(a.substring(i, endOfX), b.substring(j, endOfY));
        i = endOfX;
        j = endOfY;
      } else {
        order = Character.compare(Character.toLowerCase(x), Character.toLowerCase(y));
        i++;
        j++;
      }
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.length() - i, b.length() - j);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int endOfNumber(String text, int start) {
    int end = start;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static int compareNumbers(String a, String b) {
    String x = withoutLeadingZeros(a);
    String y = withoutLeadingZeros(b);
    return x.length() == y.length() ? x.compareTo(y) : Integer.compare(x.length(), y.length());
  }

  private static String withoutLeadingZeros(String digits) {
    int start = 0;
    while (start < digits.length() && digits.charAt(start) == '0') {
      start++;
    }
    return digits.substring(start);
  }
}
