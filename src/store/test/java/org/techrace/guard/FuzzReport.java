package org.techrace.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Writes the results of the fuzzer as a document.
final class FuzzReport {
  private static final Path FILE = Path.of("docs/evidence/functions.md");

  private final double seconds;
  private final List<Run> runs = new ArrayList<>();
  private int functions;
  private long corpus;

  /// Random queries of a kind.
  ///
  /// @param worst the longest time that one ran after cancellation, in milliseconds
  /// @param bytes the most memory that one allocated, in bytes
  private record Run(
      String name, int number, Map<StoppedCall.End, Integer> ends, long worst, long bytes) {
    int ended(StoppedCall.End end) {
      return ends.getOrDefault(end, 0);
    }
  }

  /// @param seconds the time for queries of each kind
  FuzzReport(double seconds) {
    this.seconds = seconds;
  }

  /// @param number the number of functions
  /// @param corpus the number of calls in the corpus
  void functions(int number, long corpus) {
    this.functions = number;
    this.corpus = corpus;
  }

  void random(String name, int number, Map<StoppedCall.End, Integer> ends, long worst, long bytes) {
    runs.add(new Run(name, number, ends, worst, bytes));
  }

  void write() throws IOException {
    runs.sort(Comparator.comparing(Run::name));
    Files.createDirectories(FILE.getParent());
    Files.writeString(
        FILE,
        """
        # Queries that are stopped

        Written by `src/bench/run fuzz %.0f`. Each query runs for 20 ms of processor time, from its parsing on, and is then cancelled. It must be refused
        or end with an exception that queries are allowed to end with, and allocate at most 1 GB.

        - **Functions.** Each of %d functions and operators (those of SPARQL, and all with an IRI that the endpoint allows) is called with
          extreme arguments: numbers of 5,000 digits, durations and years far beyond what fits a `long`, texts of a million characters,
          regular expressions that backtrack or repeat nothing, malformed and nested literals. They are called as constants (which the
          optimiser evaluates), on terms of a store, in `FILTER`, `IN`, `ORDER BY`, `GROUP BY`, `DISTINCT`, `EXISTS`, in aggregates, and
          on their own results 30 times over. A call must end within 100 ms of processor time after cancellation.
        - **Queries.** Every construct is nested in itself up to 196 brackets, every part is repeated up to 60,000 characters, 950
          variables or 950 groups (patterns, `OPTIONAL`, `UNION`, `MINUS`, `EXISTS`, `VALUES`, `IN`, conditions, sums, paths, expressions
          of `SELECT`, `GROUP BY`, `HAVING` and `ORDER BY`, lists of `DESCRIBE` and `FROM`, literals, IRIs), and all are combined at
          random, over 20,000 statements. A query must end within 300 ms.

        %d calls that once failed are in `src/store/test/resources/fuzz/functions.rq`, queries in `queries.rq`; they run first. `.ci/run` makes
        random queries for 30 s of each kind, the same each time; `src/bench/run fuzz` makes others.

        | Last run of %.0f s | %s |
        |---|%s|
        %s
        | longest time after cancellation, ms | %s |
        | most memory, MB | %s |

        Not covered: a number of 200,000 digits in the graph itself takes about 1 s to read in any query.
        """
            .formatted(
                seconds,
                functions,
                corpus,
                seconds,
                row(Run::name),
                row(_ -> "---:").replace(" ", ""),
                rows(),
                row(run -> "" + run.worst),
                row(run -> "" + (run.bytes >> 20))));
  }

  private String rows() {
    return List.of(
            row("answered", run -> run.ended(StoppedCall.End.ANSWERED)),
            row("refused, or an error of the query", run -> run.ended(StoppedCall.End.REFUSED)),
            row("stopped", run -> run.ended(StoppedCall.End.STOPPED)),
            row("failed otherwise", run -> run.ended(StoppedCall.End.FAILED)),
            row("did not end", run -> run.ended(StoppedCall.End.STUCK)),
            row("**all**", Run::number))
        .stream()
        .collect(Collectors.joining("\n"));
  }

  private String row(String name, Function<Run, Integer> number) {
    return "| %s | %s |".formatted(name, row(run -> "%,d".formatted(number.apply(run))));
  }

  private String row(Function<Run, String> cell) {
    return runs.stream().map(cell).collect(Collectors.joining(" | "));
  }
}
