package org.techrace.release;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.jena.rdf.model.Resource;
import org.jspecify.annotations.Nullable;

/// What one release says that another does not. Both dumps are sorted, so one reading of each
/// tells.
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
  /// @param superseded how many of the removed ones have another object in the later release:
  ///   subject, property and source are the same
  public record Count(long added, long removed, long superseded) {
    Count plus(Count other) {
      return new Count(added + other.added, removed + other.removed, superseded + other.superseded);
    }
  }

  private Changes() {}

  /// Passes on every line that only one of two releases has.
  ///
  /// @param earlier the folder of a release
  /// @param later the folder of another
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
    Counter counter = new Counter();
    between(earlier, later, counter);
    counter.endOfProperty();
    return counter.total;
  }

  /// Writes what came and went as an RDF Patch (https://afs.github.io/rdf-patch/): applied to the
  /// earlier release it gives the later one.
  static void patch(Path earlier, Path later, Appendable out) throws IOException {
    header(out, "id", later);
    header(out, "prev", earlier);
    out.append("TX .\n");
    between(
        earlier, later, (added, line) -> out.append(added ? "A " : "D ").append(line).append('\n'));
    out.append("TC .\n");
  }

  private static void header(Appendable out, String name, Path release) throws IOException {
    String id = release.getFileName().toString();
    Resource described =
        ReleaseDescription.release(ReleaseDescription.read(release), id)
            .orElseThrow(
                () ->
                    new DamagedReleaseException(
                        release,
                        List.of(ReleaseDescription.FILE + " does not describe the release")));
    out.append("H ").append(name).append(" <").append(described.getURI()).append("> .\n");
  }

  /// Lines come sorted: those that differ in the object only stand together.
  private static final class Counter implements Sink {
    private final Map<String, Count> total = new TreeMap<>();
    private final Map<String, Count> ofProperty = new HashMap<>();
    private String property = "";

    @Override
    public void line(boolean added, String line) {
      int end = line.indexOf(' ', line.indexOf(' ') + 1);
      if (!line.regionMatches(0, property, 0, end) || property.length() != end) {
        endOfProperty();
        property = line.substring(0, end);
      }
      ofProperty.merge(graph(line), added ? new Count(1, 0, 0) : new Count(0, 1, 0), Count::plus);
    }

    void endOfProperty() {
      ofProperty.forEach(
          (graph, c) ->
              total.merge(
                  graph, new Count(c.added, c.removed, Math.min(c.added, c.removed)), Count::plus));
      ofProperty.clear();
    }

    /// The graph of an N-Quads line of ours: the IRI before the closing dot.
    private static String graph(String line) {
      int end = line.lastIndexOf('>');
      return line.substring(line.lastIndexOf('<', end) + 1, end);
    }
  }
}
