package org.techrace.store.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Tests closures over chains, trees, cycles and random graphs, in both directions: their rows, and
/// their numbers, which are counted without creating rows, are those of ARQ.
final class ClosureTest {
  private static final Node OTHER_GRAPH = iri("other");

  private static final DatasetGraph memory = DatasetGraphFactory.createTxnMem();
  private static StoreDataset store;

  @BeforeAll
  static void make(@TempDir Path folder) {
    Random random = new Random(9);
    for (int i = 0; i < 60; i++) {
      add("chain" + i, "p", iri("chain" + (i + 1)));
      add("tree" + (i + 1), "p", iri("tree" + i / 3));
      add("ring" + i, i % 2 == 0 ? "p" : "q", iri("ring" + (i + 1) % 60));
      add("loop" + i, "p", iri("loop" + (i % 10 == 9 ? i - 9 : i + 1)));
      add("node" + random.nextInt(40), "p", iri("node" + random.nextInt(40)));
      add("node" + random.nextInt(40), "q", iri("node" + random.nextInt(40)));
      add("tree" + i, "group", iri("group" + i % 4));
      add("chain" + i, "group", iri("group" + i % 4));
      memory.add(OTHER_GRAPH, iri("node" + i % 7), iri("p"), iri("chain" + i));
      memory.add(OTHER_GRAPH, iri("chain" + i), iri("p"), iri("node" + i % 5));
    }
    for (int i = 0; i < 40; i += 5) { // loops of ten nodes that lead to other loops and to an end
      add("loop" + i, "p", iri("loop" + (i + 13)));
      add("loop" + i, "p", iri("end"));
      add("begin", "p", iri("loop" + i));
    }
    add("self", "p", iri("self"));
    add("chain60", "p", NodeFactory.createLiteralString("the end"));
    add("alone", "r", iri("alone"));
    store = Stores.of(memory, folder.resolve("store"), StoreDataset.DefaultGraph.OWN);
  }

  @AfterAll
  static void close() {
    store.close();
  }

  private static void add(String subject, String predicate, Node object) {
    memory.add(Quad.defaultGraphIRI, iri(subject), iri(predicate), object);
  }

  private static Node iri(String name) {
    return NodeFactory.createURI("http://e/" + name);
  }

  static List<String> queries() {
    List<String> queries = new ArrayList<>();
    for (String path :
        List.of(
            ":p+",
            ":p*",
            ":p?",
            "^:p+",
            "(:p|:q)+",
            "(:p|^:q)*",
            "(^:p|:p)+",
            "(:p/:q)+",
            "(^:group/:group)*",
            "(:p/^:p/:p|:q)+",
            "(^(:p/:q)|:p/(:q|^:p))*",
            "(:p/:q)?",
            "(:p/:none)+",
            "(:none/:p)*",
            "(!:q)+",
            ":none+",
            "(:none|:p)*")) {
      for (String pattern :
          List.of(
              "SELECT * { ?a PATH ?b }",
              "SELECT (COUNT(*) AS ?n) { ?a PATH ?b }",
              "SELECT (COUNT(?b) AS ?n) { ?a PATH ?b }",
              "SELECT (COUNT(DISTINCT ?a) AS ?n) { ?a PATH ?b }",
              "SELECT ?a (COUNT(*) AS ?n) { ?a PATH ?b } GROUP BY ?a",
              "SELECT ?b (COUNT(*) AS ?n) { ?a PATH ?b } GROUP BY ?b",
              "SELECT DISTINCT ?b { ?a PATH ?b }",
              "SELECT (COUNT(*) AS ?n) { ?a PATH ?a }",
              "SELECT (COUNT(*) AS ?n) { :chain7 PATH ?b }",
              "SELECT (COUNT(*) AS ?n) { ?a PATH :chain7 }",
              "SELECT (COUNT(*) AS ?n) { ?a PATH 'the end' }",
              "SELECT (COUNT(*) AS ?n) { ?a PATH :absent }",
              "SELECT ?g (COUNT(*) AS ?n) { ?a :group ?g ; PATH ?b } GROUP BY ?g",
              "SELECT ?g (COUNT(*) AS ?n) { ?b :group ?g . ?a PATH ?b } GROUP BY ?g",
              "SELECT (COUNT(*) AS ?n) { ?a PATH ?b ; PATH ?c }",
              "SELECT (COUNT(*) AS ?n) { ?a PATH ?b FILTER(?a != ?b) }",
              "SELECT (COUNT(*) AS ?n) { VALUES ?a { :chain3 :ring5 :ring5 } ?a PATH ?b }",
              "SELECT (COUNT(*) AS ?n) { VALUES (?a ?b) { (:chain3 UNDEF) (UNDEF :tree2) (:ring1"
                  + " :ring5) } ?a PATH ?b }",
              "SELECT (COUNT(*) AS ?n) { ?a :group ?g FILTER EXISTS { ?a PATH ?b } }",
              "SELECT (COUNT(*) AS ?n) { ?a :group ?g OPTIONAL { ?a PATH ?b } }",
              "SELECT (COUNT(*) AS ?n) { ?a :group ?g MINUS { ?b PATH ?a } }",
              "SELECT (COUNT(*) AS ?n) { GRAPH :other { ?a PATH ?b } }",
              "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?a PATH ?b } } GROUP BY ?g",
              "ASK { ?a PATH ?b }")) {
        queries.add(pattern.replace("PATH", path));
      }
    }
    return queries;
  }

  @ParameterizedTest
  @MethodSource("queries")
  void returnsTheSameAsArq(String text) {
    var query = QueryFactory.create("PREFIX : <http://e/> " + text);
    Answer expected = Answer.of(query, memory);
    Answer actual = Answer.of(query, store);
    assertThat(actual.matches(expected))
        .as("%s%nexpected: %s%nactual: %s", text, expected.lines(), actual.lines())
        .isTrue();
  }
}
