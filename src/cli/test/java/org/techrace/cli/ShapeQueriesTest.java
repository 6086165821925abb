package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The queries of SHACL shapes obey the rules of the server's queries.
final class ShapeQueriesTest {
  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SELECT $this { $this a tr:Telescope FILTER(STRLEN(STR($this)) < 1) } | ''
          SELECT $this { FILTER(<java:java.lang.System>()) } | is not available here
          SELECT $this { $this a ?c FILTER EXISTS { BIND(f:wait(1) AS ?x) } } | is not available here
          SELECT $this { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } } | SERVICE is not available
          SELECT $this { $this a } | cannot be read
          """)
  void areChecked(String query, String refusal) throws Exception {
    Project project = Project.in(folder);
    project.write(
        "ontology/shapes/sparql.ttl",
        """
        PREFIX sh: <http://www.w3.org/ns/shacl#>
        PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
        PREFIX tr: <https://w3id.org/techrace/ontology#>
        <#prefixes> sh:declare
          [ sh:prefix "tr" ; sh:namespace "https://w3id.org/techrace/ontology#"^^xsd:anyURI ] ,
          [ sh:prefix "f" ; sh:namespace "http://jena.apache.org/ARQ/function#"^^xsd:anyURI ] .
        <#shape> a sh:NodeShape ; sh:targetClass tr:Telescope ;
          sh:sparql [ sh:message "A name." ; sh:prefixes <#prefixes> ; sh:select "%s" ] .
        """
            .formatted(query));
    Project.Outcome checked = project.run("check");
    if (refusal.isEmpty()) {
      assertThat(checked.out() + checked.err()).doesNotContain("query of the shapes");
      assertThat(checked.code()).isZero();
    } else {
      assertThat(checked.out() + checked.err()).contains("a query of the shapes", refusal);
      assertThat(checked.code()).isEqualTo(1);
    }
  }
}
