package org.techrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tests that a finding states table, line, column, term map and triples map in every format, and
/// that errors in references are found before a row is read.
final class PlacesTest {
  @TempDir private Path folder = Path.of("");
  private Workbench bench = new Workbench(folder);

  @BeforeEach
  void open() {
    bench = new Workbench(folder);
  }

  private Workbench mapping(String triplesMaps) throws IOException {
    return bench.file("mapping.ttl", Workbench.PREFIXES + triplesMaps);
  }

  /// Returns a triples map that generates integers from `value`.
  private static String numbers(String file, String formulation, String iterator, String value) {
    return """
    <#map> rml:logicalSource [ rml:source [ rml:path "%s" ] ; rml:referenceFormulation rml:%s %s ] ;
      rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
      rml:predicateObjectMap [ rml:predicate ex:value ;
        rml:objectMap [ rml:reference "%s" ; rml:datatype xsd:integer ] ] .
    """
        .formatted(file, formulation, iterator, value);
  }

  private static final String JSON = "; rml:iterator \"$[*]\"";
  private static final String XML = "; rml:iterator \"/rows/row\"";

  @Test
  void statesThePlaceOfARowInOneLineOfJson() throws IOException {
    mapping(numbers("t.json", "JSONPath", JSON, "value"))
        .file("t.json", "[{\"id\":1,\"value\":12},{\"id\":2,\"value\":\"many\"}]");
    assertThat(bench.run().findings())
        .containsExactly(
            "ERROR [t.json:1:22] reference 'value': 'many' is not a valid xsd:integer; expected"
                + " such as 42 (mapping.ttl:8:19 of <#map>)");
  }

  @Test
  void statesThePlaceOfARowInOneLineOfXml() throws IOException {
    mapping(numbers("t.xml", "XPath", XML, "value"))
        .file("t.xml", "<rows><row><id>1</id><value>many</value></row></rows>");
    assertThat(bench.run().findings())
        .containsExactly(
            "ERROR [t.xml:1:12] reference 'value': 'many' is not a valid xsd:integer; expected such"
                + " as 42 (mapping.ttl:8:19 of <#map>)");
  }

  @Test
  void statesThePlaceOfARowOfParquet() throws IOException {
    mapping(numbers("t.parquet", "CSV", "", "name"))
        .file("t.parquet", FormatsTest.resource("people.parquet"));
    assertThat(bench.run().findings())
        .contains(
            "ERROR [t.parquet row 1] column 'name': 'Zoë' is not a valid xsd:integer; expected such"
                + " as 42 (mapping.ttl:8:19 of <#map>)");
  }

  @Test
  void statesThePlaceOfARowOfASheet() throws IOException {
    mapping(numbers("t.xlsx", "CSV", "; rml:iterator \"people\"", "name"))
        .file("t.xlsx", FormatsTest.resource("people.xlsx"));
    assertThat(bench.run().findings())
        .contains(
            "ERROR [t.xlsx:2] column 'name': 'Zoë' is not a valid xsd:integer; expected such as 42"
                + " (mapping.ttl:8:19 of <#map>)");
  }

  @Test
  void statesThePlaceOfARowOfJsonLines() throws IOException {
    mapping(numbers("t.jsonl", "JSONPath", "; rml:iterator \"$\"", "value"))
        .file("t.jsonl", "{\"id\":1,\"value\":12}\n{\"id\":2,\"value\":\"many\"}\n");
    assertThat(bench.run().findings())
        .containsExactly(
            "ERROR [t.jsonl:2:1] reference 'value': 'many' is not a valid xsd:integer; expected"
                + " such as 42 (mapping.ttl:8:19 of <#map>)");
  }

  @Test
  void statesThePlaceOfASolutionOfAQuery() throws IOException {
    bench
        .file(
            "mapping.ttl",
            Workbench.PREFIXES
                + """
                @prefix formats: <http://www.w3.org/ns/formats/> .
                <#map> rml:logicalSource [ rml:source [ rml:path "t.ttl" ] ;
                    rml:referenceFormulation formats:SPARQL_Results_CSV ;
                    rml:iterator "SELECT ?s ?value { ?s ?p ?value } ORDER BY ?s" ] ;
                  rml:subjectMap [ rml:template "{s}" ] ;
                  rml:predicateObjectMap [ rml:predicate ex:value ;
                    rml:objectMap [ rml:reference "value" ; rml:datatype xsd:integer ] ] .
                """)
        .file(
            "t.ttl",
            """
            @prefix ex: <http://example.org/> .
            ex:a ex:p 12 . ex:b ex:p "many" .
            """);
    assertThat(bench.run().findings())
        .containsExactly(
            "ERROR [t.ttl row 2] column 'value': 'many' is not a valid xsd:integer; expected such"
                + " as 42 (mapping.ttl:11:19 of <#map>)");
  }

