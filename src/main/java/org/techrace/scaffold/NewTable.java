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
/// @param name what its triples map may be called
/// @param table its rows
/// @param references what can be read of them
/// @param several the paths of things that come several times in a row
/// @param isCsv whether it can have a unique key
/// @param formulation how its logical source reads it, in Turtle
record NewTable(
    String name,
    SourceTable table,
    List<String> references,
    List<String> several,
    boolean isCsv,
    String formulation) {
  /// The files that can be looked at, by their ending.
  static final String NAMES =
      ".*\\.(csv|tsv|json|jsonl|ndjson|xml)(\\.gz|\\.zst)?|.*\\.(xlsx|parquet)";

  private static final String CSV = "rml:referenceFormulation rml:CSV";

  NewTable {
    references = List.copyOf(references);
    several = List.copyOf(several);
  }

  /// Looks at a file: a table, or the sheets of a workbook; none if there is nothing to map in it,
  /// which is reported.
  ///
  /// @throws IOException if it cannot be read
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

  /// A sheet without a header is passed over.
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
    return file.toString().endsWith(".gz")
        ? Packing.GZIP
        : file.toString().endsWith(".zst") ? Packing.ZSTD : Packing.NONE;
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
