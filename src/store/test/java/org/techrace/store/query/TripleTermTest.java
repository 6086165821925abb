package org.techrace.store.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.Syntax;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Compares patterns with triple terms on a store with ARQ's reference evaluator in memory.
final class TripleTermTest {
  private static final DatasetGraph memory = DatasetGraphFactory.createTxnMem();
  private static StoreDataset store;

  @BeforeAll
  static void make(@TempDir Path folder) {
    StringBuilder data = new StringBuilder("PREFIX : <http://e/>\n");
    Random random = new Random(12);
    for (int i = 0; i < 300; i++) {
      String triple = ":s%d :p%d %d".formatted(i % 20, i % 3, random.nextInt(9));
      String claim =
          switch (i % 4) {
            case 0 -> "%s {| :source :a%d ; :year %d |} .".formatted(triple, i % 5, 2000 + i % 7);
            case 1 -> "<< %s ~ :r%d >> :source :a%d .".formatted(triple, i, i % 5);
            case 2 ->
                ":b%d :says <<( :a%d :thinks <<( %s )>> )>> .".formatted(i % 9, i % 5, triple);
            default -> "%s .".formatted(triple);
          };
      data.append(claim).append('\n');
    }
    RDFParser.fromString(data.toString(), Lang.TURTLE).parse(memory.getDefaultGraph());
    RDFParser.fromString(
            "PREFIX : <http://e/> :g1 {:x :p :y {| :in :g1 |}} :g2 {:x :p :y . :r :t <<(:x :p"
                + " :y)>>}",
            Lang.TRIG)
        .parse(memory);
    store = Stores.of(memory, folder.resolve("store"), StoreDataset.DefaultGraph.OWN);
  }

  @AfterAll
  static void close() {
    store.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?s ?p ?o . ?r rdf:reifies <<( ?s ?p ?o )>>",
        "?s :p1 ?o {| :source ?a |}",
        "?s :p0 ?o {| :source :a1 ; :year ?y |}",
        "?r rdf:reifies <<( :s4 ?p ?o )>> ; :source ?a",
        "<< ?s :p2 4 >> :source ?a",
        "<< :s1 :p1 3 >> :source ?a",
        "?r rdf:reifies <<( ?s ?p ?s )>>",
        "?b :says <<( ?a :thinks <<( ?s ?p ?o )>> )>> . ?s ?p ?o",
        "?b :says <<( ?a :thinks ?claim )>> . ?r rdf:reifies ?claim",
        "?b :says <<( ?a ?p <<( :absent ?q ?o )>> )>>",
        "VALUES ?o { 1 2 99 } ?r rdf:reifies <<( ?s ?p ?o )>>",
        "VALUES (?s ?o) { (:s1 UNDEF) (UNDEF 3) } ?r rdf:reifies <<( ?s ?p ?o )>>",
        "?s :p1 ?o OPTIONAL { ?r rdf:reifies <<( ?s :p1 ?o )>> ; :year ?y }",
        "?s :p1 ?o OPTIONAL { ?s :p2 ?q } ?r rdf:reifies <<( ?s :p2 ?q )>>",
        "?s :p1 ?o FILTER EXISTS { ?r rdf:reifies <<( ?s :p1 ?o )>> }",
        "?s :p1 ?o MINUS { ?r rdf:reifies <<( ?s :p1 ?o )>> }",
        "{ ?r rdf:reifies <<( ?s :p0 ?o )>> } UNION { ?b :says <<( ?a :thinks <<( ?s :p2 ?o )>> )>>"
            + " }",
        "BIND(<<( :s1 :p1 3 )>> AS ?t) ?r rdf:reifies ?t",
        "?r rdf:reifies ?t BIND(SUBJECT(?t) AS ?s) BIND(OBJECT(?t) AS ?o) FILTER(?o > 4)",
        "?s ?p ?o BIND(TRIPLE(?s, ?p, ?o) AS ?t) ?r rdf:reifies ?t",
        "GRAPH ?g { ?r ?q <<( ?s ?p ?o )>> }",
        "GRAPH ?g { ?s ?p ?o . ?r rdf:reifies <<( ?s ?p ?o )>> ; :in ?g }",
        "?r ?q <<( ?s ?p ?o )>> . ?r2 ?q2 <<( ?s ?p ?o2 )>>",
      })
  void matchesReference(String pattern) {
    Query query = query(pattern);
    Answer expected = Answer.byReference(query, memory);
    Answer actual = Answer.of(query, store);
    assertThat(actual.matches(expected))
        .as(() -> pattern + "\nin memory: " + expected.lines() + "\nstore: " + actual.lines())
        .isTrue();
  }

  /// At least one triple term is bound in most patterns above: an empty store would also agree.
  @ParameterizedTest
  @ValueSource(strings = {"?r rdf:reifies <<( ?s ?p ?o )>>", "?b :says <<( ?a :thinks ?c )>>"})
  void findsTripleTerms(String pattern) {
    assertThat(Answer.of(query(pattern), store).lines()).hasSizeGreaterThan(70);
  }

  private static Query query(String pattern) {
    return QueryFactory.create(
        "PREFIX : <http://e/> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>"
            + " SELECT * { %s }".formatted(pattern),
        Syntax.syntaxSPARQL_12);
  }
}
