package org.techrace.search;

/// Computes the optimal string alignment distance: the number of insertions, deletions,
/// substitutions and swaps of neighbours that turn one word into another.
final class Edits {
  private Edits() {}

  /// Returns the distance, or `most + 1` if it is larger than `most`.
  static int between(String a, String b, int most) {
    int n = a.length();
    int m = b.length();
    if (Math.abs(n - m) > most) {
      return most + 1;
    }
    int[] before = new int[m + 1];
    int[] last = new int[m + 1];
    int[] row = new int[m + 1];
    for (int j = 0; j <= m; j++) {
      last[j] = j;
    }
    for (int i = 1; i <= n; i++) {
      char c = a.charAt(i - 1);
      int from = Math.max(1, i - most);
      int to = Math.min(m, i + most);
      row[from - 1] = from == 1 ? i : most + 1;
      int least = row[from - 1];
      for (int j = from; j <= to; j++) {
        int d = Math.min(last[j - 1] + (c == b.charAt(j - 1) ? 0 : 1), row[j - 1] + 1);
        d = Math.min(d, last[j] + 1);
        if (i > 1 && j > 1 && c == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
          d = Math.min(d, before[j - 2] + 1);
        }
        row[j] = d;
        least = Math.min(least, d);
      }
      if (least > most) {
        return most + 1;
      }
      if (to < m) {
        row[to + 1] = most + 1;
      }
      int[] free = before;
      before = last;
      last = row;
      row = free;
    }
    return Math.min(last[m], most + 1);
  }
}
