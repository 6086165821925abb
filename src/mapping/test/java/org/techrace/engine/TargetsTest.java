package org.techrace.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.mapping.Mapping;
import org.techrace.mapping.MappingReader;
import org.techrace.report.Report;

/// Tests that the file of a logical target is written completely or not at all.
final class TargetsTest {
  /// The list of the files that runs wrote as targets.
  private static final String LIST = ".techrace-targets";

  @TempDir private Path folder = Path.of("");
  private Workbench bench = new Workbench(folder);

  /// What an earlier run wrote as a target.
  private String yesterday = "";

  @BeforeEach
  void open() throws Exception {
    bench =
        new Workbench(folder)
            .mapping(
                """
                rml:subjectMap [ rml:template "http://example.org/{id}" ; rml:class ex:Thing ] ;
                rml:predicateObjectMap [ rml:predicate ex:age ; rml:objectMap [ rml:reference "age" ;
                  rml:datatype <http://www.w3.org/2001/XMLSchema#integer> ;
                  rml:logicalTarget [ rml:target [ a rml:FilePath ; rml:path "out" ; rml:root rml:MappingDirectory ] ] ] ]
                """)
            .file("t.csv", "id,age\n0,9\n");
    map(OutputStream.nullOutputStream());
    yesterday = Files.readString(folder.resolve("out"));
  }

