package org.techrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.techrace.mapping.MappingReader;
import org.techrace.rdf.RdfVersion;
import org.techrace.report.Finding;
import org.techrace.report.Report;

/// Joins whose parents have subjects that are made of the join key alone, so that only the keys are
/// stored.
final class JoinTest {
  private static final int ROWS = 20_000;

  private static final String TABLES =
      Workbench.PREFIXES
          + """
          <#children> rml:logicalSource [ rml:source [ rml:path "c.csv" ; rml:null "" ] ; rml:referenceFormulation rml:CSV ] ;
            rml:subjectMap [ rml:template "http://example.org/c/{id}" ] ;
            rml:predicateObjectMap [ rml:predicate ex:parent ; rml:objectMap [
              rml:parentTriplesMap <#parents> ; rml:joinCondition [ rml:child "key" ; rml:parent "name" ] ] ] .
          <#parents> rml:logicalSource [ rml:source [ rml:path "p.csv" ; rml:null "" ] ; rml:referenceFormulation rml:CSV ] ;
          """;

  @TempDir private Path folder = Path.of("");

  private Workbench bench() {
    return new Workbench(folder);
  }

  /// Keys that repeat, are empty, need an encoding in IRIs, or are quoted with quotes inside.
  @ParameterizedTest
  @CsvSource({"1, 100000000", "2, 100000000", "3, 65536"})
  void joinsEachRowWithTheParentsOfItsKey(int threads, long memory) throws IOException {
    StringBuilder parents = new StringBuilder("name,other\n");
    StringBuilder children = new StringBuilder("id,key\n");
    Set<String> expected = new TreeSet<>();
    for (int i = 0; i < ROWS; i++) {
      int parent = i % (ROWS / 2);
      parents.append("%s,%d\n".formatted(cell(parent), i));
      // Every other key has no parent.
      children.append("%d,%s\n".formatted(i, cell(i)));
      if (i < ROWS / 2 && i % 10 != 3) {
        expected.add(
            "<http://example.org/c/%d> <http://example.org/parent> <http://example.org/p/%s> ."
                .formatted(i, encoded(i)));
      }
    }
    bench()
        .file("p.csv", parents.toString())
        .file("c.csv", children.toString())
        .file(
            "mapping.ttl",
            TABLES + "rml:subjectMap [ rml:template \"http://example.org/p/{name}\" ] .\n");
    List<String> lines = run(bench().options().withThreads(threads).withMemory(memory));
    assertThat(lines).doesNotHaveDuplicates();
    assertThat(new TreeSet<>(lines)).isEqualTo(expected);
  }

  private static String cell(int key) {
    return switch (key % 10) {
      case 1 -> "\"a \"\"quoted\"\" key %d\"".formatted(key);
      case 2 -> "clé %d".formatted(key);
      case 3 -> "";
      default -> "k" + key;
    };
  }

  private static String encoded(int key) {
    return switch (key % 10) {
      case 1 -> "a%%20%%22quoted%%22%%20key%%20%d".formatted(key);
      case 2 -> "clé%%20%d".formatted(key);
      default -> "k" + key;
    };
  }

  @Test
  void joinsNoParentWhoseSubjectIsNotValid() throws IOException {
    bench()
        .file("p.csv", "name\nx\nnot valid\nhttp://example.com/y\n")
        .file("c.csv", "id,key\n1,x\n2,not valid\n3,http://example.com/y\n4,z\n")
        .file("mapping.ttl", TABLES + "rml:subjectMap [ rml:reference \"name\" ] .\n");
    Workbench.Result result = bench().run();
    assertThat(result.quads())
        .containsExactly(
            "<http://example.org/c/1> <http://example.org/parent> <http://example.org/x> .",
            "<http://example.org/c/3> <http://example.org/parent> <http://example.com/y> .");
    assertThat(result.findings())
        .singleElement()
        .asString()
        .contains("p.csv:3", "'not valid' is not an IRI");
  }

