package org.techrace.scaffold;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.techrace.access.ReadableFile;
import org.techrace.engine.EngineOptions;
import org.techrace.memory.Memory;
import org.techrace.rdf.Slug;
import org.techrace.rdf.Turtle;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.table.Reference;
import org.techrace.table.SourceRows;
import org.techrace.table.SourceTable;
import org.techrace.table.format.Dialect;
import org.techrace.table.format.FileFormat;
import org.techrace.table.format.FileSource;
import org.techrace.table.format.Formats;
import org.techrace.table.format.FoundTable;
import org.techrace.table.format.Percents;
import org.techrace.table.format.Stated;
import org.techrace.table.input.Packing;
import org.techrace.table.input.TableFile;

/// A table without a mapping.
///
/// @param name the proposed name of its triples map
/// @param title the name for people
/// @param table the table
/// @param references the references that can be read from a row
/// @param labels the names of the references for people
/// @param several the paths of objects that can occur several times in a row
/// @param hasKey true if the table can have a unique key, and its rows have numbers
/// @param formulation the reference formulation of its logical source, in Turtle
/// @param charset the encoding of the file
/// @param dialect how the file is written, if it is not as usual for its name
/// @param notes what a person should know about the table
/// @param percents the references to numbers that are displayed in percent
/// @param years the columns of years whose cells are the rows
record NewTable(
    String name,
    String title,
    SourceTable table,
    List<String> references,
    List<String> labels,
    List<String> several,
    boolean hasKey,
    String formulation,
    Charset charset,
    Optional<Dialect> dialect,
    List<String> notes,
    Map<String, Percents> percents,
    Optional<YearColumns> years) {
  /// The names that programs give to sheets, which say nothing about the things in them.
  private static final Pattern UNNAMED =
      Pattern.compile(
          "(?iU)(the |die"
              + " )?(sheet|table|tabelle|tabellenblatt|blatt|feuil|feuille|hoja|foglio|planilha|data|daten)?[\\s_-]*\\d*");

  NewTable {
    references = List.copyOf(references);
    labels = List.copyOf(labels);
    several = List.copyOf(several);
    notes = List.copyOf(notes);
    percents = Map.copyOf(percents);
  }

  /// Opens a file, whose format is known by its name. Reports a file without anything to map, and
  /// then returns an empty list.
  ///
  /// @param stated what the user states about the file
  /// @throws IOException if the file cannot be read
  static List<NewTable> of(ReadableFile file, Stated stated, Report report) throws IOException {
    String fileName = String.valueOf(file.path().getFileName());
    FileFormat format = Formats.ofNewFile(fileName).orElseThrow();
    FileSource source =
        FileSource.unmapped(
            Place.nameOf(file.path()),
            new TableFile(file, StandardCharsets.UTF_8, Packing.ofEnding(fileName)),
            new Memory(EngineOptions.DEFAULT.memory()));
    String stem = Formats.stem(format, fileName);
    List<FoundTable> found = format.outliner().orElseThrow().tables(source, stated, report);
    found.stream()
        .filter(table -> !table.several().isEmpty())
        .forEach(
            table ->
                report.warn(
                    Place.file(Place.nameOf(file.path())),
                    "the draft maps nothing of %s, which occur several times in a row and need rows of their own; the comment at the end of the mapping begins a logical view for them"
                        .formatted(String.join(", ", table.several()))));
    return found.stream().map(table -> of(stem, format, table)).toList();
  }

  /// Reads the rows; the values of a column have its index.
  SourceRows open(Report report) throws IOException {
    return table.open(references.stream().map(Reference::of).toList(), report);
  }

  private static NewTable of(String stem, FileFormat format, FoundTable found) {
    return new NewTable(
        plain(found.part().isEmpty() ? stem : stem + "-" + found.part()),
        found.part().isEmpty() || UNNAMED.matcher(found.part()).matches()
            ? (stem + " " + found.part()).strip()
            : found.part(),
        found.table(),
        found.references(),
        found.labels(),
        found.several(),
        format.options().contains(FileFormat.Option.KEY),
        formulation(found),
        found.charset(),
        found.dialect(),
        found.notes(),
        found.percents(),
        Optional.empty());
  }

  private static String plain(String name) {
    return Slug.withoutAccents(name).replaceAll("[^A-Za-z0-9_-]", "-");
  }

  /// Returns the reference formulation and the iterator of a logical source, in Turtle.
  private static String formulation(FoundTable found) {
    String name = "rml:" + found.formulation().name();
    return "rml:referenceFormulation "
        + (found.namespaces().isEmpty() ? name : withNamespaces(name, found.namespaces()))
        + found.iterator().map(iterator -> " ; rml:iterator " + Turtle.quoted(iterator)).orElse("");
  }

  private static String withNamespaces(String formulation, Map<String, String> namespaces) {
    StringBuilder turtle = new StringBuilder("[ a " + formulation + "ReferenceFormulation");
    new TreeMap<>(namespaces)
        .forEach(
            (prefix, url) ->
                turtle.append(
                    " ;\n          rml:namespace [ rml:namespacePrefix %s ; rml:namespaceURL %s ]"
                        .formatted(Turtle.quoted(prefix), Turtle.quoted(url))));
    return turtle.append(" ]").toString();
  }

  /// Returns the columns in order, without values yet.
  List<SeenColumn> columns() {
    List<SeenColumn> columns = new ArrayList<>();
    for (int i = 0; i < references.size(); i++) {
      columns.add(
          new SeenColumn(
              references.get(i),
              labels.get(i),
              Optional.ofNullable(percents.get(references.get(i)))));
    }
    return columns;
  }
}
