package org.techrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.riot.system.StreamRDFLib;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.mapping.Mapping;
import org.techrace.mapping.MappingReader;
import org.techrace.report.Finding;
import org.techrace.report.Report;

/// Lines that are written without creating terms are those of the terms.
final class LinesTest {
  private static final int ROWS = 6_000;

  private static final List<String> VALUES =
      List.of(
          "\"plain\"",
          "\"Ærø \\\"quoted\\\" \\u00e9\\n\"",
          "\"\"",
          "\"none\"",
          "12",
          "-0.50",
          "100.0",
          "0.007",
          "0",
          "1.5E3",
          "12345678901234567890",
          "0.1234567890123456",
          "true",
          "null",
          "[\"a\", 1.50, 2, null, \"none\"]",
          "[\"a\", \"b\\n\"]",
          "[]");

  private static final String MAPPING =
      """
      <#rows> rml:logicalSource [
          rml:source [ a rml:RelativePathSource ; rml:root rml:MappingDirectory ; rml:path "t.json" ; rml:null "none" ] ;
          rml:referenceFormulation rml:JSONPath ; rml:iterator "$[*]" ] ;
        rml:subjectMap [ rml:template "http://example.org/{ids[*]}" ; rml:class ex:Row ; rml:graph ex:g ] ;
        rml:predicateObjectMap [ rml:predicate ex:natural, ex:again ; rml:objectMap [ rml:reference "v" ] ] ;
        rml:predicateObjectMap [ rml:predicate ex:all ; rml:objectMap [ rml:reference "v[*]" ] ] ;
        rml:predicateObjectMap [ rml:predicate ex:double ; rml:objectMap [ rml:reference "n" ; rml:datatype xsd:double ] ] ;
        rml:predicateObjectMap [ rml:predicate ex:string ; rml:objectMap [ rml:reference "n" ; rml:datatype xsd:string ] ] ;
        rml:predicateObjectMap [ rml:predicate ex:tagged ; rml:objectMap [ rml:reference "v" ; rml:language "en" ] ] ;
        rml:predicateObjectMap [ rml:predicate ex:link ; rml:objectMap [ rml:template "http://example.org/{v}" ] ] ;
        rml:predicateObjectMap [ rml:predicate ex:links ; rml:objectMap [ rml:template "http://example.org/{v}/{ids[*]}" ] ] ;
        rml:predicateObjectMap [ rml:predicate ex:constant ; rml:object ex:one ] .
      """;

  @TempDir private Path folder = Path.of("");

  private static String table() {
    Random random = new Random(20);
    return IntStream.range(0, ROWS)
        .mapToObj(
            i ->
                "{\"ids\": %s, \"v\": %s, \"n\": %d.%d, \"unread\": {\"v\": [1, \"]\"]}}"
                    .formatted(
                        random.nextInt(4) == 0
                            ? "[\"a%d\", %d]".formatted(i, i)
                            : "[\"a%d\"]".formatted(i),
                        VALUES.get(random.nextInt(VALUES.size())),
                        random.nextInt(2_000) - 1_000,
                        random.nextInt(1_000)))
        .collect(Collectors.joining(",\n", "[", "]\n"));
  }

  @Test
  void areThoseOfTheTerms() throws IOException {
    Workbench bench =
        new Workbench(folder)
            .file("t.json", table())
            .file("mapping.ttl", Workbench.PREFIXES + MAPPING);
    Report report = new Report();
    Mapping mapping = MappingReader.read(folder.resolve("mapping.ttl"), report).orElseThrow();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Engine(mapping, bench.options().withThreads(2), report).writeNQuads(out);
    Report termReport = new Report();
    DatasetGraph terms = DatasetGraphFactory.create();
    new Engine(mapping, bench.options().withThreads(1), termReport)
        .run(StreamRDFLib.dataset(terms));

    DatasetGraph lines = DatasetGraphFactory.create();
    RDFDataMgr.read(lines, new ByteArrayInputStream(out.toByteArray()), Lang.NQUADS);
    assertThat(quads(lines)).hasSizeGreaterThan(5 * ROWS).isEqualTo(quads(terms));
    assertThat(findings(report)).isNotEmpty().isEqualTo(findings(termReport));
  }

  private static Set<Quad> quads(DatasetGraph graph) {
    return graph.stream().collect(Collectors.toSet());
  }

  /// Returns the findings; threads report them in any order.
  private static List<String> findings(Report report) {
    return report.findings().stream().map(Finding::toString).sorted().toList();
  }
}
