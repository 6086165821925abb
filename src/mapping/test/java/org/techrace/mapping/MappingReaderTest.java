package org.techrace.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.report.Report;

/// Tests that errors in a mapping are reported with their place.
final class MappingReaderTest {
  private static final String START =
      """
      @prefix rml: <http://w3id.org/rml/> .
      @prefix ex: <http://example.org/> .
      <#map> a rml:TriplesMap ;
        rml:logicalSource [ rml:source [ rml:path "t.csv" ] ; rml:referenceFormulation rml:CSV ] ;
      """;

  @TempDir private Path folder = Path.of("");

  private List<String> findings(String document) throws IOException {
    Path file = Files.writeString(folder.resolve("m.ttl"), document);
    Report report = new Report();
    boolean read = MappingReader.read(file, report).isPresent();
    assertThat(read).isEqualTo(!report.hasErrors());
    return report.findings().stream()
        .map(f -> f.toString().replace(folder.toAbsolutePath() + "/", ""))
        .toList();
  }

  @Test
  void reportsATypoInAPropertyWithNearestName() throws IOException {
    assertThat(
            findings(
                START
                    + """
                      rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
                      rml:predicateObjectMap [
                        rml:predicate ex:name ;
                        rml:objectMap [ rml:refrence "name" ] ] .
                    """))
        .contains(
            "ERROR [m.ttl:8:21] rml:refrence is not allowed in an object map; did you mean"
                + " 'reference'?");
  }

  @Test
  void reportsAnUnknownSqlVersionAndALanguageByItsName() throws IOException {
    assertThat(
            findings(
                """
                @prefix rr: <http://www.w3.org/ns/r2rml#> .
                @prefix d2rq: <http://www.wiwiss.fu-berlin.de/suhl/bizer/D2RQ/0.1#> .
                <#map> rr:logicalTable [ rr:sqlQuery "SELECT 1" ; rr:sqlVersion rr:SQL1979 ;
                    <http://w3id.org/rml/source> [ d2rq:jdbcDSN "jdbc:x" ] ] ;
                  rr:subjectMap [ rr:template "http://example.org/{id}" ] ;
                  rr:predicateObjectMap [ rr:predicate rr:x ;
                    rr:objectMap [ rr:column "name" ; rr:language "english" ] ] .
                """))
        .anyMatch(
            finding -> finding.contains("rr:sqlVersion is rr:SQL1979; there are: DB2, Firebird, "))
        .anyMatch(finding -> finding.contains("\"english\" is not a language tag (BCP 47)"));
  }

  @Test
  void acceptsATableNameBesideAQueryAndTheSqlVersionOfAProduct() throws IOException {
    assertThat(
            findings(
                """
                @prefix rr: <http://www.w3.org/ns/r2rml#> .
                @prefix d2rq: <http://www.wiwiss.fu-berlin.de/suhl/bizer/D2RQ/0.1#> .
                <#map> rr:logicalTable [ rr:sqlQuery "SELECT 1" ; rr:tableName "t" ; rr:sqlVersion rr:MySQL ;
                    <http://w3id.org/rml/source> [ d2rq:jdbcDSN "jdbc:x" ] ] ;
                  rr:subjectMap [ rr:template "http://example.org/{id}" ] .
                """))
        .containsExactly(
            "INFO [m.ttl:3:24] the table name has no effect beside the query; remove one of them");
  }

  @Test
  void acceptsAPartThatIsRepeatedButNotAnother() throws IOException {
    String repeated =
        """
        rml:subjectMap [ rml:template "http://example.org/{id}" ; rml:class ex:Thing ] .
        <#map> rml:subjectMap [ rml:class ex:Thing ; rml:template "http://example.org/{%s}" ] ;
          rml:logicalSource [ rml:source [ rml:path "t.csv" ] ; rml:referenceFormulation rml:CSV ] .
        """;
    assertThat(findings(START + repeated.formatted("key")))
        .containsExactly(
            "ERROR [m.ttl:3:1] the triples map has 2 subject maps; expected exactly one"
                + " rml:subjectMap or rml:subject");
    assertThat(findings(START + repeated.formatted("id"))).isEmpty();
  }

  @Test
  void takesPrefixesOfRdfaForDeclared() throws IOException {
    assertThat(
            findings(
                START
                    + """
                      rml:subjectMap [ rml:template "http://example.org/{id}" ; rml:class foaf:Person , skos:Concept ] ;
                      rml:predicateObjectMap [ rml:predicate foaf:name ; rml:objectMap [ rml:reference "name" ] ] .
                    """))
        .containsExactly(
            "INFO [m.ttl] the prefix foaf is not declared and is taken for"
                + " <http://xmlns.com/foaf/0.1/>; declare it",
            "INFO [m.ttl] the prefix skos is not declared and is taken for"
                + " <http://www.w3.org/2004/02/skos/core#>; declare it");
    assertThat(
            findings(
                START
                    + "rml:subjectMap [ rml:template \"http://example.org/{id}\" ; rml:class"
                    + " dc:Agent ] ."))
        .singleElement()
        .asString()
        .contains("this is not Turtle: Undefined prefix: dc; add a line such as @prefix dc: <");
    assertThat(
            findings(
                "<http://example.org/a> a <http://example.org/B>\n<http://example.org/c> a 1 ."))
        .singleElement()
        .asString()
        .contains("m.ttl:", "the part before this place lacks its ';', ',' or '.'");
  }