  /// Tables that refer to each other and to themselves: not every parent can be read before its
  /// children.
  @ParameterizedTest
  @CsvSource({"1", "3"})
  void joinsTablesThatReferToEachOther(int threads) throws IOException {
    StringBuilder people = new StringBuilder("id,boss,town\n");
    StringBuilder towns = new StringBuilder("name,mayor\n");
    Set<String> expected = new TreeSet<>();
    for (int i = 0; i < ROWS; i++) {
      people.append("%d,%d,t%d\n".formatted(i, i / 2, i));
      towns.append("t%d,%d\n".formatted(i, i + 1));
      expected.add(triple("person/" + i, "boss", "person/" + i / 2));
      expected.add(triple("person/" + i, "town", "town/t%d".formatted(i)));
      if (i + 1 < ROWS) {
        expected.add(triple("town/t%d".formatted(i), "mayor", "person/" + (i + 1)));
      }
    }
    bench()
        .file("people.csv", people.toString())
        .file("towns.csv", towns.toString())
        .file(
            "mapping.ttl",
            Workbench.PREFIXES
                + """
                <#people> rml:logicalSource [ rml:source [ rml:path "people.csv" ] ; rml:referenceFormulation rml:CSV ] ;
                  rml:subjectMap [ rml:template "http://example.org/person/{id}" ] ;
                  rml:predicateObjectMap [ rml:predicate ex:boss ; rml:objectMap [
                    rml:parentTriplesMap <#people> ; rml:joinCondition [ rml:child "boss" ; rml:parent "id" ] ] ] ;
                  rml:predicateObjectMap [ rml:predicate ex:town ; rml:objectMap [
                    rml:parentTriplesMap <#towns> ; rml:joinCondition [ rml:child "town" ; rml:parent "name" ] ] ] .
                <#towns> rml:logicalSource [ rml:source [ rml:path "towns.csv" ] ; rml:referenceFormulation rml:CSV ] ;
                  rml:subjectMap [ rml:template "http://example.org/town/{name}" ] ;
                  rml:predicateObjectMap [ rml:predicate ex:mayor ; rml:objectMap [
                    rml:parentTriplesMap <#people> ; rml:joinCondition [ rml:child "mayor" ; rml:parent "id" ] ] ] .
                """);
    assertThat(new TreeSet<>(run(bench().options().withThreads(threads)))).isEqualTo(expected);
  }

  private static String triple(String subject, String predicate, String object) {
    return "<http://example.org/%s> <http://example.org/%s> <http://example.org/%s> ."
        .formatted(subject, predicate, object);
  }

  /// The parents are those of all rows of their table, also of rows that repeat others or whose own
  /// triples have an error.
  @ParameterizedTest
  @CsvSource({"1", "3"})
  void joinsParentsCollectedFromRowsOfTheirOwnTriples(int threads) throws IOException {
    StringBuilder parents = new StringBuilder("name,code,kind\n");
    for (int i = 0; i < ROWS; i++) {
      parents.append("n%d,c%d,http://example.org/same\n".formatted(i % 10, i % 10));
    }
    bench()
        .file("p.csv", parents + "last,c5,not valid\n")
        .file("c.csv", "id,key\n1,c5\n2,c6\n3,none\n")
        .file(
            "mapping.ttl",
            TABLES.replace("\"name\" ]", "\"code\" ]")
                + """
                rml:subjectMap [ rml:template "http://example.org/p/{name}" ] ;
                rml:predicateObjectMap [ rml:predicate ex:kind ; rml:objectMap [ rml:reference "kind" ; rml:termType rml:IRI ] ] .
                """);
    Report report = new Report();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Engine(
            MappingReader.read(folder.resolve("mapping.ttl"), report).orElseThrow(),
            bench().options().withThreads(threads),
            report)
        .writeNQuads(out);
    assertThat(report.findings())
        .singleElement()
        .asString()
        .contains("p.csv:" + (ROWS + 2), "'not valid' is not an IRI");
    assertThat(out.toString(StandardCharsets.UTF_8).lines().filter(l -> l.contains("parent>")))
        .containsExactlyInAnyOrder(
            triple("c/1", "parent", "p/n5"),
            triple("c/1", "parent", "p/last"),
            triple("c/2", "parent", "p/n6"));
  }

  /// A parent with several values of the key has several subjects, also those of its other values.
  @Test
  void joinsParentsWithSeveralKeys() throws IOException {
    bench()
        .file(
            "p.json",
            """
            [{"id": ["a", "b"]}, {"id": ["a"]}, {"id": ["c"]}, {"id": ["d"]}, {"id": ["d", "e"]}]
            """)
        .file(
            "c.json",
            """
            [{"id": 1, "key": ["a", "c"]}, {"id": 2, "key": ["b"]}, {"id": 3, "key": ["d"]}]
            """)
        .file(
            "mapping.ttl",
            Workbench.PREFIXES
                + """
                <#children> rml:logicalSource [ rml:source [ rml:path "c.json" ] ; rml:referenceFormulation rml:JSONPath ; rml:iterator "$[*]" ] ;
                  rml:subjectMap [ rml:template "http://example.org/c/{$.id}" ] ;
                  rml:predicateObjectMap [ rml:predicate ex:parent ; rml:objectMap [
                    rml:parentTriplesMap <#parents> ; rml:joinCondition [ rml:child "$.key[*]" ; rml:parent "$.id[*]" ] ] ] .
                <#parents> rml:logicalSource [ rml:source [ rml:path "p.json" ] ; rml:referenceFormulation rml:JSONPath ; rml:iterator "$[*]" ] ;
                  rml:subjectMap [ rml:template "http://example.org/p/{$.id[*]}" ] .
                """);
    List<String> expected = new ArrayList<>();
    for (String pair : List.of("1 a", "1 b", "1 c", "2 a", "2 b", "3 d", "3 e")) {
      expected.add(
          "<http://example.org/c/%c> <http://example.org/parent> <http://example.org/p/%c> ."
              .formatted(pair.charAt(0), pair.charAt(2)));
    }
    Workbench.Result result = bench().run();
    assertThat(result.findings()).isEmpty();
    assertThat(result.quads()).isEqualTo(expected);
  }

