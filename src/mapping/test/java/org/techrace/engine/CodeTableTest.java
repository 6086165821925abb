package org.techrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.engine.Workbench.Result;
import org.techrace.engine.expression.FunctionDescription;
import org.techrace.engine.expression.Functions;
import org.techrace.mapping.Mapping;
import org.techrace.mapping.MappingReader;
import org.techrace.rdf.RdfVersion;
import org.techrace.report.Report;

/// Values are mapped through code tables of the project with `fn:lookup`.
final class CodeTableTest {
  private static final String TABLE = "id,colour\n1,g\n2,b\n3,x\n4,g\n5,x\n6,\n7,y\n";
  private static final String COLOURS =
      "code,name,iri\ng,green,http://example.org/green\nb,blue,/b\n";

  @TempDir private Path folder;

  private static String lookup(String to, String more) {
    return """
    [ rml:functionExecution [ rml:function <https://w3id.org/techrace/tool/function#lookup> ; rml:input
      [ rml:parameter <https://w3id.org/techrace/tool/function#text> ; rml:inputValueMap [ rml:reference "colour" ] ] ,
      [ rml:parameter <https://w3id.org/techrace/tool/function#table> ; rml:inputValue "colours.csv" ] ,
      [ rml:parameter <https://w3id.org/techrace/tool/function#from> ; rml:inputValue "code" ] ,
      [ rml:parameter <https://w3id.org/techrace/tool/function#to> ; rml:inputValue "%s" ] %s ] ]
    """
        .formatted(to, more);
  }

  private Workbench bench() throws IOException {
    return new Workbench(folder).file("t.csv", TABLE).file("colours.csv", COLOURS);
  }

  private static String objects(String object) {
    return """
    rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
    rml:predicateObjectMap [ rml:predicate ex:colour ; rml:objectMap %s ]
    """
        .formatted(object);
  }

  @Test
  void returnsTheExampleOfItsDescription() throws IOException {
    FunctionDescription lookup =
        Functions.described().stream()
            .filter(f -> f.name().equals("lookup"))
            .findFirst()
            .orElseThrow();
    assertThat(lookup.call()).isEqualTo("lookup(\"g\", \"colours.csv\", \"code\", \"name\")");
    assertThat(bench().mapping(objects(lookup("name", ""))).run().quads())
        .contains(
            "<http://example.org/1> <http://example.org/colour> \"%s\" ."
                .formatted(lookup.result()));
  }

  @Test
  void listsValuesThatAreNotFoundWithTheirFirstRowAndTheirNumber() throws IOException {
    Result result = bench().mapping(objects(lookup("name", ""))).run();
    assertThat(result.quads()).hasSize(3);
    assertThat(result.findings())
        .containsExactly(
            "ERROR [t.csv:4] 'colour': 'x' is not in the column 'code' of colours.csv, in 2 rows;"
                + " correct it, add it to that table, or set fn:otherwise (mapping.ttl:8:90)",
            "ERROR [t.csv:8] 'colour': 'y' is not in the column 'code' of colours.csv, in 1 row;"
                + " correct it, add it to that table, or set fn:otherwise (mapping.ttl:8:90)");
  }

  @Test
  void usesAnotherValueForTextsThatAreNotFound() throws IOException {
    String otherwise =
        ", [ rml:parameter <https://w3id.org/techrace/tool/function#otherwise> ; rml:inputValue"
            + " \"grey\" ]";
    Result result = bench().mapping(objects(lookup("name", otherwise))).run();
    assertThat(result.findings()).isEmpty();
    assertThat(result.quads())
        .hasSize(6)
        .contains("<http://example.org/7> <http://example.org/colour> \"grey\" .");
  }

  @Test
  void skipsRowsWithTextsThatAreNotFound() throws IOException {
    Workbench bench = bench().mapping(objects(lookup("name", "")));
    List<String> skipped = new ArrayList<>();
    Report report = new Report((row, message) -> skipped.add(message));
    Mapping mapping =
        MappingReader.read(folder.resolve("mapping.ttl"), Path.of(""), RdfVersion.RDF_1_1, report)
            .orElseThrow();
    try (OutputStream out = OutputStream.nullOutputStream()) {
      assertThat(new Engine(mapping, bench.options(), report).writeNQuads(out)).isEqualTo(3);
    }
    assertThat(report.findings()).isEmpty();
    assertThat(report.badRows()).isEqualTo(3);
    assertThat(skipped).hasSize(3).allMatch(fault -> fault.contains("is not in the column 'code'"));
  }

