package org.techrace.scaffold;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.techrace.access.ReadableFile;
import org.techrace.engine.EngineOptions;
import org.techrace.memory.Memory;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.table.Outline;
import org.techrace.table.Reference;
import org.techrace.table.SourceTable;
import org.techrace.table.csv.CsvTable;
import org.techrace.table.input.Packing;
import org.techrace.table.input.TableFile;
import org.techrace.table.json.JsonTable;
import org.techrace.table.parquet.ParquetTable;
import org.techrace.table.sheet.XlsxTable;
import org.techrace.table.xml.XmlTable;

/// A table without a mapping.
///
/// @param name the proposed name of its triples map
/// @param table the table
/// @param references the references that can be read from a row
/// @param several the paths of objects that can occur several times in a row
/// @param isCsv true if the table can have a unique key
/// @param formulation the reference formulation of its logical source, in Turtle
record NewTable(
    String name,
    SourceTable table,
    List<String> references,
    List<String> several,
    boolean isCsv,
    String formulation) {
  /// A pattern for the names of supported files.
  static final String NAMES =
      ".*\\.(csv|tsv|json|jsonl|ndjson|xml)(\\.gz|\\.zst)?|.*\\.(xlsx|parquet)";

  private static final String CSV = "rml:referenceFormulation rml:CSV";

  NewTable {
    references = List.copyOf(references);
    several = List.copyOf(several);
  }

  /// Opens a file: a table, or the sheets of a workbook. Reports a file without anything to map,
  /// and then returns an empty list.
  ///
  /// @throws IOException if the file cannot be read
  static List<NewTable> of(ReadableFile file, Report report) throws IOException {
    String name = Place.nameOf(file.path());
    String ending = file.toString().replaceFirst("\\.(gz|zst)$", "").replaceFirst(".*\\.", "");
    TableFile input = new TableFile(file, StandardCharsets.UTF_8, packing(file.path()));
    Memory memory = new Memory(EngineOptions.DEFAULT.memory());
    String plain = plain(String.valueOf(file.path().getFileName()).replaceAll("\\..*$", ""));
    return switch (ending) {
      case "xlsx" -> sheets(plain, name, file, memory, report);
      case "parquet" -> {
        ParquetTable table = new ParquetTable(name, file);
        yield columns(plain, table, table.header(report), false, CSV);
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
      default -> {
        CsvTable.Dialect dialect =
            ending.equals("tsv") ? CsvTable.Dialect.TSV : CsvTable.Dialect.CSV;
        CsvTable table = new CsvTable(name, input, dialect, Set.of(""), List.of(), memory);
        yield columns(plain, table, table.header(report), true, CSV);
      }
    };
  }

  private static String plain(String name) {
    return name.replaceAll("[^A-Za-z0-9_-]", "-");
  }

  /// Returns the sheets of a workbook. Sheets without a header are skipped.
  private static List<NewTable> sheets(
      String plain, String name, ReadableFile file, Memory memory, Report report)
      throws IOException {
    List<String> sheets = XlsxTable.sheets(name, file, report);
    List<NewTable> tables = new ArrayList<>();
    for (String sheet : sheets) {
      XlsxTable table =
          new XlsxTable(name, file, Optional.of(Reference.of(sheet)), Set.of(), memory);
      tables.addAll(
          columns(
              sheets.size() == 1 ? plain : plain + "-" + plain(sheet),
              table,
              table.header(new Report()),
              false,
              CSV + " ; rml:iterator " + FirstMapping.quoted(sheet)));
    }
    return tables;
  }

  private static Packing packing(Path file) {
    if (file.toString().endsWith(".gz")) {
      return Packing.GZIP;
    }
    return file.toString().endsWith(".zst") ? Packing.ZSTD : Packing.NONE;
  }

  private static List<NewTable> columns(
      String plain, SourceTable table, List<String> header, boolean isCsv, String formulation) {
    return header.isEmpty()
        ? List.of()
        : List.of(new NewTable(plain, table, header, List.of(), isCsv, formulation));
  }

  private static NewTable nested(
      String plain, SourceTable table, Outline outline, String formulation) {
    return new NewTable(
        plain,
        table,
        outline.references(),
        outline.several(),
        false,
        "rml:referenceFormulation %s ; rml:iterator %s"
            .formatted(formulation, FirstMapping.quoted(outline.iterator())));
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
