package org.techrace.release;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.jena.rdf.model.Resource;
import org.jspecify.annotations.Nullable;

/// Compares two releases: finds the statements that only one of them has. Both dumps are sorted, so
/// each is read once.
public final class Changes {

  /// Receives the statements that differ, sorted.
  @FunctionalInterface
  public interface Sink {
    /// Receives a line.
    ///
    /// @param added true if only the later dump has the line, false if only the earlier one has it
    /// @param line the N-Quads line
    void line(boolean added, String line) throws IOException;
  }

  /// The number of statements of one source that were added and removed.
  ///
  /// @param added statements that only the later release has
  /// @param removed statements that only the earlier release has
  /// @param superseded removed statements that have another object in the later release, with the
  ///   same subject, property and source
  public record Count(long added, long removed, long superseded) {
    /// Returns the sum.
    public Count plus(Count other) {
      return new Count(added + other.added, removed + other.removed, superseded + other.superseded);
    }
  }

  private Changes() {}

  /// Passes on every line that only one of two releases has.
  ///
  /// @param earlier the folder of the earlier release
  /// @param later the folder of the later release
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

  /// Counts the statements added and removed, by the IRI of the named graph.
  static Map<String, Count> perGraph(Path earlier, Path later) throws IOException {
    return summary(earlier, later).perGraph;
  }

  /// Counts the statements added and removed, and names the things that they are about.
  static Summary summary(Path earlier, Path later) throws IOException {
    Counter counter = new Counter();
    DifferenceFinder finder = new DifferenceFinder(earlier);
    between(
        earlier,
        later,
        (added, line) -> {
          counter.line(added, line);
          finder.line(line);
        });
    counter.endOfProperty();
    return new Summary(counter.total, finder.difference());
  }

  /// The difference of two releases.
  ///
  /// @param perGraph the number of statements added and removed, by the IRI of the named graph
  /// @param things what they are about; empty if there are too many
  record Summary(Map<String, Count> perGraph, Optional<Difference> things) {}

  /// Writes the difference as an RDF Patch (https://afs.github.io/rdf-patch/), which changes the
  /// earlier release into the later one.
  static void patch(Path earlier, Path later, Appendable out) throws IOException {
    header(out, "id", later);
    header(out, "prev", earlier);
    out.append("TX .\n");
    between(
        earlier,
        later,
        (added, line) -> out.append(added ? "A " : "D ").append(withLabels(line)).append('\n'));
    out.append("TC .\n");
  }

  /// Writes the blank nodes of a line as `<_:label>`. A patch refers to nodes of the earlier
  /// release by their labels; a reader may give `_:label` another one.
  static String withLabels(String line) {
    StringBuilder labelled = new StringBuilder(line.length() + 8);
    int at = 0;
    while (at < line.length()) {
      int end = endOfToken(line, at);
      if (line.startsWith("_:", at)) {
        labelled.append('<').append(line, at, end).append('>');
      } else {
        labelled.append(line, at, end);
      }
      if (end < line.length()) {
        labelled.append(' ');
      }
      at = end + 1;
    }
    return labelled.toString();
  }

  /// Returns the end of a term, or of a bracket of a triple term: the next space that is not in the
  /// text of a literal.
  private static int endOfToken(String line, int from) {
    int at = from;
    if (line.charAt(from) == '"') {
      at++;
      while (line.charAt(at) != '"') {
        at += line.charAt(at) == '\\' ? 2 : 1;
      }
    }
    int end = line.indexOf(' ', at);
    return end < 0 ? line.length() : end;
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

  /// Counts by property. Lines are sorted, so lines that differ only in the object follow each
  /// other.
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

    /// Returns the graph of an N-Quads line written by this package: the IRI before the closing
    /// dot.
    private static String graph(String line) {
      int end = line.lastIndexOf('>');
      return line.substring(line.lastIndexOf('<', end) + 1, end);
    }
  }
}
