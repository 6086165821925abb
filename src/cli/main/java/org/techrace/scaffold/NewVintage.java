package org.techrace.scaffold;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.techrace.access.Access;
import org.techrace.access.ReadableFile;
import org.techrace.rdf.Iris;
import org.techrace.rdf.SafeIris;
import org.techrace.rdf.Slug;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.table.format.FileFormat;
import org.techrace.table.format.Formats;
import org.techrace.table.input.Encodings;
import org.techrace.table.input.Packing;
import org.techrace.table.input.TableFile;
import org.techrace.table.input.Texts;

/// A newer state of a table of the project, as its publisher gives it.
///
/// @param before the table of the project
/// @param now the newer state
/// @param iris the IRI spaces of the graph
public record NewVintage(ReadableFile before, ReadableFile now, Iris iris) {
  private static final int BUFFER = 1 << 16;

  /// The columns, or the paths, that only one of the two states has.
  ///
  /// @param fresh those of the newer state only
  /// @param gone those that only the earlier state has
  /// @param renamed those that probably have another name now
  public record Columns(List<String> fresh, List<String> gone, List<Renamed> renamed) {
    public Columns {
      fresh = List.copyOf(fresh);
      gone = List.copyOf(gone);
      renamed = List.copyOf(renamed);
    }

    /// Returns true if the table of the project has the column of IRIs that [NewSource] gave to it,
    /// and the newer state does not.
    public boolean lackIris() {
      return gone.contains(NewSource.IRI);
    }
  }

  /// A column that probably has another name in the newer state.
  ///
  /// @param from its earlier name
  /// @param to its later name
  /// @param percent the percentage of equal cells
  public record Renamed(String from, String to, int percent) {}

  /// Compares the columns. A file that is not a table has none.
  ///
  /// @throws IOException if a file cannot be read
  public Columns columns(Report report) throws IOException {
    List<NewTable> earlier = tables(before, report);
    List<NewTable> later = tables(now, report);
    List<String> fresh = references(later);
    List<String> gone = references(earlier);
    List<String> both = gone.stream().filter(fresh::contains).toList();
    fresh.removeAll(both);
    gone.removeAll(both);
    List<Renamed> renamed = new ArrayList<>();
    for (int i = 0; i < earlier.size() && earlier.size() == later.size(); i++) {
      renamed.addAll(RenamedColumns.between(earlier.get(i), later.get(i), gone, fresh));
    }
    return new Columns(fresh, gone, renamed);
  }

  private static List<NewTable> tables(ReadableFile file, Report report) throws IOException {
    return Formats.ofNewFile(String.valueOf(file.path().getFileName())).isEmpty()
        ? List.of()
        : NewTable.of(file, TableOptions.NONE.stated(), report);
  }

  private static List<String> references(List<NewTable> tables) {
    return new ArrayList<>(
        tables.stream().flatMap(table -> table.references().stream()).distinct().toList());
  }

  /// Returns the encoding of the newer state if it is a text in another encoding than the table of
  /// the project.
  ///
  /// @throws IOException if a file cannot be read
  public Optional<Charset> otherEncoding() throws IOException {
    if (!isPlainText(before) || !isPlainText(now)) {
      return Optional.empty();
    }
    Charset found = encoding(now);
    return found.equals(encodingBefore()) ? Optional.empty() : Optional.of(found);
  }

  /// Returns the encoding of the table of the project.
  ///
  /// @throws IOException if it cannot be read
  public Charset encodingBefore() throws IOException {
    return encoding(before);
  }

  private static boolean isPlainText(ReadableFile file) {
    String name = String.valueOf(file.path().getFileName());
    return Packing.ofEnding(name) == Packing.NONE
        && Formats.ofNewFile(name).filter(FileFormat::isForTexts).isPresent();
  }

  private static Charset encoding(ReadableFile file) throws IOException {
    return Encodings.of(new TableFile(file, StandardCharsets.UTF_8, Packing.NONE));
  }