  private List<String> run(EngineOptions options) throws IOException {
    Report report = new Report();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Engine(
            MappingReader.read(folder.resolve("mapping.ttl"), report).orElseThrow(),
            options,
            report)
        .writeNQuads(out);
    assertThat(report.findings()).extracting(Finding::toString).isEmpty();
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @ParameterizedTest
  @CsvSource({"1", "2"})
  void warnsOfAnEmptyKeyThatJoinsAnEmptyKey(int conditions) throws IOException {
    String second = ", [ rml:child \"f\" ; rml:parent \"u\" ]";
    bench()
        .file("c.csv", "id,f,g\n1,x,1\n3,x,\n")
        .file("p.csv", "k,u,v\nA,x,1\nD,x,\n")
        .file(
            "mapping.ttl",
            TABLES
                    .replace(" ; rml:null \"\"", "")
                    .replace("\"key\"", "\"g\"")
                    .replace("\"name\" ]", "\"v\" ]" + (conditions == 2 ? second : ""))
                + """
                rml:subjectMap [ rml:template "http://example.org/p/{k}" ] .
                """);
    Workbench.Result result = bench().run();
    assertThat(result.quads()).hasSize(2);
    assertThat(result.findings())
        .singleElement()
        .asString()
        .startsWith(
            "WARN [c.csv:3] an empty key joins an empty key of p.csv:3; if it means that there is"
                + " no value, add rml:null \"\" to the source");
  }

  @Test
  void refusesAnArrayAsAKeyOnBothSides() throws IOException {
    bench()
        .file("c.json", "[{\"id\":1,\"f\":1},{\"id\":2,\"f\":[1,2]}]")
        .file("p.json", "[{\"k\":1},{\"k\":{\"x\":1}}]")
        .file(
            "mapping.ttl",
            Workbench.PREFIXES
                + """
                <#c> rml:logicalSource [ rml:source [ rml:path "c.json" ] ; rml:referenceFormulation rml:JSONPath ; rml:iterator "$[*]" ] ;
                  rml:subjectMap [ rml:template "http://example.org/c/{id}" ] ;
                  rml:predicateObjectMap [ rml:predicate ex:parent ; rml:objectMap [
                    rml:parentTriplesMap <#p> ; rml:joinCondition [ rml:child "f" ; rml:parent "k" ] ] ] .
                <#p> rml:logicalSource [ rml:source [ rml:path "p.json" ] ; rml:referenceFormulation rml:JSONPath ; rml:iterator "$[*]" ] ;
                  rml:subjectMap [ rml:constant ex:p ] .
                """);
    assertThat(bench().run().findings())
        .hasSize(2)
        .allMatch(
            finding ->
                finding.startsWith("ERROR [")
                    && finding.contains("a key of the join is an array or object"))
        .anyMatch(finding -> finding.contains("p.json"))
        .anyMatch(finding -> finding.contains("c.json"));
  }

  @Test
  void saysThatLinksToRowsThatWereSetAsideRemain() throws IOException {
    bench()
        .file("c.csv", "id,key\n1,x\n2,y\n")
        .file("p.csv", "name,d\nx,2025-13-01\ny,2025-01-01\n")
        .file(
            "mapping.ttl",
            TABLES
                + """
                rml:subjectMap [ rml:template "http://example.org/p/{name}" ] ;
                rml:predicateObjectMap [ rml:predicate ex:d ; rml:objectMap [ rml:reference "d" ; rml:datatype xsd:date ] ] .
                """);
    Report report = new Report((_, _) -> {});
    new Engine(
            MappingReader.read(
                    folder.resolve("mapping.ttl"), Path.of(""), RdfVersion.RDF_1_1, report)
                .orElseThrow(),
            bench().options(),
            report)
        .writeNQuads(new ByteArrayOutputStream());
    assertThat(report.findings())
        .singleElement()
        .asString()
        .contains(
            "rows of the parent were set aside",
            "p.csv:2; links to their subjects remain, which nothing describes");
  }

  @Test
  void namesOnlyTheMissingConditionOfAParentInAnotherTable() throws IOException {
    bench()
        .file("c.csv", "id\n1\n")
        .file("p.csv", "name\nx\n")
        .file(
            "mapping.ttl",
            TABLES.replace("rml:joinCondition [ rml:child \"key\" ; rml:parent \"name\" ]", "")
                + "rml:subjectMap [ rml:template \"http://example.org/p/{name}\" ; rml:class ex:P ]"
                + " .");
    assertThat(bench().run().findings())
        .singleElement()
        .asString()
        .contains("<#parents> iterates over another source; add an rml:joinCondition");
  }
}
