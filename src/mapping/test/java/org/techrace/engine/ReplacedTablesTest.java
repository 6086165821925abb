package org.techrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.access.Access;
import org.techrace.mapping.MappingReader;
import org.techrace.rdf.RdfVersion;
import org.techrace.report.Finding;
import org.techrace.report.Report;

/// A table of JSON Lines may be empty, one array or a member of an archive; a file read in its
/// place may lack what the mapping reads.
final class ReplacedTablesTest {
  private static final String ROWS =
      "{\"id\": 1, \"name\": \"one\"}\n{\"id\": 2, \"name\": \"two\"}\n";
  private static final String ARRAY =
      "[{\"id\": 1, \"name\": \"one\"}, {\"id\": 2, \"name\": \"two\"}]";
  private static final String ONE = "<http://example.org/1> <http://example.org/name> \"one\" .";
  private static final String TWO = "<http://example.org/2> <http://example.org/name> \"two\" .";

  @TempDir private Path folder = Path.of("");
  private final Report report = new Report();

  private List<String> map(Map<String, String> replaced) throws IOException {
    Files.writeString(
        folder.resolve("mapping.ttl"),
        Workbench.PREFIXES
            + """
            <#map> rml:logicalSource [ rml:source [ a rml:RelativePathSource ; rml:root rml:MappingDirectory ; rml:path "t.jsonl" ] ;
                rml:referenceFormulation rml:JSONPath ; rml:iterator "$" ] ;
              rml:subjectMap [ rml:template "http://example.org/{$.id}" ] ;
              rml:predicateObjectMap [ rml:predicate ex:name ; rml:objectMap [ rml:reference "$.name" ] ] .
            """);
    Access access = Access.none().allowReading(folder);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Map<Path, Path> elsewhere =
        replaced.entrySet().stream()
            .collect(
                Collectors.toMap(
                    one -> folder.resolve(one.getKey()).toAbsolutePath().normalize(),
                    one -> folder.resolve(one.getValue())));
    new Engine(
            MappingReader.read(
                    access.file(folder.resolve("mapping.ttl")),
                    elsewhere,
                    RdfVersion.RDF_1_1,
                    report)
                .orElseThrow(),
            EngineOptions.DEFAULT.withAccess(access),
            report)
        .writeNQuads(out);
    return out.toString(StandardCharsets.UTF_8).lines().sorted().toList();
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private List<String> findings() {
    return report.findings().stream().map(Finding::toString).toList();
  }

  @Test
  void jsonLinesMayBeOneArray() throws IOException {
    write("t.jsonl", ROWS);
    assertThat(map(Map.of())).containsExactly(ONE, TWO);
    write("t.jsonl", ARRAY);
    assertThat(map(Map.of())).containsExactly(ONE, TWO);
    assertThat(findings()).isEmpty();
  }

  @Test
  void jsonLinesMayBeEmpty() throws IOException {
    write("t.jsonl", "");
    assertThat(map(Map.of())).isEmpty();
    assertThat(findings()).isEmpty();
  }

  @Test
  void memberWithTheEndingOfTheTableIsRead() throws IOException {
    write("t.jsonl", ROWS);
    zip("t.jsonl.zip", "notes.txt", "no table", "folder/", "", "folder/dump.json", ARRAY);
    assertThat(map(Map.of("t.jsonl", "t.jsonl.zip"))).containsExactly(ONE, TWO);
    assertThat(findings()).isEmpty();
  }

  @Test
  void archiveWithoutSuchAMemberIsReported() throws IOException {
    write("t.jsonl", ROWS);
    zip("t.jsonl.zip", "notes.txt", "no table");
    assertThat(map(Map.of("t.jsonl", "t.jsonl.zip"))).isEmpty();
    assertThat(findings()).singleElement().asString().contains("has no file that ends with .jsonl");
  }

  @Test
  void memberThatAReplacementLacksIsAWarning() throws IOException {
    write("t.jsonl", "{\"id\": 1}\n");
    assertThat(map(Map.of())).isEmpty();
    assertThat(findings()).singleElement().asString().startsWith("ERROR");

    write("u.jsonl", "{\"id\": 1}\n");
    assertThat(map(Map.of("t.jsonl", "u.jsonl"))).isEmpty();
    assertThat(findings()).hasSize(2).last().asString().startsWith("WARN");
  }

  private void zip(String name, String... members) throws IOException {
    try (OutputStream out = Files.newOutputStream(folder.resolve(name));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (int i = 0; i < members.length; i += 2) {
        zip.putNextEntry(new ZipEntry(members[i]));
        zip.write(members[i + 1].getBytes(StandardCharsets.UTF_8));
      }
    }
  }
}
