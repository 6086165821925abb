package org.techrace.release;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What one dump says that another does not. Both are sorted, so one reading of each tells.
public final class Changes {

  /// Takes the statements that differ, in order.
  @FunctionalInterface
  public interface Sink {
    /// Takes a line.
    ///
    /// @param added whether the later dump has the line and the earlier has not, or the reverse
    /// @param line the N-Quads line
    void line(boolean added, String line) throws IOException;
  }

  /// How many statements of one source came and went.
  ///
  /// @param added those that only the later release makes
  /// @param removed those that only the earlier release made
  public record Count(long added, long removed) {
    Count plus(Count other) {
      return new Count(added + other.added, removed + other.removed);
    }
  }

  private Changes() {}

  /// Passes on every line that only one of two releases has.
  static void between(Path earlier, Path later, Sink sink) throws IOException {
    try (BufferedReader before = Dump.lines(earlier.resolve(Dump.FILE));
        BufferedReader after = Dump.lines(later.resolve(Dump.FILE))) {
      @Nullable String b = before.readLine();
      @Nullable String a = after.readLine();
      while (b != null || a != null) {
        int order = b == null ? 1 : a == null ? -1 : b.compareTo(a);
        if (order < 0 && b != null) {
          sink.line(false, b);
        } else if (order > 0 && a != null) {
          sink.line(true, a);
        }
        b = order <= 0 ? before.readLine() : b;
        a = order >= 0 ? after.readLine() : a;
      }
    }
  }

  /// Counts what came and went, by the IRI of the named graph.
  static Map<String, Count> perGraph(Path earlier, Path later) throws IOException {
    Map<String, Count> counts = new TreeMap<>();
    between(
        earlier,
        later,
        (added, line) ->
            counts.merge(graph(line), added ? new Count(1, 0) : new Count(0, 1), Count::plus));
    return counts;
  }

  /// The graph of an N-Quads line of ours: the IRI before the closing dot.
  private static String graph(String line) {
    int end = line.lastIndexOf('>');
    return line.substring(line.lastIndexOf('<', end) + 1, end);
  }
}
