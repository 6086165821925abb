package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A shape or check of a project that does not end is stopped, with a finding that names it, and
/// the others are evaluated.
@Tag("long")
final class CheckLimitsTest {
  /// More rows than any machine counts.
  private static final String ROWS =
      "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o . ?p ?q ?r . ?s ?t ?u . ?v ?w ?x";

  /// The same, each with a condition that needs the whole row.
  private static final String ENDLESS =
      ROWS
          + " FILTER(CONCAT(STR(?a), STR(?d), STR(?g), STR(?j), STR(?m), STR(?p), STR(?s), STR(?v))"
          + " != '') }";

  private static final String PREFIXES =
      """
      PREFIX sh: <http://www.w3.org/ns/shacl#>
      PREFIX tr: <https://w3id.org/techrace/ontology#>
      PREFIX ex: <https://example.org/>
      """;

  /// A shape that every telescope violates.
  private static final String VIOLATED =
      "ex:violated a sh:NodeShape ; sh:targetClass tr:Telescope ;"
          + " sh:property [ sh:path ex:nothing ; sh:minCount 1 ; sh:message \"Nothing.\" ] .\n";

  @TempDir private Path folder = Path.of("");

  private Project.Outcome checked(String file, String text) throws Exception {
    Project project = Project.in(folder);
    project.write("ontology/shapes/others.ttl", PREFIXES + VIOLATED);
    project.write(file, text);
    return project.run("check", "--check-seconds", "1");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          rows that are counted | sh:sparql [ sh:select "SELECT $this (COUNT(*) AS ?value) ENDLESS GROUP BY $this" ]
          a filter that none passes | sh:sparql [ sh:select "SELECT $this { FILTER NOT EXISTS NONE }" ]
          values without the graph | sh:sparql [ sh:select "SELECT $this { VALUES ?a { N } VALUES ?b { N } VALUES ?c { N } VALUES ?d { N } VALUES ?e { N } VALUES ?f { N } VALUES ?g { N } VALUES ?h { N } VALUES ?i { N } FILTER(?a + ?b + ?c + ?d + ?e + ?f + ?g + ?h + ?i < 0) }" ]
          a pattern that backtracks | sh:property [ sh:path ([ sh:zeroOrMorePath tr:nothing ]) ; sh:pattern "^(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)!$" ]
          """)
  void stopsAShapeAlone(String what, String constraint) throws Exception {
    String text =
        constraint
            .replace("ENDLESS", ENDLESS)
            .replace("NONE", ENDLESS.replace("!=", "="))
            .replace(" N ", " 1 2 3 4 5 6 7 8 9 10 ");
    Project.Outcome outcome =
        checked(
            "ontology/shapes/endless.ttl",
            PREFIXES
                + "ex:endless a sh:NodeShape ; sh:targetClass tr:Telescope ; %s .".formatted(text));
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(1);
    assertThat(outcome.findings())
        .anyMatch(
            line ->
                line.startsWith("ERROR [ontology/shapes/endless.ttl] the shape ")
                    && line.contains("endless")
                    && line.endsWith("exceeds the limit of 1 seconds"))
        .anyMatch(line -> line.contains("Nothing."));
  }

  @Test
  void stopsAShapeWhosePartsAreEvaluatedEndlessly() throws Exception {
    StringBuilder shapes = new StringBuilder(PREFIXES);
    shapes.append("ex:s0 a sh:NodeShape ; sh:targetClass tr:Telescope .\n");
    for (int i = 0; i < 40; i++) {
      shapes.append(
          "ex:s%d sh:and ( ex:s%d [ a sh:NodeShape ; sh:and ( ex:s%d ) ] ) .\n"
              .formatted(i, i + 1, i + 1));
    }
    shapes.append("ex:s40 a sh:NodeShape ; sh:nodeKind sh:IRI .\n");
    Project.Outcome outcome = checked("ontology/shapes/deep.ttl", shapes.toString());
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(1);
    assertThat(outcome.findings())
        .anyMatch(line -> line.contains("s0") && line.endsWith("exceeds the limit of 1 seconds"))
        .anyMatch(line -> line.contains("Nothing."));
  }

  /// An alternative that a node does not conform to is no result.
  @Test
  void alternativesAreNotCountedAsResults() throws Exception {
    Project project = Project.in(folder);
    project.write(
        "ontology/shapes/alternatives.ttl",
        PREFIXES
            + "ex:one a sh:NodeShape ; sh:targetClass tr:Telescope ; sh:or ( "
            + "[ sh:class ex:Other ] ".repeat(101_000)
            + "[ sh:nodeKind sh:IRI ] ) .");
    Project.Outcome outcome = project.run("check");
    assertThat(outcome.code()).as(outcome.err()).isZero();
  }

  @Test
  void stopsAShapeWithEndlessResults() throws Exception {
    Project.Outcome outcome =
        checked(
            "ontology/shapes/endless.ttl",
            PREFIXES
                + "ex:endless a sh:NodeShape ; sh:targetClass tr:Telescope ; sh:sparql [ sh:message"
                + " \"M\" ;"
                + " sh:select \"SELECT $this (?a AS ?value) %s\" ] .".formatted(ENDLESS));
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(1);
    assertThat(outcome.findings())
        .anyMatch(
            line ->
                line.contains("endless")
                    && (line.endsWith("has more than 100,000 results")
                        || line.endsWith("exceeds the limit of 1 seconds")));
  }

  @Test
  void stopsACheckAlone() throws Exception {
    Project project = Project.in(folder);
    project.write(
        "queries/checks/endless.rq",
        "# Problem: p.\n# Solution: s.\nSELECT (COUNT(*) AS ?node) " + ENDLESS);
    project.write("queries/checks/severity.tsv", "check\tseverity\nendless\tERROR\nother\tERROR\n");
    project.write(
        "queries/checks/other.rq",
        "# Problem: other.\n# Solution: s.\nSELECT ?node { ?node a ?class }");
    Project.Outcome outcome = project.run("check", "--check-seconds", "1");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.findings())
        .contains("ERROR [queries/checks/endless.rq] the check exceeds the limit of 1 seconds")
        .anyMatch(line -> line.contains("other"));
  }

  /// In a process of its own, with a small heap.
  @Test
  void stopsWhatFillsTheMemory() throws Exception {
    Project project = Project.in(folder);
    project.write("ontology/shapes/others.ttl", PREFIXES + VIOLATED);
    project.write(
        "ontology/shapes/large.ttl",
        PREFIXES
            + "ex:large a sh:NodeShape ; sh:targetClass tr:Telescope ;"
            + " sh:sparql [ sh:select \"SELECT $this ?a ?d ?g ?j %s } ORDER BY ?w ?a\" ] ."
                .formatted(ROWS));
    project.write("queries/checks/severity.tsv", "check\tseverity\nlarge\tERROR\n");
    project.write(
        "queries/checks/large.rq",
        "# Problem: p.\n# Solution: s.\nSELECT ?node ?a ?d ?g ?j ?m %s } ORDER BY ?w ?a"
            .formatted(ROWS.replace("{", "{ ?node a ?type .")));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx150m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "check",
                "--check-seconds",
                "120",
                "--project",
                project.folder().toString())
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isEqualTo(1);
    assertThat(printed)
        .containsPattern("the shape \\S*large\\S* needs more memory than the heap of \\d+ MB has")
        .containsPattern("the check (needs more memory|exceeds the limit)")
        .contains("Nothing.");
  }

  @Test
  void reportsWhatTheValidatorDoesNotRun() throws Exception {
    Project.Outcome outcome =
        checked(
            "ontology/shapes/js.ttl",
            PREFIXES
                + "ex:js a sh:NodeShape ; sh:targetClass tr:Telescope ; sh:js [ sh:jsFunctionName"
                + " \"f\" ] .");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.findings())
        .anyMatch(
            line ->
                line.contains("[ontology/shapes/js.ttl]")
                    && line.contains("has sh:js, which is not run"));
  }
}
