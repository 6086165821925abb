package org.techrace.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// Sorts any number of rows of four non-negative ints in bounded memory: each full buffer is
/// radix-sorted and written to disk as a run, and the runs are merged at the end, in passes if
/// there are many.
final class RowSorter {
  /// Receives the sorted rows.
  @FunctionalInterface
  interface Rows {
    void row(int a, int b, int c, int d) throws IOException;
  }

  private static final int COLUMNS = 4;
  private static final int DIGIT_BITS = 11;
  private static final int DIGITS = 3;
  private static final int DIGIT_VALUES = 1 << DIGIT_BITS;

  private final Path folder;
  private final String name;
  private final int columns;
  private final int capacity;
  private final int most;
  private final List<Path> runs = new ArrayList<>();
  private int[] rows;
  private int n;

  /// Creates a sorter.
  ///
  /// @param folder the folder for runs
  /// @param name the prefix of the names of the run files
  /// @param columns the number of columns to sort by, if rows that are equal in these are added in
  ///   order; 4 otherwise
  /// @param capacity the number of rows in memory (twice that while sorting)
  /// @param most the maximum number of runs that are merged at a time
  RowSorter(Path folder, String name, int columns, int capacity, int most) {
    this.folder = folder;
    this.name = name;
    this.columns = columns;
    this.capacity = capacity;
    this.most = most;
    this.rows = new int[COLUMNS * Math.min(capacity, 1 << 16)];
  }

  void add(int a, int b, int c, int d) throws IOException {
    if (n == rows.length) {
      if (n == COLUMNS * capacity) {
        spill();
      } else {
        rows = Arrays.copyOf(rows, Math.min(2 * n, COLUMNS * capacity));
      }
    }
    rows[n] = a;
    rows[n + 1] = b;
    rows[n + 2] = c;
    rows[n + 3] = d;
    n += COLUMNS;
  }

  /// Writes all rows to disk.
  void write() throws IOException {
    spill();
    rows = new int[0];
  }

  /// Passes all rows to `target` in ascending order, then discards them.
  void drain(Rows target) throws IOException {
    sort();
    if (runs.isEmpty()) {
      for (int i = 0; i < n; i += COLUMNS) {
        target.row(rows[i], rows[i + 1], rows[i + 2], rows[i + 3]);
      }
      rows = new int[0];
      return;
    }
    spill();
    rows = new int[0];
    drain(runs, target);
    delete(runs);
  }

  /// Passes the rows of sorted files, which stay, to `target` in ascending order.
  void drain(List<Path> sorted, Rows target) throws IOException {
    List<Path> merged = new ArrayList<>();
    MergePasses.Merge merge =
        (files, number) -> {
          Path file = mergeToFile(files, number);
          merged.add(file);
          return file;
        };
    merge(MergePasses.reduce(sorted, most, merge), target);
    delete(merged);
  }

  private static void delete(List<Path> files) throws IOException {
    for (Path file : files) {
      Files.delete(file);
    }
  }

  private Path mergeToFile(List<Path> some, int number) throws IOException {
    Path merged = folder.resolve(name + "-merged-" + number);
    try (IntFile.Writer out = new IntFile.Writer(merged)) {
      merge(
          some,
          (a, b, c, d) -> {
            out.put(a);
            out.put(b);
            out.put(c);
            out.put(d);
          });
    }
    return merged;
  }

  private void spill() throws IOException {
    sort();
    Path run = folder.resolve(name + "-" + runs.size());
    try (IntFile.Writer out = new IntFile.Writer(run)) {
      for (int i = 0; i < n; i++) {
        out.put(rows[i]);
      }
    }
    runs.add(run);
    n = 0;
  }

  /// Passes the rows of sorted files to `target` in ascending order.
  private static void merge(List<Path> files, Rows target) throws IOException {
    PriorityQueue<Run> queue = new PriorityQueue<>(Run.ORDER);
    List<Run> open = new ArrayList<>();
    try {
      for (Path file : files) {
        Run run = new Run(file);
        open.add(run);
        if (run.next()) {
          queue.add(run);
        }
      }
      for (Run run = queue.poll(); run != null; run = queue.poll()) {
        // While this run has the smallest row, the queue need not be asked.
        Run second = queue.peek();
        boolean more;
        do {
          target.row(run.a, run.b, run.c, run.d);
          more = run.next();
        } while (more && (second == null || Run.ORDER.compare(run, second) <= 0));
        if (more) {
          queue.add(run);
        }
      }
    } finally {
      for (Run run : open) {
        run.in.close();
      }
    }
  }

  private static final class Run {
    static final Comparator<Run> ORDER =
        (x, y) -> {
          int r = Integer.compare(x.a, y.a);
          r = r != 0 ? r : Integer.compare(x.b, y.b);
          r = r != 0 ? r : Integer.compare(x.c, y.c);
          return r != 0 ? r : Integer.compare(x.d, y.d);
        };

    final IntFile.Reader in;
    int a;
    int b;
    int c;
    int d;

    Run(Path file) throws IOException {
      this.in = new IntFile.Reader(file);
    }

    boolean next() throws IOException {
      if (!in.hasNext()) {
        return false;
      }
      a = in.next();
      b = in.next();
      c = in.next();
      d = in.next();
      return true;
    }
  }

  /// Sorts by the least significant digit first, with one pass per digit. A digit that is the same
  /// in all rows is skipped.
  private void sort() {
    int[][] counts = countDigits();
    int[] from = rows;
    int[] to = new int[n];
    for (int digit = columns * DIGITS - 1; digit >= 0; digit--) {
      int column = digit / DIGITS;
      int shift = shift(digit);
      int[] places = counts[digit];
      if (n == 0 || places[value(from[column], shift)] == n / COLUMNS) {
        continue;
      }
      int sum = 0;
      for (int k = 0; k < DIGIT_VALUES; k++) {
        int count = places[k];
        places[k] = sum;
        sum += count;
      }
      for (int i = 0; i < n; i += COLUMNS) {
        int at = COLUMNS * places[value(from[i + column], shift)]++;
        to[at] = from[i];
        to[at + 1] = from[i + 1];
        to[at + 2] = from[i + 2];
        to[at + 3] = from[i + 3];
      }
      int[] swap = from;
      from = to;
      to = swap;
    }
    rows = from;
  }

  /// Counts the values of each digit, in the order of the columns and from the most significant.
  private int[][] countDigits() {
    int[][] counts = new int[columns * DIGITS][DIGIT_VALUES];
    for (int i = 0; i < n; i += COLUMNS) {
      for (int digit = 0; digit < counts.length; digit++) {
        counts[digit][value(rows[i + digit / DIGITS], shift(digit))]++;
      }
    }
    return counts;
  }

  private static int shift(int digit) {
    return DIGIT_BITS * (DIGITS - 1 - digit % DIGITS);
  }

  private static int value(int number, int shift) {
    return number >>> shift & DIGIT_VALUES - 1;
  }
}
