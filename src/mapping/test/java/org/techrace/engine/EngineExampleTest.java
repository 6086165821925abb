package org.techrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.access.Access;
import org.techrace.mapping.Mapping;
import org.techrace.mapping.MappingReader;
import org.techrace.report.Report;

/// The example in the documentation of [Engine].
final class EngineExampleTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void mapsATableToNQuads() throws IOException {
    new Workbench(folder)
        .mapping(
            """
            rml:subjectMap [ rml:template "http://example.org/{id}" ; rml:class ex:Thing ]
            """)
        .file("t.csv", "id\n1\n2\n");
    Path file = folder.resolve("mapping.ttl");
    Path output = folder.resolve("out.nq");
    // @start region="map"
    Report report = new Report();
    Access access = Access.none().allowReading(folder);
    Mapping mapping = MappingReader.read(file, report).orElseThrow();
    try (OutputStream out = Files.newOutputStream(output)) {
      long quads =
          new Engine(mapping, EngineOptions.DEFAULT.withAccess(access), report).writeNQuads(out);
      assertThat(quads).isEqualTo(2);
    }
    assertThat(report.findings()).isEmpty();
    // @end
    assertThat(Files.readAllLines(output))
        .contains(
            "<http://example.org/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
                + " <http://example.org/Thing> .");
  }
}
