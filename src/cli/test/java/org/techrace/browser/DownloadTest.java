package org.techrace.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.jena.graph.Graph;
import org.apache.jena.riot.RDFParser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.access.ReadableFile;
import org.techrace.memory.Memory;
import org.techrace.report.Report;
import org.techrace.table.Reference;
import org.techrace.table.Row;
import org.techrace.table.SourceRows;
import org.techrace.table.Value;
import org.techrace.table.sheet.XlsxTable;

/// Tests the downloads of the workbench: the content of each file must match its extension.
@InBrowser
final class DownloadTest {
  private static final List<Reference> COLUMNS =
      List.of(Reference.of("name"), Reference.of("number"));

  private static final String ROWS =
      "SELECT ?name ?number { VALUES (?name ?number) {"
          + " (\"=1+1\" 7) (\"华为, \\\"Huawei\\\"\" 0.5) (\"tab\\there\" UNDEF) } }";

  private final Shown shown;
  private final Browser browser;
  @TempDir private Path folder;

  DownloadTest(Shown shown) {
    this.shown = shown;
    this.browser = shown.browser();
  }

  @AfterEach
  void nothingWentWrong() {
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void savesSolutionsAsTables() throws IOException {
    ask(ROWS);
    assertThat(Files.readString(save("CSV", "answer.csv")))
        .isEqualToNormalizingNewlines(
            "name,number\n=1+1,7\n\"华为, \"\"Huawei\"\"\",0.5\ntab\there,\n");
    assertThat(Files.readAllLines(save("TSV", "answer.tsv")))
        .containsExactly(
            "?name\t?number", "\"=1+1\"\t7", "\"华为, \\\"Huawei\\\"\"\t0.5", "\"tab\\there\"\t");
    assertThat(Files.readString(save("JSON", "answer.json")))
        .contains("\"vars\"", "\"=1+1\"", "华为", "http://www.w3.org/2001/XMLSchema#decimal");
    assertThat(cells(save("XLSX", "answer.xlsx")))
        .containsExactly(
            List.of("=1+1", "7"), List.of("华为, \"Huawei\"", "0.5"), List.of("tab\there", ""));
  }

  @Test
  void savesTriplesAsGraphs() throws IOException {
    ask("CONSTRUCT WHERE { ?claim <https://w3id.org/techrace/ontology#opposes> ?other }");
    Graph turtle = graph(save("Turtle", "answer.ttl"));
    assertThat(turtle.size()).isGreaterThan(10);
    for (Path file :
        List.of(
            save("JSON-LD", "answer.jsonld"),
            save("N-Triples", "answer.nt"),
            save("RDF/XML", "answer.rdf"))) {
      assertThat(graph(file).isIsomorphicWith(turtle)).as(file.toString()).isTrue();
    }
  }

  private void ask(String query) {
    shown.open("/sparql?query=" + URLEncoder.encode(query, UTF_8).replace("+", "%20") + "#table");
    browser.await("#result[data-drawn=table]");
  }

  private Path save(String format, String file) throws IOException {
    browser.all(".downloads button").stream()
        .filter(button -> button.getText().equals(format))
        .findFirst()
        .orElseThrow()
        .click();
    return browser.saved(file, folder);
  }

  private static Graph graph(Path file) {
    return RDFParser.source(file).toGraph();
  }

  /// Reads the cells of a workbook below its header with the project's own table reader.
  private static List<List<String>> cells(Path file) throws IOException {
    Report report = new Report();
    List<List<String>> cells = new ArrayList<>();
    XlsxTable table =
        new XlsxTable(
            "answer",
            ReadableFile.named(file),
            Optional.empty(),
            XlsxTable.Extent.USUAL,
            Set.of(),
            Set.of("#N/A"),
            new Memory(1 << 20));
    try (SourceRows rows = table.open(COLUMNS, report)) {
      for (Row row = rows.next(); row != null; row = rows.next()) {
        cells.add(List.of(text(row, 0), text(row, 1)));
      }
    }
    assertThat(report.findings()).isEmpty();
    return cells;
  }

  private static String text(Row row, int slot) {
    return row.values(slot).stream().map(Value::text).findFirst().orElse("");
  }
}
