package org.techrace.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.jena.vocabulary.RDF;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.techrace.mapping.Mapping;
import org.techrace.mapping.MappingReader;
import org.techrace.report.Report;

/// Tests that the output is the same set of quads, each once, for any number of threads and any
/// memory budget.
final class NQuadsOutputTest {
  private static final int ROWS = 20_000;

  @TempDir private Path folder = Path.of("");

  @Test
  void writesTheSameSetWithManyThreadsAndLittleMemory() throws IOException {
    Workbench bench = new Workbench(folder);
    StringBuilder table = new StringBuilder("id,name,group\n");
    for (int i = 0; i < ROWS; i++) {
      table
          .append(i % 15_000)
          .append(",name ")
          .append(i % 7)
          .append(',')
          .append(i % 100)
          .append('\n');
    }
    bench
        .mapping(
            """
            rml:subjectMap [ rml:template "http://example.org/{id}" ; rml:class ex:Thing ] ;
            rml:predicateObjectMap [ rml:predicate ex:name ; rml:objectMap [ rml:reference "name" ] ] ;
            rml:predicateObjectMap [ rml:predicate ex:peer ; rml:objectMap [
              rml:parentTriplesMap <#map> ; rml:joinCondition [ rml:child "id" ; rml:parent "id" ] ] ]
            """)
        .file("t.csv", table.toString());
    List<String> plain = run(new Workbench(folder).options().withThreads(1));
    assertThat(plain).doesNotHaveDuplicates().hasSize(15_000 + 20_000 + 15_000);
    List<String> parallel = run(new Workbench(folder).options().withThreads(4));
    assertThat(new TreeSet<>(parallel)).isEqualTo(new TreeSet<>(plain));
    assertThat(parallel).hasSameSizeAs(plain);
    List<String> spilled = run(new Workbench(folder).options().withThreads(3).withMemory(1 << 16));
    assertThat(new TreeSet<>(spilled)).isEqualTo(new TreeSet<>(plain));
    assertThat(spilled).hasSameSizeAs(plain);
  }

  /// Rows that repeat, subjects with many quads, and a table that is read in parts.
  @ParameterizedTest
  @CsvSource({"1, 100000000", "4, 100000000", "2, 65536", "3, 1000000"})
  void writesEachQuadOfRepeatedRowsAndOfLargeSubjectsOnce(int threads, long memory)
      throws IOException {
    StringBuilder table = new StringBuilder("id,name,group\n");
    Set<String> expected = new TreeSet<>();
    for (int i = 0; i < 6 * ROWS; i++) {
      int row = i % ROWS;
      String name = row % 3 == 0 ? "" : "name \"\"" + row % 50;
      table.append("%d,\"%s\",g%d\n".formatted(row, name, row % 40));
      String subject = "<http://example.org/" + row + ">";
      expected.add(subject + " <" + RDF.type + "> <http://example.org/Thing> .");
      expected.add(
          subject
              + " <http://example.org/name> \""
              + name.replace("\"\"", "\\\"")
              + "\" <http://example.org/graph> .");
      expected.add(
          "<http://example.org/g%d> <http://example.org/member> %s .".formatted(row % 40, subject));
    }
    new Workbench(folder)
        .file("t.csv", table.toString())
        .file(
            "mapping.ttl",
            Workbench.PREFIXES
                + """
                <#things> rml:logicalSource [ rml:source [ rml:path "t.csv" ] ; rml:referenceFormulation rml:CSV ] ;
                  rml:subjectMap [ rml:template "http://example.org/{id}" ; rml:class ex:Thing ] ;
                  rml:predicateObjectMap [ rml:predicate ex:name ; rml:graph ex:graph ;
                    rml:objectMap [ rml:reference "name" ] ] .
                <#groups> rml:logicalSource [ rml:source [ rml:path "t.csv" ] ; rml:referenceFormulation rml:CSV ] ;
                  rml:subjectMap [ rml:template "http://example.org/{group}" ] ;
                  rml:predicateObjectMap [ rml:predicate ex:member ; rml:objectMap [ rml:template "http://example.org/{id}" ] ] .
                """);
    List<String> lines =
        run(new Workbench(folder).options().withThreads(threads).withMemory(memory));
    assertThat(new TreeSet<>(lines)).isEqualTo(expected);
    assertThat(lines).hasSameSizeAs(expected);
  }

  /// A write to a file is a call of the operating system.
  @Test
  void writesManyLinesAtOnceAfterTheMemoryIsUsedUp() throws IOException {
    Engine engine = engine(new Workbench(folder).options().withMemory(1 << 14));
    AtomicInteger writes = new AtomicInteger();
    OutputStream counting =
        new OutputStream() {
          @Override
          public void write(int b) {
            writes.incrementAndGet();
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            writes.incrementAndGet();
          }
        };
    assertThat(engine.writeNQuads(counting)).isEqualTo(ROWS);
    assertThat(writes).hasValueLessThan(ROWS / 50);
  }

  /// Uses an output that makes all worker threads fail while the reading thread waits for them.
  @Test
  void failsIfTheOutputFails() throws IOException {
    Engine engine = engine(new Workbench(folder).options().withThreads(2));
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
            throw new IOException("the disk is full");
          }
        };
    assertTimeoutPreemptively(
        Duration.ofMinutes(1),
        () ->
            assertThatThrownBy(() -> engine.writeNQuads(full))
                .isInstanceOf(IOException.class)
                .hasMessage("the disk is full"));
  }

  /// Returns an engine that writes a line for each of many rows.
  private Engine engine(EngineOptions options) throws IOException {
    StringBuilder table = new StringBuilder("id\n");
    for (int i = 0; i < ROWS; i++) {
      table.append(i).append('\n');
    }
    new Workbench(folder)
        .mapping("rml:subjectMap [ rml:template \"http://example.org/{id}\" ; rml:class ex:Thing ]")
        .file("t.csv", table.toString());
    return new Engine(
        MappingReader.read(folder.resolve("mapping.ttl"), new Report()).orElseThrow(),
        options,
        new Report());
  }

  private List<String> run(EngineOptions options) throws IOException {
    Report report = new Report();
    Optional<Mapping> mapping = MappingReader.read(folder.resolve("mapping.ttl"), report);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long count = new Engine(mapping.orElseThrow(), options, report).writeNQuads(out);
    assertThat(report.findings())
        .allMatch(
            f ->
                f.message().contains("the same subject")
                    || f.message().contains("the subject of another row"));
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).hasSize((int) count);
    return lines;
  }
}
