package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A project adds functions: in SPARQL in its folder `functions/`, and in Java in jars that the
/// user allows.
final class UserFunctionsTest {
  private static final String FUNCTIONS =
      """
      @prefix sh: <http://www.w3.org/ns/shacl#> .
      @prefix tool: <https://w3id.org/techrace/tool#> .
      @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
      @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
      @prefix my: <https://example.org/functions#> .

      my:fullName a sh:SPARQLFunction ; rdfs:comment "First and last name" ;
        sh:parameter [ sh:path my:last ; sh:order 2 ] , [ sh:path my:first ; sh:order 1 ] , [ sh:path my:title ; sh:optional true ; sh:order 3 ] ;
        sh:select "SELECT (CONCAT(COALESCE(CONCAT(?title, ' '), ''), ?first, ' ', ?last) AS ?name) {}" ;
        tool:example [ tool:arguments ( "Ada" "Lovelace" ) ; tool:result "Ada Lovelace" ] ,
          [ tool:arguments ( "Ada" "Lovelace" "Lady" ) ; tool:result "Lady Ada Lovelace" ] .

      my:halves a sh:SPARQLFunction ;
        sh:parameter [ sh:path my:number ; sh:datatype xsd:integer ] ;
        sh:select "SELECT ?half { VALUES ?d { 2 4 } BIND (?number / ?d AS ?half) } ORDER BY ?d" ;
        tool:example [ tool:arguments ( "10" ) ; tool:result "5.0 | 2.5" ] .
      """;

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void files() throws IOException {
    Files.createDirectories(folder.resolve("functions"));
    Files.writeString(folder.resolve("functions/own.ttl"), FUNCTIONS);
    Files.writeString(folder.resolve("t.csv"), "id,first,last,n\n1,Ada,Lovelace,10\n2,Al,B.,4\n");
  }

  private Path mapping(String function, String... parameters) throws IOException {
    StringBuilder inputs = new StringBuilder();
    for (int i = 0; i < parameters.length; i += 2) {
      inputs
          .append(i == 0 ? "" : " , ")
          .append(
              "[ rml:parameter my:%s ; rml:inputValueMap [ rml:reference \"%s\" ] ]"
                  .formatted(parameters[i], parameters[i + 1]));
    }
    return Files.writeString(
        folder.resolve("mapping.ttl"),
        """
        @prefix rml: <http://w3id.org/rml/> .
        @prefix my: <https://example.org/functions#> .
        <#map> rml:logicalSource [ rml:source [ rml:path "t.csv" ] ; rml:referenceFormulation rml:CSV ] ;
          rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
          rml:predicateObjectMap [ rml:predicate <http://example.org/p> ; rml:objectMap [
            rml:functionExecution [ rml:function my:%s ; rml:input %s ] ] ] .
        """
            .formatted(function, inputs));
  }

  /// Runs `map`, and returns the lines of its output.
  private String map(Path mapping, String... options) throws IOException {
    Path out = folder.resolve("out.nq");
    Project.Outcome outcome =
        Project.at(folder)
            .run(
                Stream.concat(
                        Stream.of("map", mapping.toString(), "-o", out.toString()),
                        Stream.of(options))
                    .toArray(String[]::new));
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return Files.readString(out);
  }

  @Test
  void callsFunctionsInSparql() throws IOException {
    assertThat(map(mapping("fullName", "first", "first", "last", "last")).lines())
        .containsExactlyInAnyOrder(
            "<http://example.org/1> <http://example.org/p> \"Ada Lovelace\" .",
            "<http://example.org/2> <http://example.org/p> \"Al B.\" .");
    assertThat(map(mapping("halves", "number", "n")).lines())
        .containsExactlyInAnyOrder(
            "<http://example.org/1> <http://example.org/p>"
                + " \"5.0\"^^<http://www.w3.org/2001/XMLSchema#decimal> .",
            "<http://example.org/1> <http://example.org/p>"
                + " \"2.5\"^^<http://www.w3.org/2001/XMLSchema#decimal> .",
            "<http://example.org/2> <http://example.org/p>"
                + " \"2.0\"^^<http://www.w3.org/2001/XMLSchema#decimal> .",
            "<http://example.org/2> <http://example.org/p>"
                + " \"1.0\"^^<http://www.w3.org/2001/XMLSchema#decimal> .");
  }

  @Test
  void reportsAnArgumentForWhichTheAnswerHasNoValue() throws IOException {
    Files.writeString(folder.resolve("t.csv"), "id,first,last,n\n1,Ada,Lovelace,x\n");
    Project.Outcome outcome =
        Project.at(folder).run("map", mapping("halves", "number", "n").toString());
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .contains("t.csv:2] the function <https://example.org/functions#halves> has no value for")
        .contains("number=x");
  }