  /// Writes the newer state in the encoding of the table of the project, which the mapping states.
  /// Reports a character that this encoding does not have.
  ///
  /// @param to where the table goes
  /// @throws IOException if a file cannot be read or written
  public void writeInEncodingBefore(Path to, Report report) throws IOException {
    Charset target = encodingBefore();
    Files.createDirectories(to.resolveSibling(""));
    CharsetEncoder encoder = target.newEncoder();
    boolean hasAll = encoder.canEncode("\uD83D\uDE00");
    try (InputStream in = now.stream();
        Reader text = new InputStreamReader(in, Texts.strict(encoding(now)));
        OutputStream bytes = Access.writeNamed(to, () -> true);
        Writer out = new OutputStreamWriter(bytes, target)) {
      long line = 1;
      char[] buffer = new char[BUFFER];
      for (int read = text.read(buffer); read >= 0; read = text.read(buffer)) {
        for (int i = 0; i < read; i++) {
          char c = buffer[i];
          line += c == '\n' ? 1 : 0;
          boolean isHalf = Character.isSurrogate(c);
          if (c >= 0x80 && !(isHalf ? hasAll : encoder.canEncode(c))) {
            report.error(
                Place.line(Place.nameOf(now.path()), line),
                "%s cannot be written in %s, the encoding of the table of the project; save that table in UTF-8, remove its encoding from the mapping, and add the vintage again"
                    .formatted(
                        isHalf ? "a character beyond U+FFFF" : "'" + c + "'", target.name()));
            return;
          }
        }
        out.write(buffer, 0, read);
      }
    }
  }

  /// Writes the newer state with the column of IRIs: a name that the earlier state has keeps its
  /// IRI, and another name gets a new one. Reports a table in which no names are found.
  ///
  /// @param to where the table goes
  /// @throws IOException if a file cannot be read or written
  public void writeWithIris(Path to, Report report) throws IOException {
    Optional<DetectedCsv> earlier = DetectedCsv.read(before, TableOptions.NONE, report);
    Optional<DetectedCsv> later = DetectedCsv.read(now, TableOptions.NONE, report);
    if (earlier.isEmpty() || later.isEmpty()) {
      return;
    }
    Optional<String> name = nameColumn(earlier.get());
    int named = name.map(later.get().header()::indexOf).orElse(-1);
    if (named < 0) {
      report.error(
          Place.file(Place.nameOf(now.path())),
          "the table of the project has a column '%s', made of %s; expected that column here too"
              .formatted(
                  NewSource.IRI, name.map("the column '%s'"::formatted).orElse("no column")));
      return;
    }
    Map<String, Deque<String>> known = iris(earlier.get(), name.get());
    List<String> iri = new ArrayList<>();
    for (List<String> row : later.get().rows()) {
      Deque<String> left = known.getOrDefault(row.get(named), new ArrayDeque<>());
      iri.add(left.isEmpty() ? "" : left.remove());
    }
    new NewSource("", iris, "", stem(earlier.get(), name.get()), name.get(), "")
        .writeTable(later.get().header(), later.get().rows(), named, iri, to);
  }

  /// Returns the column whose cells are in the IRIs of most rows, if there is one.
  private static Optional<String> nameColumn(DetectedCsv table) {
    long most = 0;
    Optional<String> found = Optional.empty();
    for (int i = 0; i < table.header().size(); i++) {
      int column = i;
      long rows =
          table.rows().stream().filter(row -> !stem(row, column, iri(table)).isEmpty()).count();
      if (rows > most) {
        most = rows;
        found = Optional.of(table.header().get(i));
      }
    }
    return found;
  }

  private static int iri(DetectedCsv table) {
    return table.header().indexOf(NewSource.IRI);
  }

  /// Returns what the IRI of a row has before its name, or an empty text if it does not end with
  /// the name.
  private static String stem(List<String> row, int name, int iri) {
    String end = "-" + SafeIris.safe(Slug.of(row.get(name)));
    return row.get(iri).endsWith(end)
        ? row.get(iri).substring(0, row.get(iri).length() - end.length())
        : "";
  }

  /// Returns the part of most IRIs that comes from the class.
  private String stem(DetectedCsv table, String name) {
    Map<String, Integer> stems = new TreeMap<>();
    for (List<String> row : table.rows()) {
      String stem = stem(row, table.header().indexOf(name), iri(table));
      if (stem.startsWith(iris.id())) {
        stems.merge(stem.substring(iris.id().length()), 1, Integer::sum);
      }
    }
    return stems.isEmpty()
        ? "thing"
        : Collections.max(stems.entrySet(), Map.Entry.comparingByValue()).getKey();
  }

  /// Returns the IRIs of each name, in the order of the rows.
  private static Map<String, Deque<String>> iris(DetectedCsv table, String name) {
    Map<String, Deque<String>> iris = new HashMap<>();
    int named = table.header().indexOf(name);
    for (List<String> row : table.rows()) {
      iris.computeIfAbsent(row.get(named), _ -> new ArrayDeque<>()).add(row.get(iri(table)));
    }
    return iris;
  }
}