  private static String sha256(String text) throws NoSuchAlgorithmException {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /// Returns a property whose values are also written to a file.
  private static String target(String property, String file, String more) {
    return """
    rml:predicateObjectMap [ rml:predicate ex:%s ; rml:objectMap [ rml:reference "%s" ;
      rml:logicalTarget [ rml:target [ a rml:FilePath ; rml:path "%s" ; rml:root rml:MappingDirectory ] %s ] ] ] ;
    """
        .formatted(property, property, file, more);
  }

  private void targets(String... targets) throws IOException {
    bench.mapping(
        String.join("", targets) + "rml:subjectMap [ rml:template \"http://example.org/{id}\" ]");
  }

  private Report map(OutputStream out) throws IOException {
    return map(out, bench.options());
  }

  private Report map(OutputStream out, EngineOptions options) throws IOException {
    Report report = new Report();
    Optional<Mapping> mapping = MappingReader.read(folder.resolve("mapping.ttl"), report);
    if (mapping.isPresent()) {
      new Engine(mapping.get(), options, report).writeNQuads(out);
    }
    return report;
  }

  @Test
  void writesTheFileAfterASuccessfulRun() throws IOException {
    bench.file("t.csv", "id,age\n1,2\n");
    assertThat(map(OutputStream.nullOutputStream()).findings()).isEmpty();
    assertThat(folder.resolve("out")).content().startsWith("<http://example.org/1>");
  }

  /// Each row names the file of its triples, among them one that a target without a template writes
  /// too.
  @Test
  void rowsNameTheirFiles() throws IOException {
    bench.mapping(
        """
        rml:subjectMap [ rml:template "http://example.org/{id}" ; rml:class ex:Thing ;
          rml:logicalTarget [ rml:target [ a rml:FilePath ; <https://w3id.org/techrace/tool#pathTemplate> "of-{to}.nt" ; rml:root rml:MappingDirectory ] ;
            rml:serialization <http://www.w3.org/ns/formats/N-Triples> ] ] ;
        rml:predicateObjectMap [ rml:predicate ex:age ; rml:objectMap [ rml:reference "age" ;
          rml:logicalTarget [ rml:target [ a rml:FilePath ; rml:path "of-b.nt" ; rml:root rml:MappingDirectory ] ;
            rml:serialization <http://www.w3.org/ns/formats/N-Triples> ] ] ]
        """);
    bench.file("t.csv", "id,age,to\n1,2,a\n2,3,b\n3,4,a\n");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(map(out).findings()).isEmpty();
    assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(Files.readAllLines(folder.resolve("of-a.nt")))
        .containsExactlyInAnyOrder(
            "<http://example.org/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
                + " <http://example.org/Thing> .",
            "<http://example.org/1> <http://example.org/age> \"2\" .",
            "<http://example.org/3> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
                + " <http://example.org/Thing> .",
            "<http://example.org/3> <http://example.org/age> \"4\" .");
    assertThat(Files.readAllLines(folder.resolve("of-b.nt")))
        .as("of a target and of rows")
        .hasSize(4)
        .contains("<http://example.org/3> <http://example.org/age> \"4\" .");

    bench.file("t.csv", "id,age,to\n1,2,../x\n2,3,\n3,4,a\n4,4,c\n");
    Files.writeString(folder.resolve("of-c.nt"), "mine");
    assertThat(map(OutputStream.nullOutputStream()).findings())
        .extracting(finding -> finding.message().replaceAll(" \\(.*", ""))
        .satisfiesExactlyInAnyOrder(
            message ->
                assertThat(message).startsWith("'../x' of 'to' cannot be in the name of a file"),
            message -> assertThat(message).startsWith("'to' has no value"),
            message ->
                assertThat(message).contains("of-c.nt cannot be written", "no run of yours"));
    assertThat(folder.resolve("of-c.nt")).hasContent("mine");
  }

  @Test
  void writesNoFileIfARowHasAnError() throws IOException {
    bench.file("t.csv", "id,age\n1,2\n2,many\n");
    assertThat(map(OutputStream.nullOutputStream()).hasErrors()).isTrue();
    assertThat(folder.resolve("out")).hasContent(yesterday);
  }

  @Test
  void writesNoFileIfTheRunFails() throws IOException {
    StringBuilder table = new StringBuilder("id,age\n");
    for (int i = 0; i < 5_000; i++) {
      table.append(i).append(",7\n");
    }
    bench.file("t.csv", table.toString());
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("the disk is full");
          }
        };
    assertThatThrownBy(() -> map(full)).hasRootCauseMessage("the disk is full");
    assertThat(folder.resolve("out")).hasContent(yesterday);
  }

  /// Uses JSON-LD, which is written from memory.
  @Test
  void writesNoFileIfATargetExceedsTheBudget() throws IOException {
    String jsonLd = "; rml:serialization <http://www.w3.org/ns/formats/JSON-LD>";
    targets(target("age", "out", ""), target("name", "out.jsonld", jsonLd));
    StringBuilder table = new StringBuilder("id,age,name\n");
    for (int i = 0; i < 20_000; i++) {
      table.append(i).append(",7,n").append(i).append('\n');
    }
    bench.file("t.csv", table.toString());
    Report report = map(OutputStream.nullOutputStream(), bench.options().withMemory(1 << 24));
    assertThat(report.findings())
        .singleElement()
        .asString()
        .contains("JSON-LD is written from memory");
    assertThat(folder.resolve("out")).hasContent(yesterday);
    assertThat(folder)
        .isDirectoryNotContaining("glob:**.part")
        .isDirectoryNotContaining("glob:**.jsonld");
  }

  @Test
  void writesNoFileIfAnotherTargetFails() throws IOException {
    targets(target("age", "out", ""), target("name", "none/out", ""));
    bench.file("t.csv", "id,age,name\n1,2,x\n");
    assertThat(map(OutputStream.nullOutputStream()).findings())
        .singleElement()
        .asString()
        .contains("mapping.ttl:10")
        .contains("the folder '");
    assertThat(folder.resolve("out")).hasContent(yesterday);
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void mergesTargetsOfTheSameFile() throws IOException {
    targets(target("age", "out", ""), target("name", "./out", ""));
    bench.file("t.csv", "id,age,name\n1,2,x\n");
    assertThat(map(OutputStream.nullOutputStream()).findings()).isEmpty();
    assertThat(Files.readAllLines(folder.resolve("out"))).hasSize(2);
  }

  @Test
  void reportsTargetsThatWriteAFileDifferently() throws IOException {
    targets(
        target("age", "out", ""),
        target("name", "out", "; rml:serialization <http://www.w3.org/ns/formats/Turtle>"));
    bench.file("t.csv", "id,age,name\n1,2,x\n");
    assertThat(map(OutputStream.nullOutputStream()).findings())
        .singleElement()
        .asString()
        .contains("mapping.ttl:10")
        .contains(
            "the file out has another serialization, compression or encoding in the target at ")
        .contains("mapping.ttl:8");
  }

  @Test
  void reportsACharacterThatTheEncodingDoesNotHave() throws IOException {
    targets(
        target("name", "out", "; rml:encoding rml:UTF-16"),
        target("age", "latin", "; rml:encoding rml:ISO-8859-1"));
    bench.file("t.csv", "id,age,name\n1,日本,日本\n");
    assertThat(map(OutputStream.nullOutputStream()).findings())
        .singleElement()
        .asString()
        .contains(
            "the encoding ISO-8859-1 does not have all characters of the output; choose UTF-8");
  }

  @Test
  void reportsATargetThatCannotBeWritten() throws IOException {
    bench.file("t.csv", "id,age\n1,2\n");
    Files.createDirectory(folder.resolve("out.part"));
    assertThatThrownBy(() -> map(OutputStream.nullOutputStream())).isInstanceOf(IOException.class);
    assertThat(folder.resolve("out")).hasContent(yesterday);
  }

  @Test
  void replacesWhatAnEarlierRunWrote() throws Exception {
    bench.file("t.csv", "id,age\n1,2\n");
    for (String age : List.of("2", "3")) {
      bench.file("t.csv", "id,age\n1,%s\n".formatted(age));
      assertThat(map(OutputStream.nullOutputStream()).findings()).isEmpty();
      assertThat(folder.resolve("out")).content().contains("\"%s\"".formatted(age));
      assertThat(folder.resolve(LIST)).content().matches("[0-9a-f]{64}  out\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"t.csv", "mapping.ttl", "mine.txt", "link", "out"})
  void replacesNoInputAndNoFileThatNoRunWrote(String file) throws IOException {
    targets(target("age", file, ""));
    bench.file("t.csv", "id,age\n1,2\n").file("mine.txt", "mine").file("out", "changed since");
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("mine.txt"));
    String before = Files.readString(folder.resolve(file));
    assertThat(map(OutputStream.nullOutputStream()).findings())
        .singleElement()
        .asString()
        .startsWith("ERROR [")
        .contains("mapping.ttl:", file + "' exists and no run of yours wrote it as a target");
    assertThat(folder.resolve(file)).hasContent(before);
  }

  /// A project can bring a list with it.
  @ParameterizedTest
  @ValueSource(strings = {"t.csv", "mapping.ttl", "mine.txt"})
  void replacesNoFileOfAListThatSomebodyElseMade(String file) throws Exception {
    targets(target("age", file, ""));
    bench.file("t.csv", "id,age\n1,2\n").file("mine.txt", "mine");
    String before = Files.readString(folder.resolve(file));
    bench.file(LIST, "%s  %s\n".formatted(sha256(before), file));
    assertThat(map(OutputStream.nullOutputStream()).hasErrors()).isTrue();
    assertThat(folder.resolve(file)).hasContent(before);
  }

  @Test
  void listOfOneFolderHoldsForNoOtherName() throws Exception {
    bench.file("mine.txt", yesterday);
    bench.file(LIST, Files.readString(folder.resolve(LIST)).replace("  out", "  mine.txt"));
    targets(target("age", "mine.txt", ""));
    assertThat(map(OutputStream.nullOutputStream()).hasErrors()).isTrue();
    assertThat(folder.resolve("mine.txt")).hasContent(yesterday);
  }

  @Test
  void aPipeAsListIsNoList() throws Exception {
    Files.delete(folder.resolve(LIST));
    Process made = new ProcessBuilder("mkfifo", folder.resolve(LIST).toString()).start();
    assumeThat(made.waitFor()).isZero();
    assertThat(map(OutputStream.nullOutputStream()).hasErrors()).isTrue();
    assertThat(folder.resolve("out")).hasContent(yesterday);
  }

  @Test
  void writesNoListOfItsOwn() throws IOException {
    targets(target("age", LIST, ""));
    bench.file("t.csv", "id,age\n1,2\n");
    assertThat(map(OutputStream.nullOutputStream()).findings())
        .singleElement()
        .asString()
        .contains("is hidden, and hidden files are never written");
  }
}
