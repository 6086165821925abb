package org.techrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.mapping.MappingReader;
import org.techrace.report.Finding;
import org.techrace.report.Report;

/// Tests that the memory of a run is limited: data beyond the budget goes to disk, or is reported
/// as too large.
final class MemoryTest {
  private static final long LITTLE = 1 << 15;
  private static final int ROWS = 5_000;

  @TempDir private Path folder = Path.of("");
  private Workbench bench = new Workbench(folder);

  @BeforeEach
  void open() {
    bench = new Workbench(folder);
  }

  private record Result(List<String> quads, List<String> findings) {}

  private Result run(long memory) throws IOException {
    Report report = new Report();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    EngineOptions options = new Workbench(folder).options().withMemory(memory);
    new Engine(
            MappingReader.read(folder.resolve("mapping.ttl"), report).orElseThrow(),
            options,
            report)
        .writeNQuads(out);
    return new Result(
        out.toString(StandardCharsets.UTF_8).lines().sorted().toList(),
        report.findings().stream()
            .map(Finding::toString)
            .map(text -> text.replace(folder.toAbsolutePath() + "/", ""))
            .toList());
  }

  @Test
  void keepsTheKeysOfATableOnDisk() throws IOException {
    bench.file(
        "mapping.ttl",
        Workbench.PREFIXES
            + """
            <#map> rml:logicalSource [ rml:referenceFormulation rml:CSV ; rml:source [ rml:path "t.csv" ;
                csvw:tableSchema [ csvw:primaryKey "id" , "part" ] ] ] ;
              rml:subjectMap [ rml:template "http://example.org/{id}/{part}" ; rml:class ex:Thing ] .
            """);
    StringBuilder table = new StringBuilder("id,part\n");
    for (int i = 0; i < ROWS; i++) {
      table.append(i / 2).append(',').append(i % 2).append('\n');
    }
    bench.file("t.csv", table + "17,1\n");
    Result little = run(LITTLE);
    assertThat(little).isEqualTo(run(1L << 30));
    assertThat(little.quads).hasSize(ROWS);
    assertThat(little.findings)
        .singleElement()
        .asString()
        .startsWith("ERROR [t.csv:5002] the key ")
        .endsWith(" is already on line 37; keys are unique: change or remove one row");
  }

  @Test
  void keepsTheSharedTextsOfAWorkbookOnDisk() throws IOException {
    bench
        .file(
            "mapping.ttl",
            Workbench.PREFIXES
                + """
                <#map> rml:logicalSource [ rml:referenceFormulation rml:CSV ; rml:source [ rml:path "t.xlsx" ] ] ;
                  rml:subjectMap [ rml:template "http://example.org/{id}" ; rml:class ex:Thing ] .
                """)
        .file("t.xlsx", workbook());
    Result little = run(LITTLE);
    assertThat(little).isEqualTo(run(1L << 30));
    assertThat(little.quads)
        .hasSize(ROWS)
        .contains(
            "<http://example.org/text%20no%204999>"
                + " <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://example.org/Thing>"
                + " .");
    assertThat(little.findings).isEmpty();
  }

  /// Returns a workbook with one sheet and one column of many texts.
  private static byte[] workbook() throws IOException {
    StringBuilder texts = new StringBuilder("<sst><si><t>id</t></si>");
    StringBuilder rows = new StringBuilder("<row r='1'><c r='A1' t='s'><v>0</v></c></row>");
    for (int i = 0; i < ROWS; i++) {
      texts.append("<si><t>text no ").append(i).append("</t></si>");
      rows.append("<row r='%1$d'><c r='A%1$d' t='s'><v>%2$d</v></c></row>".formatted(i + 2, i + 1));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      part(
          zip,
          "xl/workbook.xml",
          "<workbook xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'>"
              + "<sheets><sheet name='s' r:id='r1'/></sheets></workbook>");
      part(
          zip,
          "xl/_rels/workbook.xml.rels",
          "<Relationships><Relationship Id='r1' Target='sheet.xml'/></Relationships>");
      part(zip, "xl/sharedStrings.xml", texts + "</sst>");
      part(zip, "xl/sheet.xml", "<worksheet><sheetData>" + rows + "</sheetData></worksheet>");
    }
    return bytes.toByteArray();
  }

  private static void part(ZipOutputStream zip, String name, String xml) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(xml.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }

  @Test
  void reportsCollectionsThatExceedTheBudget() throws IOException {
    bench.file(
        "mapping.ttl",
        Workbench.PREFIXES
            + """
            <#map> rml:logicalSource [ rml:referenceFormulation rml:CSV ; rml:source [ rml:path "t.csv" ] ] ;
              rml:subjectMap [ rml:template "http://example.org/{group}" ] ;
              rml:predicateObjectMap [ rml:predicate ex:all ; rml:objectMap [
                rml:template "http://example.org/{group}/list" ;
                rml:gather ( [ rml:reference "id" ] ) ; rml:gatherAs <http://www.w3.org/1999/02/22-rdf-syntax-ns#Seq> ] ] .
            """);
    StringBuilder table = new StringBuilder("id,group\n");
    for (int i = 0; i < ROWS; i++) {
      table.append(i).append(',').append(i % 3).append('\n');
    }
    bench.file("t.csv", table.toString());
    Result enough = run(1L << 30);
    assertThat(enough.findings).isEmpty();
    assertThat(enough.quads).hasSize(3 + 3 + ROWS);
    assertThat(run(LITTLE).findings)
        .containsExactly(
            "ERROR [mapping.ttl:5:1] the collections of <#map> that span several rows need more"
                + " memory than the budget; raise it (--memory; EngineOptions.withMemory in a"
                + " program), or gather in each row");
  }

  @Test
  void reportsATargetThatExceedsTheBudget() throws IOException {
    StringBuilder table = new StringBuilder("id\n");
    for (int i = 0; i < ROWS; i++) {
      table.append(i).append('\n');
    }
    bench.file("t.csv", table.toString());
    target("JSON-LD");
    assertThat(run(1L << 30).findings).isEmpty();
    assertThat(folder.resolve("out")).isNotEmptyFile();
    Files.delete(folder.resolve("out"));
    assertThat(run(LITTLE).findings)
        .singleElement()
        .asString()
        .startsWith("ERROR [mapping.ttl:7:")
        .contains("] JSON-LD is written from memory, and the budget does not suffice for ")
        .contains("choose N-Quads, N-Triples, Turtle or TriG");
    assertThat(folder.resolve("out")).doesNotExist();
    target("Turtle");
    assertThat(run(LITTLE).findings).isEmpty();
    assertThat(folder.resolve("out")).isNotEmptyFile();
  }

  private void target(String format) throws IOException {
    bench.file(
        "mapping.ttl",
        Workbench.PREFIXES
            + """
            <#map> rml:logicalSource [ rml:referenceFormulation rml:CSV ; rml:source [ rml:path "t.csv" ] ] ;
              rml:subjectMap [ rml:template "http://example.org/{id}" ; rml:class ex:Thing ;
                rml:logicalTarget [ rml:target [ a rml:FilePath ; rml:path "out" ; rml:root rml:MappingDirectory ] ;
                  rml:serialization <http://www.w3.org/ns/formats/%s> ] ] .
            """
                .formatted(format));
  }
}
