package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The output is in English, with any language of the machine.
final class LocaleTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void onAGermanMachine() throws Exception {
    Files.writeString(folder.resolve("t.csv"), "id,value\n" + "1," + "y".repeat(20_000) + "\n");
    Files.writeString(folder.resolve("t.xml"), "<r><x></r>");
    Files.writeString(
        folder.resolve("m.ttl"),
        """
        @prefix rml: <http://w3id.org/rml/> .
        @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
        @prefix ex: <http://example.org/> .
        <#t> rml:logicalSource [ rml:source [ rml:path "t.csv" ] ; rml:referenceFormulation rml:CSV ] ;
          rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
          rml:predicateObjectMap [ rml:predicate ex:value ; rml:objectMap [ rml:reference "value" ; rml:datatype xsd:integer ] ] .
        <#x> rml:logicalSource [ rml:source [ rml:path "t.xml" ] ; rml:referenceFormulation rml:XPath ; rml:iterator "/r/x" ] ;
          rml:subjectMap [ rml:constant ex:x ; rml:class ex:X ] .
        """);
    assertThat(german("map", "m.ttl"))
        .contains("the value has 20,000 characters; at most 5,000 are allowed")
        .contains("must be terminated by the matching end-tag");
  }

  /// Runs a command with a German locale and returns its output.
  private String german(String... arguments) throws Exception {
    Process process =
        new ProcessBuilder(
                Stream.concat(
                        Stream.of(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-Duser.language=de",
                            "-Duser.country=DE",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Main.class.getName()),
                        Stream.of(arguments))
                    .toList())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
