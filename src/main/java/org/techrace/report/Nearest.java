package org.techrace.report;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Finds, for a name that does not exist, the existing one that was probably meant.
public final class Nearest {
  private Nearest() {}

  /// A remedy to put at the end of a message: `did you mean 'x'?` or else the list of what there
  /// is.
  public static String suggest(String name, Collection<String> known) {
    return of(name, known)
        .map("did you mean '%s'?"::formatted)
        .orElseGet(() -> known.isEmpty() ? "there is none" : "there are: " + list(known));
  }

  private static String list(Collection<String> known) {
    String some = String.join(", ", known.stream().sorted().limit(20).toList());
    return known.size() > 20 ? some + ", …" : some;
  }

  /// The known name with the fewest edits to the given one, if those are fewer than half its
  /// length.
  public static Optional<String> of(String name, Collection<String> known) {
    String sought = name.toLowerCase(Locale.ROOT);
    return known.stream()
        .min(
            Comparator.comparingInt((String k) -> edits(sought, k.toLowerCase(Locale.ROOT)))
                .thenComparing(Comparator.naturalOrder()))
        .filter(k -> edits(sought, k.toLowerCase(Locale.ROOT)) * 2 <= Math.max(2, name.length()));
  }

  /// The Levenshtein distance.
  private static int edits(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