  /// Each message about a syntax error says what was expected, or what to do.
  @ParameterizedTest
  @ValueSource(
      strings = {
        ":a :b [ :c 'x' :d ] .",
        ":a :b [ :c ; :d 1 ] .",
        ":a :b :c :d :e .",
        ":a :b ( 1 2 .",
        ":a 'x' :c .",
        ":a :b 'abc\n' .",
        ":a :b 'abc",
        ":a :b <http://e/ a> .",
        ":a :b <http://e/",
        ":a b :c .",
        ":a :b x:c .",
        "@prefix x <http://e/> .",
        "@prefix x: 'a' .",
        ":a :b ; ; :c 1 ] .",
        ":a :b '\\d' .",
        ":a :b 1.2.3 .",
        "'a' :b 1 .",
        ":a :b 'x'@1 .",
        "{ :a :b :c }",
        ":a :b {x} .",
        ":a :b '''abc .",
        ":a :b %x .",
        ":a :b :c . }",
        ":a :b ,, :c ."
      })
  void saysWhatToDoAboutASyntaxError(String turtle) throws IOException {
    assertThat(findings("@prefix : <http://e/> .\n" + turtle))
        .singleElement()
        .asString()
        .matches("(?s)ERROR \\[m.ttl:[234]:\\d+\\] (this is not Turtle: )?.+; .+")
        .doesNotContain("%1$s");
  }

  @Test
  void reportsASyntaxErrorInTurtle() throws IOException {
    assertThat(findings(START + "rml:subjectMap [ rml:template \"a\" .\n"))
        .singleElement()
        .asString()
        .startsWith("ERROR [m.ttl:5:")
        .contains("this is not Turtle: ");
  }

  @Test
  void reportsAMissingSubjectMap() throws IOException {
    assertThat(findings(START.replaceAll(";\\s*$", ".")))
        .containsExactly(
            "ERROR [m.ttl:3:1] the triples map has no subject map; expected exactly one"
                + " rml:subjectMap or rml:subject");
  }

  @Test
  void reportsAnUnbalancedTemplate() throws IOException {
    assertThat(findings(START + "rml:subjectMap [ rml:template \"http://example.org/{id\" ] ."))
        .containsExactly(
            "ERROR [m.ttl:5:16] template \"http://example.org/{id\": the brace at position 20 is"
                + " not closed; close it or escape it as \\{");
  }

  @Test
  void reportsAParentThatDoesNotExist() throws IOException {
    assertThat(
            findings(
                START
                    + """
                      rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
                      rml:predicateObjectMap [ rml:predicate ex:name ;
                        rml:objectMap [ rml:parentTriplesMap ex:mop ] ] .
                    """))
        .singleElement()
        .asString()
        .startsWith("ERROR [m.ttl:7:19] unknown triples map <http://example.org/mop>;");
  }

  @Test
  void reportsAMissingParentInATriplesMapWithOtherErrors() throws IOException {
    assertThat(
            findings(
                START
                    + """
                      rml:subjectMap [ rml:template "http://example.org/{id" ] ;
                      rml:predicateObjectMap [ rml:predicate ex:name ;
                        rml:objectMap [ rml:parentTriplesMap ex:mop ] ] .
                    """))
        .hasSize(2)
        .anyMatch(f -> f.contains("the brace at position 20 is not closed"))
        .anyMatch(f -> f.contains("unknown triples map <http://example.org/mop>"));
  }

  @Test
  void reportsAMissingMapping() throws IOException {
    Report report = new Report();
    assertThat(MappingReader.read(folder.resolve("none.ttl"), report)).isEmpty();
    assertThat(report.findings()).singleElement().asString().contains("the mapping does not exist");
  }

  @Test
  void reportsAFolderInPlaceOfAMapping() {
    Report report = new Report();
    assertThat(MappingReader.read(folder, report)).isEmpty();
    assertThat(report.findings())
        .singleElement()
        .asString()
        .contains(
            "the mapping cannot be read: '%s' is a folder; expected a file".formatted(folder));
  }

  @Test
  void warnsAboutTermsThatTheOntologyDoesNotHave() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("m.ttl"),
            START
                + """
                  rml:subjectMap [ rml:template "http://example.org/{id}" ; rml:class ex:Peron ] ;
                  rml:predicateObjectMap [ rml:predicate ex:nmae ; rml:objectMap [ rml:reference "a" ] ] ;
                  rml:predicateObjectMap [ rml:predicate ex:name ; rml:objectMap [ rml:reference "b" ] ] .
                """);
    Report report = new Report();
    Mapping mapping = MappingReader.read(file, report).orElseThrow();
    new MappingVocabulary(Set.of("http://example.org/name", "http://example.org/Person"))
        .check(mapping, report);
    assertThat(report.findings())
        .extracting(f -> f.toString().replace(folder.toAbsolutePath() + "/", ""))
        .containsExactly(
            "WARN [m.ttl:5:18] the ontology has no class <http://example.org/Peron>; did you mean"
                + " <http://example.org/Person>?",
            "WARN [m.ttl:6:26] the ontology has no property <http://example.org/nmae>; did you mean"
                + " <http://example.org/name>?");
  }
}