  @Test
  void listsThemWithTheirExamples() {
    Project.Outcome outcome = Project.at(folder).run("functions", "name");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains(
            "<https://example.org/functions#fullName> (<https://example.org/functions#first>,"
                + " <https://example.org/functions#last>, [<https://example.org/functions#title>])",
            "    First and last name.",
            "    fullName(\"Ada\", \"Lovelace\") = Ada Lovelace");
  }

  @Test
  void reportsExamplesAndQueriesThatAreWrong() throws IOException {
    Files.writeString(
        folder.resolve("functions/own.ttl"),
        FUNCTIONS.replace("\"5.0 | 2.5\"", "\"5\"").replace("rdfs:comment", "sh:comment"));
    Files.writeString(
        folder.resolve("functions/bad.ttl"),
        """
        @prefix sh: <http://www.w3.org/ns/shacl#> .
        <https://example.org/functions#bad> a sh:SPARQLFunction ; sh:select "SELECT (1 AS" .
        <https://example.org/functions#far> a sh:SPARQLFunction ;
          sh:select "SELECT ?x { SERVICE <http://example.org/> { ?x ?y ?z } }" .
        """);
    Project.Outcome outcome = Project.at(folder).run("functions");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .contains(
            "bad.ttl:2:1] sh:select is not a query: ",
            "bad.ttl:3:1] the query is refused: SERVICE is not available here",
            "own.ttl:7:35] sh:comment is not allowed in a function; there are: parameter",
            "own.ttl:16:16] the example of <https://example.org/functions#halves> returns '5.0 |"
                + " 2.5'; expected '5'");
  }

  /// Writes a jar with a provider of one function.
  private void jar() throws IOException {
    Path source = folder.resolve("Toy.java");
    Files.writeString(
        source,
        """
        import java.util.List;
        import org.techrace.engine.expression.*;
        public class Toy implements FunctionProvider, MappingFunction {
          public List<MappingFunction> functions() { return List.of(this); }
          public String iri() { return "https://example.org/functions#shout"; }
          public List<String> parameters() { return List.of("https://example.org/functions#text"); }
          public String description() { return "The text with an exclamation mark"; }
          public List<String> exampleArguments() { return List.of("yes"); }
          public String exampleResult() { return "yes!"; }
          public List<String> call(List<String> arguments) {
            if (arguments.get(0).contains(".")) throw new IllegalArgumentException("no full stops");
            if (arguments.get(0).equals("null")) return null;
            if (arguments.get(0).equals("hole")) return java.util.Arrays.asList("a", null);
            if (arguments.get(0).equals("crash")) throw new NullPointerException("oops");
            return List.of(arguments.get(0) + "!");
          }
        }
        """);
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(
                    null,
                    null,
                    null,
                    "-cp",
                    System.getProperty("java.class.path"),
                    source.toString()))
        .isZero();
    Files.createDirectories(folder.resolve("plugins"));
    try (OutputStream out = Files.newOutputStream(folder.resolve("plugins/toy.jar"));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("Toy.class"));
      zip.write(Files.readAllBytes(folder.resolve("Toy.class")));
      zip.putNextEntry(
          new ZipEntry("META-INF/services/org.techrace.engine.expression.FunctionProvider"));
      zip.write("Toy".getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void callsFunctionsInJavaAndReportsTheirErrorsAtTheRow() throws IOException {
    jar();
    Project.Outcome unknown =
        Project.at(folder).run("map", mapping("shout", "text", "first").toString());
    assertThat(unknown.code()).isEqualTo(1);
    assertThat(unknown.err()).contains("WARN [plugins] the code in toy.jar does not run");
    String jars = folder.resolve("plugins").toString();
    assertThat(map(mapping("shout", "text", "first"), "--plugins", jars))
        .contains("<http://example.org/1> <http://example.org/p> \"Ada!\" .");
    assertThat(Project.at(folder).run("functions", "exclamation", "--plugins", jars).out())
        .contains("<https://example.org/functions#shout>", "    shout(\"yes\") = yes!");
    Project.Outcome outcome =
        Project.at(folder)
            .run("map", mapping("shout", "text", "last").toString(), "--plugins", jars);
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("t.csv:3] no full stops (");
    Files.writeString(
        folder.resolve("t.csv"), "id,last\n1,null\n2,hole\n3,crash\n4,full.stop\n5,Al\n");
    Project.Outcome faults =
        Project.at(folder)
            .run("map", mapping("shout", "text", "last").toString(), "--plugins", jars);
    assertThat(faults.code()).as(faults.err()).isEqualTo(1);
    String function = "the function <https://example.org/functions#shout> of ";
    assertThat(faults.err())
        .contains(
            "t.csv:2] " + function + "[null] returns null; expected a list, empty for no value (",
            "t.csv:3] " + function + "[hole] returns null; expected a list, empty for no value (",
            "t.csv:4] " + function + "[crash] throws java.lang.NullPointerException: oops (",
            "t.csv:5] no full stops (");
  }
}