  @Test
  void readsTheTableNextToTheMappingThatNamesIt() throws IOException {
    Path first = Files.createDirectory(folder.resolve("first"));
    Path second = Files.createDirectory(folder.resolve("second"));
    List<Mapping> mappings = new ArrayList<>();
    Report report = new Report();
    for (Path each : List.of(first, second)) {
      String name = each.getFileName().toString();
      new Workbench(each)
          .file("t.csv", "id,colour\n%s,g\n".formatted(name))
          .file("colours.csv", "code,name\ng,green of the %s\n".formatted(name))
          .mapping(objects(lookup("name", "")));
      Path file = each.resolve("mapping.ttl");
      Files.writeString(file, Files.readString(file).replace("#map", "#" + name));
      mappings.add(MappingReader.read(file, report).orElseThrow());
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Engine(
            Mapping.union(mappings, report).orElseThrow(), new Workbench(folder).options(), report)
        .writeNQuads(out);
    assertThat(report.findings()).isEmpty();
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .containsExactlyInAnyOrder(
            "<http://example.org/first> <http://example.org/colour> \"green of the first\" .",
            "<http://example.org/second> <http://example.org/colour> \"green of the second\" .");
  }

  @Test
  void returnsIris() throws IOException {
    String iri = lookup("iri", "").stripTrailing().replaceFirst("]$", "; rml:termType rml:IRI ]");
    assertThat(bench().mapping(objects(iri)).run().quads())
        .contains(
            "<http://example.org/1> <http://example.org/colour> <http://example.org/green> .");
  }

  @Test
  void countsTheRowsOfAViewOnce() throws IOException {
    Result result =
        bench()
            .file(
                "mapping.ttl",
                Workbench.PREFIXES
                    + """
                    <#view> rml:viewOn [ rml:source [ rml:path "t.csv" ; rml:null "" ] ; rml:referenceFormulation rml:CSV ] ;
                      rml:field [ rml:fieldName "id" ; rml:reference "id" ] , [ rml:fieldName "c" ; rml:functionExecution [
                    """
                    + lookup("name", "").substring("[ rml:functionExecution [".length())
                    + """
                    .
                    <#a> rml:logicalSource <#view> ; rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
                      rml:predicateObjectMap [ rml:predicate ex:a ; rml:objectMap [ rml:reference "c" ] ] .
                    <#b> rml:logicalSource <#view> ; rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
                      rml:predicateObjectMap [ rml:predicate ex:b ; rml:objectMap [ rml:reference "c" ] ] .
                    """)
            .run();
    assertThat(result.quads()).hasSize(6);
    assertThat(result.findings()).hasSize(2);
    assertThat(result.findings().getFirst()).startsWith("ERROR [t.csv:4]").contains("in 2 rows");
  }

  @Test
  void reportsATableThatIsMissingOrLacksAColumn() throws IOException {
    Result result = bench().mapping(objects(lookup("nme", ""))).run();
    assertThat(result.quads()).isEmpty();
    assertThat(result.findings())
        .containsExactly(
            "ERROR [colours.csv:1] unknown column 'nme'; did you mean 'name'? (mapping.ttl:8:90)");
    Result missing =
        new Workbench(folder).file("colours.csv", "").mapping(objects(lookup("name", ""))).run();
    assertThat(missing.findings().getFirst()).startsWith("ERROR [colours.csv] the file is empty");
  }

  @Test
  void isCalledFromYarrrml() throws IOException {
    Result result =
        bench()
            .file(
                "mapping.yml",
                """
                prefixes:
                  ex: http://example.org/
                  fn: https://w3id.org/techrace/tool/function#
                mappings:
                  thing:
                    sources:
                      - [t.csv~csv]
                    s: ex:$(id)
                    po:
                      - p: ex:colour
                        o:
                          function: fn:lookup
                          parameters:
                            - [text, $(colour)]
                            - [table, colours.csv]
                            - [from, code]
                            - [to, name]
                """)
            .runFile("mapping.yml");
    assertThat(result.quads()).hasSize(3);
    assertThat(result.findings()).hasSize(2);
  }
}
