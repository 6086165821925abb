package org.techrace.serve.sparql;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.jena.query.QueryCancelledException;

/// Runs what looks for the limits of one answer, until the time for it is over. Keeps what was not
/// looked for, so that the answer can say so: without a limit, a reader takes it as complete.
final class Checks {
  private static final String CUT = "not checked, because the time was over: ";

  private final Set<String> missed = new LinkedHashSet<>();

  /// Runs a check. What it has found before the time was over stays.
  ///
  /// @param of what it looks for, in words of a reader
  void run(String of, Runnable check) {
    try {
      check.run();
    } catch (QueryCancelledException e) {
      missed.add(of);
    }
  }

  /// Returns what a check finds.
  ///
  /// @param of what it looks for, in words of a reader
  /// @param otherwise the result if the time is over
  <T> T get(String of, T otherwise, Supplier<T> check) {
    try {
      return check.get();
    } catch (QueryCancelledException e) {
      missed.add(of);
      return otherwise;
    }
  }

  /// Returns the last sentence of an answer some of whose checks had no time; none otherwise.
  List<String> last() {
    return missed.isEmpty()
        ? List.of()
        : List.of(
            CUT
                + String.join(", ", missed)
                + "; ask again, or for less, such as one area or one year");
  }

  /// Reports whether a sentence is such a last one.
  static boolean isLast(String sentence) {
    return sentence.startsWith(CUT);
  }
}
