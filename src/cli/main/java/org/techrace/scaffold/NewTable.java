package org.techrace.scaffold;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.techrace.access.ReadableFile;
import org.techrace.engine.EngineOptions;
import org.techrace.memory.Memory;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.table.Header;
import org.techrace.table.Outline;
import org.techrace.table.Reference;
import org.techrace.table.SourceTable;
import org.techrace.table.csv.DialectDetector.Detected;
import org.techrace.table.csv.DialectDetector.Stated;
import org.techrace.table.input.Packing;
import org.techrace.table.input.TableFile;
import org.techrace.table.json.JsonTable;
import org.techrace.table.parquet.ParquetTable;
import org.techrace.table.sheet.SheetDetector;
import org.techrace.table.sheet.XlsxTable;
import org.techrace.table.xml.XmlTable;

/// A table without a mapping.
///
/// @param name the proposed name of its triples map
/// @param table the table
/// @param references the references that can be read from a row
/// @param labels the names of the references for people
/// @param several the paths of objects that can occur several times in a row
/// @param isCsv true if the table can have a unique key
/// @param formulation the reference formulation of its logical source, in Turtle
/// @param dialect how its file is written, if it is CSV
/// @param extent the rows of the table, if it is in a sheet
/// @param notes what a person should know about the table
/// @param years the columns of years whose cells are the rows
record NewTable(
    String name,
    SourceTable table,
    List<String> references,
    List<String> labels,
    List<String> several,
    boolean isCsv,
    String formulation,
    Optional<Detected> dialect,
    Optional<XlsxTable.Extent> extent,
    List<String> notes,
    Optional<YearColumns> years) {
  /// A pattern for the names of supported files.
  static final String NAMES =
      "(?i).*\\.(csv|tsv|tab|txt|dat|json|jsonl|ndjson|xml)(\\.gz|\\.zst)?|.*\\.(xlsx|parquet)";

  private static final String CSV = "rml:referenceFormulation rml:CSV";

  NewTable {
    references = List.copyOf(references);
    labels = List.copyOf(labels);
    several = List.copyOf(several);
    notes = List.copyOf(notes);
  }

  /// Opens a file: a table, or the sheets of a workbook. Reports a file without anything to map,
  /// and then returns an empty list.
  ///
  /// @param options what is known about a CSV file, or the sheets of a workbook
  /// @throws IOException if the file cannot be read
  static List<NewTable> of(ReadableFile file, TableOptions options, Report report)
      throws IOException {
    String name = Place.nameOf(file.path());
    String ending =
        file.toString()
            .toLowerCase(Locale.ROOT)
            .replaceFirst("\\.(gz|zst)$", "")
            .replaceFirst(".*\\.", "");
    TableFile input = new TableFile(file, StandardCharsets.UTF_8, packing(file.path()));
    Memory memory = new Memory(EngineOptions.DEFAULT.memory());
    String plain =
        plain(
            String.valueOf(file.path().getFileName())
                .replaceFirst(
                    "(?i)(\\.(csv|tsv|tab|txt|dat|json|jsonl|ndjson|xml|xlsx|parquet))?(\\.gz|\\.zst)?$",
                    ""));
    return switch (ending) {
      case "xlsx" -> sheets(plain, name, file, options.stated(), memory, report);
      case "parquet" -> {
        ParquetTable table = new ParquetTable(name, file);
        yield columns(plain, table, table.header(report));
      }
      case "json", "jsonl", "ndjson" ->
          JsonTable.outline(name, input, report).stream()
              .map(
                  o ->
                      nested(
                          plain,
                          new JsonTable(name, input, Reference.of(o.iterator())),
                          o,
                          "rml:JSONPath"))
              .toList();
      case "xml" ->
          XmlTable.outline(name, input, report).stream()
              .map(
                  o ->
                      nested(
                          plain,
                          new XmlTable(name, input, Reference.of(o.iterator()), o.namespaces()),
                          o,
                          xpath(o.namespaces())))
              .toList();
      default -> NewCsv.of(plain, name, input, options, memory, report).stream().toList();
    };
  }

  private static String plain(String name) {
    return name.replaceAll("[^A-Za-z0-9_-]", "-");
  }

  /// Returns the sheets of a workbook. Sheets without a header are skipped.
  private static List<NewTable> sheets(
      String plain, String name, ReadableFile file, Stated stated, Memory memory, Report report)
      throws IOException {
    List<String> sheets = XlsxTable.sheets(name, file, report);
    List<NewTable> tables = new ArrayList<>();
    for (String sheet : sheets) {
      XlsxTable whole =
          new XlsxTable(
              name,
              file,
              Optional.of(Reference.of(sheet)),
              XlsxTable.Extent.USUAL,
              Set.of(),
              memory);
      List<SheetDetector.Detected> found =
          SheetDetector.of(whole, stated.skipRows(), stated.headerRows());
      for (SheetDetector.Detected detected : found) {
        sheet(sheets.size() == 1 ? plain : plain + "-" + plain(sheet), detected, found.size())
            .ifPresent(tables::add);
      }
    }
    return tables;
  }

  /// Returns a table of a sheet, or empty if it has no header.
  ///
  /// @param tables the number of tables of the sheet
  private static Optional<NewTable> sheet(String plain, SheetDetector.Detected detected, int tables)
      throws IOException {
    XlsxTable table = detected.table();
    List<String> header = table.header(new Report());
    if (header.isEmpty()) {
      return Optional.empty();
    }
    String iterator = table.sheet().map(Reference::text).orElse("");
    List<String> notes = new ArrayList<>();
    if (tables > 1) {
      notes.add("The sheet has %d tables; this is %s.".formatted(tables, iterator));
    }
    NewCsv.footerNote(detected.footer()).ifPresent(notes::add);
    return Optional.of(
        new NewTable(
            plain,
            table,
            Header.references(header),
            detected.names().size() == header.size() ? detected.names() : header,
            List.of(),
            false,
            CSV + " ; rml:iterator " + FirstMapping.quoted(iterator),
            Optional.empty(),
            Optional.of(table.extent()),
            notes,
            Optional.empty()));
  }

  private static Packing packing(Path file) {
    if (file.toString().toLowerCase(Locale.ROOT).endsWith(".gz")) {
      return Packing.GZIP;
    }
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".zst") ? Packing.ZSTD : Packing.NONE;
  }

  private static List<NewTable> columns(String plain, SourceTable table, List<String> header) {
    return header.isEmpty()
        ? List.of()
        : List.of(
            new NewTable(
                plain,
                table,
                Header.references(header),
                header,
                List.of(),
                false,
                CSV,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty()));
  }

  /// Returns a CSV file.
  static NewTable csv(
      String plain,
      SourceTable table,
      List<String> references,
      List<String> labels,
      Detected dialect,
      List<String> notes) {
    return new NewTable(
        plain,
        table,
        references,
        labels,
        List.of(),
        true,
        CSV,
        Optional.of(dialect),
        Optional.empty(),
        notes,
        Optional.empty());
  }

  private static NewTable nested(
      String plain, SourceTable table, Outline outline, String formulation) {
    return new NewTable(
        plain,
        table,
        outline.references(),
        outline.references(),
        outline.several(),
        false,
        "rml:referenceFormulation %s ; rml:iterator %s"
            .formatted(formulation, FirstMapping.quoted(outline.iterator())),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty());
  }

  private static String xpath(Map<String, String> namespaces) {
    if (namespaces.isEmpty()) {
      return "rml:XPath";
    }
    StringBuilder turtle = new StringBuilder("[ a rml:XPathReferenceFormulation");
    new TreeMap<>(namespaces)
        .forEach(
            (prefix, url) ->
                turtle.append(
                    " ;\n          rml:namespace [ rml:namespacePrefix %s ; rml:namespaceURL %s ]"
                        .formatted(FirstMapping.quoted(prefix), FirstMapping.quoted(url))));
    return turtle.append(" ]").toString();
  }
}