  @Test
  void reportsAnInvalidRowOfAParentOnce() throws IOException {
    mapping(
            """
            <#parent> rml:logicalSource [ rml:source [ rml:path "p.csv" ] ; rml:referenceFormulation rml:CSV ] ;
              rml:subjectMap [ rml:reference "iri" ] .
            <#child> rml:logicalSource [ rml:source [ rml:path "t.csv" ] ; rml:referenceFormulation rml:CSV ] ;
              rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
              rml:predicateObjectMap [ rml:predicate ex:peer ; rml:objectMap [ rml:parentTriplesMap <#parent> ;
                rml:joinCondition [ rml:child "peer" ; rml:parent "id" ] ] ] .
            """)
        .file("p.csv", "id,iri\n1,http://example.org/one\n2,no iri\n")
        .file("t.csv", "id,peer\na,1\nb,2\n");
    assertThat(bench.run().findings())
        .containsExactly(
            "ERROR [p.csv:3] column 'iri': 'no iri' is not an IRI: a space is not allowed in it;"
                + " correct the value, or use a template, which encodes it (mapping.ttl:6:18 of"
                + " <#parent>)");
    bench.file("p.csv", "id,iri\n1,http://example.org/one\n").file("t.csv", "id,peer\na,3\n");
    assertThat(bench.run().findings())
        .singleElement()
        .asString()
        .startsWith("WARN [mapping.ttl:9:66] no row has a parent in <#parent>: no child");
  }

  @Test
  void reportsMisspeltReferencesWithNearestName() throws IOException {
    mapping(numbers("t.json", "JSONPath", JSON, "vlaue"))
        .file("t.json", "[{\"id\":1,\"value\":12},{\"id\":2}]");
    assertThat(bench.run().findings())
        .containsExactly(
            "ERROR [t.json] the reference 'vlaue' finds nothing in any of the 2 rows; did you mean"
                + " 'value'? (mapping.ttl:8:19 of <#map>)");
    mapping(numbers("t.xml", "XPath", XML, "vlaue"))
        .file("t.xml", "<rows><row><id>1</id><value>12</value></row></rows>");
    assertThat(bench.run().findings())
        .containsExactly(
            "ERROR [t.xml] the reference 'vlaue' finds nothing in any of the 1 rows; did you mean"
                + " 'value'? (mapping.ttl:8:19 of <#map>)");
  }

  @Test
  void reportsAReferenceThatIsNotAPath() throws IOException {
    mapping(numbers("t.json", "JSONPath", JSON, "value[")).file("t.json", "[]");
    assertThat(bench.run().findings())
        .singleElement()
        .asString()
        .startsWith("ERROR [t.json] ")
        .endsWith(" (mapping.ttl:8:19 of <#map>)");
  }

  @Test
  void checksAllReferencesBeforeReadingARow() throws IOException {
    mapping(
            """
            <#first> rml:logicalSource [ rml:source [ rml:path "t.csv" ] ; rml:referenceFormulation rml:CSV ] ;
              rml:subjectMap [ rml:template "http://example.org/{id}" ; rml:class ex:Thing ] ;
              rml:predicateObjectMap [ rml:predicate ex:value ;
                rml:objectMap [ rml:reference "value" ; rml:datatype xsd:integer ] ] .
            <#second> rml:logicalSource [ rml:source [ rml:path "t.csv" ] ; rml:referenceFormulation rml:CSV ] ;
              rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
              rml:predicateObjectMap [ rml:predicate ex:peer ; rml:objectMap [ rml:parentTriplesMap <#first> ;
                rml:joinCondition [ rml:child "ide" ; rml:parent "vlaue" ] ] ] .
            """)
        .file("t.csv", "id,value\n1,many\n");
    assertThat(bench.run().findings())
        .containsExactly(
            "ERROR [t.csv:1] unknown column 'ide'; did you mean 'id'? (mapping.ttl:11:66 of"
                + " <#second>)",
            "ERROR [t.csv:1] unknown column 'vlaue'; did you mean 'value'? (mapping.ttl:11:66"
                + " of <#second>)",
            "ERROR [t.csv:2] column 'value': 'many' is not a valid xsd:integer; expected such as 42"
                + " (mapping.ttl:8:19 of <#first>)");
  }

  @Test
  void reportsABadRowOnceForSeveralTriplesMaps() throws IOException {
    mapping(
            """
            <#first> rml:logicalSource [ rml:source [ rml:path "t.csv" ] ; rml:referenceFormulation rml:CSV ] ;
              rml:subjectMap [ rml:template "http://example.org/{id}" ; rml:class ex:Thing ] .
            <#second> rml:logicalSource [ rml:source [ rml:path "t.csv" ] ; rml:referenceFormulation rml:CSV ] ;
              rml:subjectMap [ rml:template "http://example.org/{id}/{name}" ; rml:class ex:Thing ] .
            """)
        .file("t.csv", "id,name\n1\n2,b\n");
    assertThat(bench.run().findings()).hasSize(1);
  }

  @Test
  void reportsAnInvalidLanguageTagWithItsColumn() throws IOException {
    mapping(
            """
            <#map> rml:logicalSource [ rml:source [ rml:path "t.csv" ] ; rml:referenceFormulation rml:CSV ] ;
              rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
              rml:predicateObjectMap [ rml:predicate ex:name ; rml:objectMap [ rml:reference "name" ;
                rml:languageMap [ rml:reference "lang" ] ] ] ;
              rml:predicateObjectMap [ rml:predicate ex:page ; rml:objectMap [ rml:template "{id} {name}" ;
                rml:termType rml:UnsafeIRI ] , [ rml:template "{id} {name}" ] ] .
            """)
        .file("t.csv", "id,name,lang\n1,a,not one\n");
    assertThat(bench.run().findings())
        .containsExactly(
            "ERROR [t.csv:2] column 'lang': 'not one' is not a language tag; expected one such as"
                + " 'en' (mapping.ttl:7:66 of <#map>)",
            "ERROR [t.csv:2] columns 'id', 'name': '1 a' is not an IRI: a space is not allowed in"
                + " it; correct the value, or use a template, which encodes it (mapping.ttl:10:36"
                + " of <#map>)");
  }
}
