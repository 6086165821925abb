package org.techrace.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.mapping.MappingReader;
import org.techrace.report.Report;

/// The file of a logical target is written whole or not at all.
final class TargetsTest {
  @TempDir private Path folder = Path.of("");
  private Workbench bench = new Workbench(folder);

  @BeforeEach
  void open() throws IOException {
    bench =
        new Workbench(folder)
            .mapping(
                """
                rml:subjectMap [ rml:template "http://example.org/{id}" ; rml:class ex:Thing ] ;
                rml:predicateObjectMap [ rml:predicate ex:age ; rml:objectMap [ rml:reference "age" ;
                  rml:datatype <http://www.w3.org/2001/XMLSchema#integer> ;
                  rml:logicalTarget [ rml:target [ a rml:FilePath ; rml:path "out" ; rml:root rml:MappingDirectory ] ] ] ]
                """)
            .file("out", "of yesterday");
  }

  private Report map(OutputStream out) throws IOException {
    Report report = new Report();
    new Engine(
            MappingReader.read(folder.resolve("mapping.ttl"), report).orElseThrow(),
            EngineOptions.DEFAULT,
            report)
        .writeNQuads(out);
    return report;
  }

  @Test
  void allIsWell() throws IOException {
    bench.file("t.csv", "id,age\n1,2\n");
    assertThat(map(OutputStream.nullOutputStream()).findings()).isEmpty();
    assertThat(folder.resolve("out")).content().startsWith("<http://example.org/1>");
  }

  @Test
  void aRowWithAFault() throws IOException {
    bench.file("t.csv", "id,age\n1,2\n2,many\n");
    assertThat(map(OutputStream.nullOutputStream()).hasErrors()).isTrue();
    assertThat(folder.resolve("out")).hasContent("of yesterday");
  }

  @Test
  void aRunThatBreaks() throws IOException {
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
    assertThat(folder.resolve("out")).hasContent("of yesterday");
  }

  @Test
  void aTargetThatBreaks() throws IOException {
    bench.file("t.csv", "id,age\n1,2\n");
    Files.createDirectory(folder.resolve("out.part"));
    assertThatThrownBy(() -> map(OutputStream.nullOutputStream())).isInstanceOf(IOException.class);
    assertThat(folder.resolve("out")).hasContent("of yesterday");
  }
}
