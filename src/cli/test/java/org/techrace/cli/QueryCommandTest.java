package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `techrace query`: the formats of an answer, and the messages for queries with syntax errors.
final class QueryCommandTest {
  @TempDir private static Path folder = Path.of("");
  private static Project project = Project.at(folder);

  @BeforeAll
  static void build() throws IOException {
    project = Project.in(folder);
    Project.Outcome built = project.run("build");
    assertThat(built.code()).as(built.err()).isZero();
  }

  private static Project.Outcome ask(String query, String format) throws IOException {
    project.write("q.rq", "PREFIX tr: <https://w3id.org/techrace/ontology#>\n" + query);
    return project.run("query", folder.resolve("q.rq").toString(), "--format", format);
  }

  @Test
  void solutions() throws IOException {
    String query = "SELECT (COUNT(?t) AS ?n) { ?t a tr:Telescope }";
    String csv = ask(query, "csv").out();
    assertThat(csv.lines()).hasSize(2).first().isEqualTo("n");
    String number = csv.lines().skip(1).findFirst().orElseThrow();
    assertThat(Integer.parseInt(number)).isPositive();
    assertThat(ask(query, "tsv").out().lines()).containsExactly("?n", number);
    assertThat(ask(query, "json").out()).contains("\"value\": \"" + number + "\"");
    assertThat(ask(query, "table").out()).contains("| " + number + " |");
  }

  @Test
  void askAndConstruct() throws IOException {
    assertThat(ask("ASK { ?t a tr:Telescope }", "table").out()).isEqualTo("yes\n");
    assertThat(ask("CONSTRUCT { ?t a tr:Thing } WHERE { ?t a tr:Telescope }", "table").out())
        .contains("a       tr:Thing");
  }

  @Test
  void switchesRewritesOff() throws IOException {
    project.write(
        "q.rq",
        """
        PREFIX tr: <https://w3id.org/techrace/ontology#>
        SELECT (COUNT(*) AS ?n) { ?t a tr:Telescope }
        """);
    String file = folder.resolve("q.rq").toString();
    String usual = project.run("query", file, "--explain").out();
    Project.Outcome without = project.run("query", file, "--explain", "--without", "index-counts");
    assertThat(without.code()).as(without.err()).isZero();
    assertThat(operators(usual)).doesNotContain("rdf:type tr:Telescope");
    assertThat(operators(without.out())).contains("rdf:type tr:Telescope");
    assertThat(usual).contains("plan before the query ran", "operators: 3, in ARQ: 0");
    assertThat(project.run("query", file, "--without", "index-counts,join-order").out())
        .isEqualTo(project.run("query", file).out());
    Project.Outcome unknown = project.run("query", file, "--without", "luck");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("no rewrite is named \"luck\"", "join-order, leapfrog");
  }

  /// Returns the part of a plan that tells how the query ran.
  private static String operators(String plan) {
    return plan.substring(0, plan.indexOf("\n\n"));
  }

  @Test
  void explainShowsOperatorsWithExpectedAndActualRows() throws IOException {
    project.write(
        "q.rq",
        """
        PREFIX tr: <https://w3id.org/techrace/ontology#>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT ?t ?l { ?t rdfs:label ?l . ?t a tr:Telescope OPTIONAL { ?t tr:site ?s } }
        ORDER BY ?l
        """);
    Project.Outcome outcome = project.run("query", folder.resolve("q.rq").toString(), "--explain");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out().lines()).first().asString().matches(" +rows +expected +ms  operator");
    assertThat(outcome.out())
        .containsPattern("(?m)^ +[1-9]\\d* +- +\\d+\\.\\d +order by$")
        .containsPattern("(?m)^ +[1-9]\\d* +[1-9]\\S* +\\d+\\.\\d +\\?t (rdf:type|rdfs:label)")
        .contains("tr:Telescope", "optional");
    project.write("q.rq", "SELECT ?t {");
    assertThat(project.run("query", folder.resolve("q.rq").toString(), "--explain").code())
        .isEqualTo(2);
  }

  @Test
  void aWrongQueryIsToldInALine() throws IOException {
    Project.Outcome outcome = ask("SELECT ?t {", "table");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err().lines())
        .containsExactly(
            "q.rq: not a SPARQL query: the query breaks off at line 2, column 11. The { at line 2,"
                + " column 11 has no }.");
    assertThat(ask("SELECT ?t { ?t a tr:Telescope ?x }", "table").err().lines())
        .containsExactly("q.rq: not a SPARQL query: '?x' is not expected at line 2, column 31.");
  }

  /// Tables are read when a release is made, not when one is asked.
  @Test
  void noTableTakesThePlaceOfAnother() {
    Project.Outcome outcome = project.run("query", "q.rq", "--table", "sky/telescopes.csv=t.csv");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("--table");
  }

  @Test
  void aFileThatIsNotThere() {
    Project.Outcome outcome = project.run("query", "nowhere.rq");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).startsWith("the query file does not exist: nowhere.rq");
  }
}
