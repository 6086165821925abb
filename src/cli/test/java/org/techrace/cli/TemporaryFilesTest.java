package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// However `techrace map` ends, it leaves nothing in the folder for temporary files.
final class TemporaryFilesTest {
  private static final int ROWS = 50_000;

  @TempDir private Path folder = Path.of("");
  private Path temporary = Path.of("");

  @BeforeEach
  void make() throws IOException {
    temporary = Files.createDirectory(folder.resolve("temporary"));
  }

  /// The process is killed while it waits for the reader of its output. With `--memory` it has by
  /// then collected the quads of a target; without it, it has written the output to a temporary
  /// file.
  @ParameterizedTest
  @ValueSource(strings = {"1000", "0"})
  void killed(String memory) throws Exception {
    StringBuilder table = new StringBuilder("id\n");
    for (int i = 0; i < ROWS; i++) {
      table.append(i).append('\n');
    }
    Files.writeString(folder.resolve("t.csv"), table);
    Process map =
        map(
            """
            rml:source [ rml:path "t.csv" ] ] ;
            rml:subjectMap [ rml:template "http://example.org/{id}" ; rml:class ex:Thing ] ;
            rml:predicateObjectMap [ rml:predicate ex:id ; rml:objectMap [ rml:reference "id" ;
              rml:logicalTarget [ rml:target [ a rml:FilePath ; rml:path "out.nq" ; rml:root rml:MappingDirectory ] ] ] ]
            """,
            "--memory",
            memory);
    try (BufferedReader quads = map.inputReader()) {
      for (int i = 0; i < ROWS / 2; i++) {
        assertThat(quads.readLine()).endsWith(" .");
      }
      assertThat(map.isAlive()).isTrue();
      map.destroyForcibly().waitFor();
    }
    assertThat(left()).isEmpty();
  }

  @Test
  void aDownloadThatFails() throws Exception {
    Process map =
        map(
            """
            rml:source [ dcat:downloadURL <http://127.0.0.1:1/t.csv> ] ] ;
            rml:subjectMap [ rml:template "http://example.org/{id}" ; rml:class ex:Thing ]
            """,
            "--web",
            "127.0.0.1");
    try (BufferedReader said = map.errorReader()) {
      assertThat(said.lines()).anyMatch(line -> line.contains("cannot be downloaded"));
    }
    assertThat(map.waitFor()).isEqualTo(1);
    assertThat(left()).isEmpty();
  }

  private Process map(String mapping, String... options) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("mapping.ttl"),
            """
            @prefix rml: <http://w3id.org/rml/> .
            @prefix dcat: <http://www.w3.org/ns/dcat#> .
            @prefix ex: <http://example.org/> .
            <#map> rml:logicalSource [ rml:referenceFormulation rml:CSV ; %s .
            """
                .formatted(mapping.strip()));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.io.tmpdir=" + temporary);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("map", file.toString()));
    command.addAll(List.of(options));
    return new ProcessBuilder(command).start();
  }

  private List<Path> left() throws IOException {
    try (Stream<Path> files = Files.list(temporary)) {
      return files.toList();
    }
  }
}
