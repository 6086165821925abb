package org.techrace.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Writes the results of the function fuzzer as a document.
final class FuzzReport {
  private static final Path FILE = Path.of("docs/evidence/functions.md");

  private FuzzReport() {}

  static void write(
      ExtremeCalls calls,
      int number,
      Map<StoppedCall.End, Integer> ends,
      long worst,
      double seconds,
      long corpus)
      throws IOException {
    Files.createDirectories(FILE.getParent());
    Files.writeString(
        FILE,
        """
        # Functions with extreme arguments

        Written by `src/bench/run fuzz %.0f`. The fuzzer calls each of %d
        functions and operators (those of SPARQL, and all with an IRI that the endpoint allows) with extreme arguments: numbers of
        5,000 digits, durations and years far beyond what fits a `long`, texts of a million characters, regular expressions that
        backtrack or repeat nothing, malformed and nested literals. It calls them as constants (which the optimiser evaluates), on
        terms of a store, in `FILTER`, `IN`, `ORDER BY`, `GROUP BY`, `DISTINCT`, `EXISTS`, in aggregates, and on their own results
        30 times over.

        Each query runs for 20 ms and is then cancelled. It must end within 100 ms of processor time, or be refused before, with
        an exception that queries are allowed to end with. %d queries that once failed are in
        `src/store/test/resources/fuzz/functions.rq` and run first. `.ci/run` makes calls for 30 s, the same
        each time; `src/bench/run fuzz` makes others.

        | Last run of %.0f s | queries |
        |---|---:|
        | answered | %,d |
        | refused, or an error of the query | %,d |
        | stopped | %,d |
        | failed otherwise | %,d |
        | did not end | %,d |
        | **all** | %,d |

        The longest time that a query ran after cancellation: %d ms of processor time.

        Not covered: a number of 200,000 digits in the graph itself takes about 1 s to read in any query.
        """
            .formatted(
                seconds,
                calls.size(),
                corpus,
                seconds,
                ends.getOrDefault(StoppedCall.End.ANSWERED, 0),
                ends.getOrDefault(StoppedCall.End.REFUSED, 0),
                ends.getOrDefault(StoppedCall.End.STOPPED, 0),
                ends.getOrDefault(StoppedCall.End.FAILED, 0),
                ends.getOrDefault(StoppedCall.End.STUCK, 0),
                number,
                worst));
  }
}
