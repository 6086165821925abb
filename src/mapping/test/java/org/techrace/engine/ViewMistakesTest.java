package org.techrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests the mistakes of people who write logical views and queries: each is reported with its
/// place and a way to fix it.
final class ViewMistakesTest {
  @TempDir private Path folder = Path.of("");
  private Workbench bench = new Workbench(folder);

  @BeforeEach
  void open() throws IOException {
    bench = new Workbench(folder).file("t.csv", "id,name\n1,a\n2,b\n");
  }

  @Test
  void warnsAboutFieldsThatFindNothing() throws IOException {
    bench
        .file("t.json", "[{\"id\":1,\"tags\":[{\"t\":\"x\"}]}]")
        .file(
            "mapping.ttl",
            Workbench.PREFIXES
                + """
                <#v> a rml:LogicalView ;
                  rml:viewOn [ rml:source [ rml:path "t.json" ] ; rml:referenceFormulation rml:JSONPath ; rml:iterator "$[*]" ] ;
                  rml:field [ rml:fieldName "id" ; rml:reference "id" ] ,
                    [ rml:fieldName "tag" ; rml:iterator "$.tgas[*]" ; rml:field [ rml:fieldName "t" ; rml:reference "t" ] ] .
                <#m> rml:logicalSource <#v> ; rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
                  rml:predicateObjectMap [ rml:predicate ex:tag ; rml:objectMap [ rml:reference "tag.t" ] ] .
                """);
    assertThat(bench.run().findings())
        .containsExactly(
            "WARN [mapping.ttl:8:5] the field 'tag' finds nothing in any of the 1 rows of t.json;"
                + " correct it or leave it out");
  }

  /// Uses an unknown function in every place where a function is allowed.
  @Test
  void reportsUnknownFunctionsInFieldsAndJoins() throws IOException {
    String call = "rml:functionExecution [ rml:function ex:none ]";
    bench.file(
        "mapping.ttl",
        Workbench.PREFIXES
            + """
            <#v> a rml:LogicalView ; rml:viewOn [ rml:source [ rml:path "t.csv" ] ; rml:referenceFormulation rml:CSV ] ;
              rml:field [ rml:fieldName "id" ; rml:reference "id" ] , [ rml:fieldName "no" ; CALL ] .
            <#m> rml:logicalSource <#v> ; rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
              rml:predicateObjectMap [ rml:predicate ex:no ; rml:objectMap [ rml:reference "no" ] ] .
            <#j> rml:logicalSource <#v> ; rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
              rml:predicateObjectMap [ rml:predicate ex:no ; rml:objectMap [ rml:parentTriplesMap <#m> ;
                rml:joinCondition [ rml:childMap [ CALL ] ; rml:parent "id" ] ] ] .
            """
                .replace("CALL", call));
    assertThat(bench.run().findings())
        .hasSize(2)
        .anyMatch(f -> f.startsWith("ERROR [mapping.ttl:6:"))
        .anyMatch(f -> f.startsWith("ERROR [mapping.ttl:11:"))
        .allMatch(f -> f.contains("unknown function <http://example.org/none>"));
  }

  /// Uses views on several kinds of sources, whose names are known before a row is read.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<#w>",
        "[ rml:source [ rml:path \"t.ttl\" ] ; rml:iterator \"SELECT ?id { ?id ?p ?o }\" ;"
            + " rml:referenceFormulation <http://www.w3.org/ns/formats/SPARQL_Results_CSV> ]"
      })
  void reportsAReferenceToAnUnknownField(String on) throws IOException {
    bench
        .file("t.ttl", "<http://example.org/s> <http://example.org/p> 1 .")
        .file(
            "mapping.ttl",
            Workbench.PREFIXES
                + """
                <#w> a rml:LogicalView ; rml:viewOn [ rml:source [ rml:path "t.csv" ] ; rml:referenceFormulation rml:CSV ] ;
                  rml:field [ rml:fieldName "id" ; rml:reference "id" ] .
                <#v> a rml:LogicalView ; rml:viewOn %s ; rml:field [ rml:fieldName "id" ; rml:reference "id" ] ,
                  [ rml:fieldName "no" ; rml:reference "idd" ] .
                <#m> rml:logicalSource <#v> ; rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
                  rml:predicateObjectMap [ rml:predicate ex:no ; rml:objectMap [ rml:reference "no" ] ] .
                """
                    .formatted(on));
    assertThat(bench.run().findings())
        .singleElement()
        .asString()
        .startsWith("ERROR [")
        .contains("'idd'; did you mean 'id'?")
        .contains("mapping.ttl:8:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ASK { ?s ?p ?o }", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"})
  void reportsAQueryWithoutRows(String query) throws IOException {
    bench
        .file("t.ttl", "<http://example.org/s> <http://example.org/p> 1 .")
        .file(
            "mapping.ttl",
            Workbench.PREFIXES
                + """
                @prefix formats: <http://www.w3.org/ns/formats/> .
                <#m> rml:logicalSource [ rml:source [ rml:path "t.ttl" ] ;
                    rml:referenceFormulation formats:SPARQL_Results_CSV ; rml:iterator "%s" ] ;
                  rml:subjectMap [ rml:constant ex:s ; rml:class ex:Thing ] .
                """
                    .formatted(query));
    assertThat(bench.run().findings())
        .containsExactly(
            "ERROR [t.ttl] the query returns no rows; expected a SELECT query (mapping.ttl:6:24)");
  }

  @Test
  void reportsEveryCellInAnotherFormat() throws IOException {
    bench
        .file("t.csv", "id,j\n1,{\n2,\"{\"\"a\"\":1}\"\n3,nothing\n")
        .file(
            "mapping.ttl",
            Workbench.PREFIXES
                + """
                <#v> a rml:LogicalView ; rml:viewOn [ rml:source [ rml:path "t.csv" ] ; rml:referenceFormulation rml:CSV ] ;
                  rml:field [ rml:fieldName "id" ; rml:reference "id" ] ,
                    [ rml:fieldName "j" ; rml:reference "j" ; rml:field [ a rml:IterableField ; rml:fieldName "o" ;
                      rml:referenceFormulation rml:JSONPath ; rml:field [ rml:fieldName "a" ; rml:reference "$.a" ] ] ] .
                <#m> rml:logicalSource <#v> ; rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
                  rml:predicateObjectMap [ rml:predicate ex:a ; rml:objectMap [ rml:reference "j.o.a" ] ] .
                """);
    Workbench.Result result = bench.run();
    assertThat(result.quads())
        .containsExactly(
            "<http://example.org/2> <http://example.org/a>"
                + " \"1\"^^<http://www.w3.org/2001/XMLSchema#integer> .");
    assertThat(result.findings())
        .hasSize(2)
        .allMatch(f -> f.contains("this is not JSON: ") && f.endsWith("(mapping.ttl:5:1)"))
        .anyMatch(f -> f.startsWith("ERROR [t.csv:2] "))
        .anyMatch(f -> f.startsWith("ERROR [t.csv:4] "));
  }
}
