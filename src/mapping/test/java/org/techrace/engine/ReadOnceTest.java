package org.techrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.techrace.mapping.MappingReader;
import org.techrace.report.Finding;
import org.techrace.report.Report;

/// Several triples maps over one table.
final class ReadOnceTest {
  private static final String PEOPLE =
      """
      <#people> rml:logicalSource [ rml:source [ rml:path "t.csv" ] ; rml:referenceFormulation rml:CSV ] ;
        rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
        rml:predicateObjectMap [ rml:predicate ex:name ; rml:objectMap [ rml:reference "name" ] ] .
      """;
  private static final String TOWNS =
      """
      <#towns> rml:logicalSource [ rml:source [ rml:path "t.csv" DIALECT ] ; rml:referenceFormulation rml:CSV ] ;
        rml:subjectMap [ rml:template "http://example.org/{town}" ] ;
        rml:predicateObjectMap [ rml:predicate ex:home ; rml:objectMap [ rml:template "http://example.org/{id}" ] ] .
      """;
  private static final String TABLE =
      "id,name,town\n1,Ada,London\n2,Alan,Wilmslow\n3,Grace,Arlington\n";

  @TempDir private Path folder = Path.of("");

  /// Maps on one thread, and returns the table's rows mapped so far at each report of progress.
  private List<Long> rows(String mapping, Report report, ByteArrayOutputStream out)
      throws IOException {
    Workbench bench =
        new Workbench(folder)
            .file("t.csv", TABLE)
            .file("mapping.ttl", Workbench.PREFIXES + mapping);
    List<Long> rows = new ArrayList<>();
    new Engine(
            MappingReader.read(folder.resolve("mapping.ttl"), report).orElseThrow(),
            bench.options().withThreads(1).withProgress((_, done, _, _) -> rows.add(done)),
            report)
        .writeNQuads(out);
    return rows;
  }

  @ParameterizedTest
  @CsvSource({"'', 1", "'; rml:null \"x\"', 2"})
  void aTableIsReadOnceUnlessItIsReadInAnotherWay(String dialect, int times) throws IOException {
    Report report = new Report();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<Long> rows = rows(PEOPLE + TOWNS.replace("DIALECT", dialect), report, out);
    assertThat(report.findings()).isEmpty();
    assertThat(rows).hasSize(times).containsOnly(3L);
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .hasSize(6)
        .contains(
            "<http://example.org/1> <http://example.org/name> \"Ada\" .",
            "<http://example.org/London> <http://example.org/home> <http://example.org/1> .");
  }

  @Test
  void rowsOfColumnsAreReadOnce() throws IOException {
    Report report = new Report();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String mapping =
        """
        @prefix tool: <https://w3id.org/techrace/tool#> .
        <#cells> tool:unpivots [ rml:source [ rml:path "t.csv" ] ; rml:referenceFormulation rml:CSV ] ;
          tool:columnPattern "^(name|town)$" .
        <#names> rml:logicalSource <#cells> ;
          rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
          rml:predicateObjectMap [ rml:predicate ex:name ; rml:objectMap [ rml:reference "name" ] ] .
        <#values> rml:logicalSource <#cells> ;
          rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
          rml:predicateObjectMap [ rml:predicate ex:value ; rml:objectMap [ rml:reference "value" ] ] .
        """;
    List<Long> rows = rows(mapping, report, out);
    assertThat(report.findings()).isEmpty();
    assertThat(rows).containsExactly(6L);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("<http://example.org/1> <http://example.org/value> \"London\" .");
  }

  /// The references of a triples map that cannot be used do not harm another one.
  @Test
  void aWrongTriplesMapLeavesTheOthers() throws IOException {
    Report report = new Report();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    rows(TOWNS.replace("DIALECT", "").replace("{town}", "{twon}") + PEOPLE, report, out);
    assertThat(report.findings())
        .extracting(Finding::message)
        .hasSize(1)
        .allMatch(message -> message.contains("did you mean 'town'?"));
    assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(3);
  }
}
