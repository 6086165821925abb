package org.techrace.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.exec.QueryExec;
import org.junit.jupiter.api.Test;
import org.techrace.release.Digests;

/// Tests the canonical form of answers: it depends on the answer only.
final class CanonicalAnswerTest {
  private static CanonicalAnswer answer(String turtle, String text) {
    DatasetGraph data =
        RDFParser.fromString("PREFIX : <http://example.org/> " + turtle, Lang.TURTLE)
            .toDatasetGraph();
    Query query = QueryFactory.create("PREFIX : <http://example.org/> " + text);
    try (QueryExec exec = QueryExec.dataset(data).query(query).build()) {
      return CanonicalAnswer.of(exec, query, () -> {});
    }
  }

  @Test
  void aSelectIsABagOfSortedRows() {
    String data = ":a :p 2 . :b :p 1 . :c :p 1 .";
    CanonicalAnswer up = answer(data, "SELECT ?o ?none { ?s :p ?o } ORDER BY ?o");
    CanonicalAnswer down = answer(data, "SELECT ?o ?none { ?s :p ?o } ORDER BY DESC(?o)");
    String one = "\"1\"^^<http://www.w3.org/2001/XMLSchema#integer>\t";
    assertThat(up.lines())
        .containsExactly(one, one, "\"2\"^^<http://www.w3.org/2001/XMLSchema#integer>\t");
    assertThat(down).isEqualTo(up);
    assertThat(up.hash())
        .isEqualTo(Digests.sha256("o\tnone\n" + String.join("\n", up.lines()) + "\n"));
    assertThat(answer(data, "SELECT DISTINCT ?o ?none { ?s :p ?o }").hash())
        .isNotEqualTo(up.hash());
    assertThat(answer(data, "SELECT ?none ?o { ?s :p ?o }").hash()).isNotEqualTo(up.hash());
  }

  @Test
  void languagesAndDatatypesCount() {
    String query = "SELECT ?o { :a :p ?o }";
    assertThat(
            Stream.of("\"1\"", "1", "\"1\"@en", "\"1\"@de", ":1")
                .map(o -> answer(":a :p " + o + " .", query).hash()))
        .doesNotHaveDuplicates();
  }

  @Test
  void textsStayOneLine() {
    CanonicalAnswer answer = answer(":a :p \"x\\ty\\nz\" .", "SELECT ?o { :a :p ?o }");
    assertThat(answer.lines()).containsExactly("\"x\\ty\\nz\"");
  }

  /// The labels of blank nodes, and the order in which they come, do not matter; how they are
  /// connected does.
  @Test
  void blankNodesAreComparedByTheirPlace() {
    String query = "SELECT ?a ?b { ?a :p ?b }";
    CanonicalAnswer first = answer("_:x :p _:y . _:y :p 1 .", query);
    CanonicalAnswer second = answer("_:n2 :p 1 . _:n1 :p _:n2 .", query);
    CanonicalAnswer other = answer("_:x :p _:y . _:z :p 1 .", query);
    assertThat(second.hash()).isEqualTo(first.hash());
    assertThat(other.hash()).isNotEqualTo(first.hash());
  }

  @Test
  void aGraphIsCanonicalNQuads() {
    String all = "CONSTRUCT WHERE { ?s ?p ?o }";
    CanonicalAnswer graph = answer("_:x :p _:y . _:y :q \"é\"@fr .", all);
    assertThat(graph.lines())
        .containsExactly(
            "_:c14n0 <http://example.org/q> \"é\"@fr .",
            "_:c14n1 <http://example.org/p> _:c14n0 .");
    assertThat(answer("_:a :q \"é\"@fr . _:b :p _:a .", all)).isEqualTo(graph);
    assertThat(graph.hash()).isEqualTo(Digests.sha256(String.join("\n", graph.lines()) + "\n"));
    assertThat(answer("", all).lines()).isEmpty();
  }

  @Test
  void anAskIsOneLine() {
    assertThat(answer("", "ASK {}").lines()).containsExactly("true");
    assertThat(answer("", "ASK { ?s :p ?o }").hash()).isEqualTo(Digests.sha256("false\n"));
  }

  @Test
  void theDifferenceIsThatOfBags() {
    String query = "SELECT ?o { ?s :p ?o }";
    CanonicalAnswer before = answer(":a :p \"x\" . :b :p \"x\" . :c :p \"y\" .", query);
    CanonicalAnswer after = answer(":a :p \"x\" . :c :p \"z\" .", query);
    CanonicalAnswer.Difference changes = before.to(after);
    assertThat(changes.removed()).containsExactly("\"x\"", "\"y\"");
    assertThat(changes.added()).containsExactly("\"z\"");
    assertThat(before.to(before).none()).isTrue();
  }

  @Test
  void refusesAnAnswerThatIsTooLarge() {
    assertThatThrownBy(
            () ->
                answer(
                    "",
                    "SELECT * { VALUES ?a { 1 2 3 4 5 6 7 8 } VALUES ?b { 1 2 3 4 5 6 7 8 } VALUES"
                        + " ?c { 1 2 3 4 5 6 7 8 } VALUES ?d { 1 2 3 4 5 6 7 8 } VALUES ?e { 1 2 3"
                        + " 4 5 6 7 8 } VALUES ?f { 1 2 3 4 5 6 7 8 } }"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("200,000 rows");
  }

  @Test
  void aLinkIsReadAsItWasWritten() {
    AnswerLink link =
        new AnswerLink(
            "2026-11-24-abcdef",
            "SELECT * { ?s ?p \"a & b = 50% + ü\" }",
            "ab".repeat(32),
            Map.of("question", List.of("01-x")));
    assertThat(AnswerLink.parse("https://example.org" + link.address())).isEqualTo(link);
    assertThatThrownBy(() -> AnswerLink.parse("https://example.org/page/x"))
        .hasMessageContaining("not the link of an answer");
    assertThatThrownBy(
            () -> AnswerLink.parse("https://example.org/release/x/answer?hash=1&query=ASK{}"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
