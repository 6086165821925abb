package org.techrace.store.query.sort;

import java.util.Arrays;
import java.util.Comparator;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.ParallelRows;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// Sorts an array with the threads of a query. Each sorts a part; then pairs of sorted runs are
/// merged, each merge in as many pieces as there are threads. Equal elements keep their order.
final class ParallelSort<T> {
  private final QueryRun run;
  private final Comparator<T> order;
  private final int threads;

  /// @param order safe for use by several threads
  ParallelSort(QueryRun run, Comparator<T> order) {
    this.run = run;
    this.order = order;
    this.threads = run.helpers().threads();
  }

  /// A piece of work that writes a range of an array.
  @FunctionalInterface
  private interface Work {
    void write(int from, int to);
  }

  /// Sorts an array and returns it, or another one with its elements.
  T[] sorted(T[] array) {
    inParts(0, array.length, (from, to) -> Arrays.sort(array, from, to, order));
    T[] sorted = array;
    T[] merged = array.clone();
    // The runs are the parts [border(i), border(i + width)).
    for (int width = 1; width < threads; width *= 2) {
      T[] in = sorted;
      T[] out = merged;
      for (int part = 0; part < threads; part += 2 * width) {
        int start = border(0, in.length, part);
        int middle = border(0, in.length, Math.min(threads, part + width));
        int end = border(0, in.length, Math.min(threads, part + 2 * width));
        inParts(start, end, (from, to) -> merge(in, start, middle, end, out, from, to));
      }
      sorted = out;
      merged = in;
    }
    return sorted;
  }

  /// Returns the start of a part of a range, or the end of the range for the number of threads.
  private int border(int start, int end, int part) {
    return start + (int) ((long) (end - start) * part / threads);
  }

  private void inParts(int start, int end, Work work) {
    int[] made = {0};
    QueryRows parts =
        () ->
            made[0] == threads
                ? null
                : range(border(start, end, made[0]), border(start, end, ++made[0]));
    ParallelRows.forEach(run, parts, range -> work.write(range.get(0, 0), range.get(1, 0)));
  }

  private static Batch range(int from, int to) {
    return new Batch(1, new int[][] {{from}, {to}});
  }

  /// Writes the elements `from` to `to` of the merge of two sorted runs, which are next to each
  /// other.
  private void merge(T[] in, int start, int middle, int end, T[] out, int from, int to) {
    int left = start + ofLeft(in, start, middle, end, from - start);
    int right = middle + from - left;
    for (int i = from; i < to; i++) {
      boolean takesLeft =
          left < middle && (right == end || order.compare(in[left], in[right]) <= 0);
      out[i] = takesLeft ? in[left++] : in[right++];
    }
  }

  /// Returns how many of the first `n` elements of a merge are from the left run.
  private int ofLeft(T[] in, int start, int middle, int end, int n) {
    int low = Math.max(0, n - (end - middle));
    int high = Math.min(n, middle - start);
    while (low < high) {
      int left = (low + high + 1) >>> 1;
      int right = n - left;
      // The last of `left` elements precedes the element after the `right` ones.
      boolean fits =
          right == end - middle || order.compare(in[start + left - 1], in[middle + right]) <= 0;
      if (fits) {
        low = left;
      } else {
        high = left - 1;
      }
    }
    return low;
  }
}
