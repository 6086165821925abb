package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several mappings in one run, and the meaning of the first version of RML.
final class SeveralMappingsTest {
  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void write() throws IOException {
    Files.createDirectories(folder.resolve("maps"));
    Files.writeString(folder.resolve("maps/a.csv"), "id,x\n1,10\n");
    Files.writeString(folder.resolve("maps/b.json"), "[{\"id\": 1, \"y\": 20}]");
    Files.writeString(folder.resolve("maps/1.ttl"), mapping("A", "a.csv", "ql:CSV", "", "x"));
    Files.writeString(
        folder.resolve("maps/2.rml"),
        mapping("B", "b.json", "ql:JSONPath", "rml:iterator \"$[*]\" ;", "y"));
  }

  private static String mapping(
      String name, String file, String formulation, String iterator, String reference) {
    return """
    @prefix rr: <http://www.w3.org/ns/r2rml#> .
    @prefix rml: <http://semweb.mmlab.be/ns/rml#> .
    @prefix ql: <http://semweb.mmlab.be/ns/ql#> .
    @prefix ex: <http://example.org/> .
    @base <http://example.org/maps/> .
    <%1$s> rml:logicalSource [ rml:source "%2$s" ; rml:referenceFormulation %3$s ; %4$s ] ;
      rr:subjectMap [ rr:template "http://example.org/{id}" ] ;
      rr:predicateObjectMap [ rr:predicate ex:%5$s ; rr:objectMap [ rml:reference "%5$s" ] ] .
    """
        .formatted(name, file, formulation, iterator, reference);
  }

  private Project.Outcome map(String... options) throws IOException {
    String[] command = new String[options.length + 3];
    command[0] = "map";
    command[1] = "-o";
    command[2] = folder.resolve("o.nt").toString();
    System.arraycopy(options, 0, command, 3, options.length);
    return Project.at(folder).run(command);
  }

  private String output() throws IOException {
    return Files.readString(folder.resolve("o.nt"));
  }

  @Test
  void mapsAFolderOfMappingsInOneRun() throws IOException {
    assertThat(map(folder.resolve("maps").toString()).code()).isZero();
    assertThat(output())
        .contains("<http://example.org/1> <http://example.org/x> \"10\" .")
        .contains("<http://example.org/y> \"20\"^^<http://www.w3.org/2001/XMLSchema#integer> .");
  }

  @Test
  void namesTheMappingsThatAreNotInTheFolderItself() throws IOException {
    Files.writeString(folder.resolve("maps/a.csv-metadata.json"), "{}");
    Files.createDirectory(folder.resolve("maps/more"));
    Files.writeString(folder.resolve("maps/more/3.yml"), "");
    assertThat(map(folder.resolve("maps").toString()).err())
        .contains("WARN")
        .contains("are run, not a.csv-metadata.json, more/3.yml; name them");
  }

  @Test
  void mapsSeveralFiles() throws IOException {
    String one = folder.resolve("maps/1.ttl").toString();
    assertThat(map(one, folder.resolve("maps/2.rml").toString()).code()).isZero();
    assertThat(output()).hasLineCount(2);
  }

  @Test
  void numbersOfJsonArePlainInTheFirstVersion() throws IOException {
    String file = folder.resolve("maps/2.rml").toString();
    assertThat(map(file, "--rml=2014").code()).isZero();
    assertThat(output()).contains("<http://example.org/y> \"20\" .");
    assertThat(map(file, "--rml=2015").err()).contains("--rml is '2015'; expected 2014");
  }

  @Test
  void mapsAConfigurationOfMorphKgc() throws IOException {
    Path settings =
        Files.writeString(
            folder.resolve("maps/c.ini"),
            """
            [CONFIGURATION]
            output_file = graph.nt
            ; a comment
            [First]
            mappings = 1.ttl
            [Second]
            mappings: 2.rml
            """);
    Project.Outcome outcome = map(settings.toString());
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.err())
        .contains("INFO", "the section CONFIGURATION has no effect: output_file");
    assertThat(output()).hasLineCount(2);
    Files.writeString(settings, "[First]\nmappings = 1.ttl\nfile_path = x.csv\n");
    assertThat(map(settings.toString()).err())
        .contains("the section First has 'file_path', which is not supported");
    Files.writeString(settings, "[First]\nmappings = 1.ttl\nwhat\n");
    assertThat(map(settings.toString()).err()).contains("c.ini:3] expected a section");
  }

  @Test
  void refusesTwoTriplesMapsOfOneName() throws IOException {
    Files.copy(folder.resolve("maps/1.ttl"), folder.resolve("maps/3.ttl"));
    Project.Outcome outcome = map(folder.resolve("maps").toString());
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("the triples map", "is also in", "1.ttl:");
  }

  @Test
  void refusesAFolderWithoutMappings() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("none"));
    Project.Outcome outcome = map(empty.toString());
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("the folder has no mapping");
  }
}
