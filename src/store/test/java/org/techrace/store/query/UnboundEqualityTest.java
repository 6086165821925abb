package org.techrace.store.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.core.DatasetGraphMapLink;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests equalities of variables that some rows leave unbound. SPARQL makes an error of them, and
/// FILTER drops the row.
final class UnboundEqualityTest {
  private static final DatasetGraph memory = DatasetGraphFactory.createTxnMem();
  private static StoreDataset store;

  @BeforeAll
  static void make(@TempDir Path folder) {
    Random random = new Random(7);
    for (int i = 0; i < 40; i++) {
      add(i, "next", i + 1);
      if (i % 3 == 0) {
        add(i, "near", random.nextInt(2) == 0 ? i + 1 : random.nextInt(40));
      }
    }
    store = Stores.of(memory, folder.resolve("store"), StoreDataset.DefaultGraph.UNION);
  }

  @AfterAll
  static void close() {
    store.close();
  }

  private static void add(int subject, String predicate, int object) {
    memory.add(iri("graph"), iri("thing" + subject), iri(predicate), iri("thing" + object));
  }

  private static Node iri(String name) {
    return NodeFactory.createURI("http://e/" + name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?b :next ?p { ?b :near ?a } UNION { ?b :near ?d } FILTER(sameTerm(?a, ?p))",
        "?b :next ?p { ?b :near ?a } UNION { ?b :near ?d } FILTER(sameTerm(?p, ?a))",
        "?b :next ?p { ?b :near ?a } UNION { ?b :near ?d } FILTER(?a = ?p)",
        "?b :next ?p { ?a :near ?b } UNION { ?b :near ?d } FILTER(?a = ?p)",
        "?b :next ?p { ?b :near ?a } UNION { ?b :near ?d } FILTER(sameTerm(?a, ?d))",
        "?b :next ?p OPTIONAL { ?b :near ?a } FILTER(sameTerm(?a, ?p))",
        "?b :next ?p OPTIONAL { ?a :near ?b } FILTER(?a = ?p)",
        "?b :next ?p OPTIONAL { ?a :near ?p } FILTER(?b != ?p && ?a = ?b)",
        "?b :next ?p OPTIONAL { ?b :near ?a } OPTIONAL { ?c :near ?d FILTER(?c = ?a) }",
        "?b :next ?p OPTIONAL { ?b :near ?a } OPTIONAL { ?c :near ?d FILTER(sameTerm(?d, ?a)) }",
        "?b :next ?p OPTIONAL { { ?b :near ?a } UNION { ?b :near ?d } FILTER(sameTerm(?a, ?p)) }",
        "?b :next ?p FILTER EXISTS { { ?b :near ?a } UNION { ?b :near ?d }"
            + " FILTER(sameTerm(?a, ?b)) }",
        "?b :next ?p FILTER EXISTS { ?a :near ?d FILTER(sameTerm(?a, ?p)) }",
        "?b :next ?p OPTIONAL { ?b :near ?e } FILTER NOT EXISTS { ?a :near ?d FILTER(?a = ?e) }",
        "VALUES (?a ?x) { (UNDEF 1) (:thing3 2) } ?b :next ?p FILTER(?a = ?b)",
        "VALUES (?a ?x) { (UNDEF 1) (:thing3 2) } ?b :next ?p FILTER(sameTerm(?a, ?p))",
        "?b :next ?p BIND(IRI(1 / 0) AS ?a) FILTER(sameTerm(?a, ?p))",
        "GRAPH ?g { ?b :next ?p OPTIONAL { ?b :near ?a } FILTER(sameTerm(?a, ?p)) }",
        "{ SELECT ?b ?p { ?b :next ?p } } OPTIONAL { ?b :near ?a } FILTER(sameTerm(?a, ?p))"
      })
  void dropsRowsThatLeaveAVariableUnbound(String pattern) {
    Query query = QueryFactory.create("PREFIX : <http://e/> SELECT * { " + pattern + " }");
    DatasetGraph union = new DatasetGraphMapLink(memory.getUnionGraph());
    union.addGraph(iri("graph"), memory.getGraph(iri("graph")));
    Answer expected = Answer.byReference(query, union);
    Answer actual = Answer.of(query, store);
    assertThat(actual.matches(expected))
        .as(() -> "reference: " + expected.lines() + "\nstore: " + actual.lines())
        .isTrue();
  }
}
