package org.techrace.store.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Compares queries in which one part of a group names a variable but leaves it unbound, and
/// another part binds it, with ARQ's reference evaluator.
final class OpenVariablesTest {
  private static final DatasetGraph memory = DatasetGraphFactory.createTxnMem();
  private static StoreDataset store;

  @BeforeAll
  static void make(@TempDir Path folder) {
    StringBuilder data = new StringBuilder("PREFIX : <http://e/>\n");
    for (int i = 0; i < 400; i++) {
      data.append(":n%d :next :n%d ; :size %d .\n".formatted(i, i * 7 % 400, i % 20));
    }
    data.append(":loop :next :loop ; :same :loop .");
    RDFDataMgr.read(memory, new StringReader(data.toString()), null, Lang.TURTLE);
    store = Stores.of(memory, folder.resolve("store"), StoreDataset.DefaultGraph.OWN);
  }

  @AfterAll
  static void close() {
    store.close();
  }

  private static Answer ask(String query) {
    return Answer.of(QueryFactory.create("PREFIX : <http://e/> " + query), store);
  }

  /// In the first part, `?c` is unbound: the sum of an IRI and a number is an error.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ ?a :next ?x BIND(?x + 1 AS ?c) FILTER(!BOUND(?c)) } ?c :same ?a",
        "{ ?a :next ?x BIND(?x + 1 AS ?c) } ?c :same ?a FILTER(BOUND(?c))",
        "{ ?a :next ?x BIND(?x + 1 AS ?c) } ?c :same ?a FILTER(COALESCE(?c, 1) != 1)",
        "{ ?a :next ?x BIND(?x + 1 AS ?c) BIND(BOUND(?c) AS ?k) } ?c :same ?a",
        "{ ?a :next ?x BIND(?x + 1 AS ?c) MINUS { ?c :next ?k } } ?c :same ?a",
        "{ ?a :next ?x BIND(?x + 1 AS ?c) OPTIONAL { ?c :size ?k } } ?c :same ?a",
        "{ { ?a :next ?x BIND(?x + 1 AS ?c) FILTER(!BOUND(?c)) } OPTIONAL { ?c :same ?a } }",
        "?c :same ?a { { ?a :next ?x BIND(?x + 1 AS ?c) FILTER(!BOUND(?c)) } UNION { ?a :size ?x }"
            + " }",
        "?c :same ?a OPTIONAL { { ?a :next ?x BIND(?x + 1 AS ?c) FILTER(!BOUND(?c)) } }",
        "?c :same ?a { SELECT ?a ?c { ?a :next ?x BIND(?x + 1 AS ?c) FILTER(!BOUND(?c)) } }",
        "{ SELECT ?a ?c { ?a :next ?x } } ?c :same ?a FILTER(BOUND(?c))",
        "{ SELECT DISTINCT ?a ?c { ?a :next ?x } } FILTER(COALESCE(?c, 1) != 1) ?c ?p ?a",
        "{ { SELECT ?a ?c { ?a :next ?x } } MINUS { ?c :next ?k } } ?c :same ?a",
        "{ SELECT ?a (SUM(?x) AS ?c) { ?a :next ?x } GROUP BY ?a } ?c :same ?a FILTER(BOUND(?c))",
        "{ { SELECT ?a (SUM(?x) AS ?c) { ?a :next ?x } GROUP BY ?a } BIND(BOUND(?c) AS ?k) } ?c"
            + " :same ?a"
      })
  void testsAConditionWhereItIsWritten(String group) {
    String query = "SELECT * { " + group + " }";
    Answer expected =
        Answer.byReference(QueryFactory.create("PREFIX : <http://e/> " + query), memory);
    assertThat(ask(query).matches(expected)).as(query).isTrue();
  }

  /// ARQ would replace `?d` by its value, so that COUNT counts an unbound variable.
  @Test
  void countsTheGroupsOfASubSelectInOptional() {
    String query =
        """
        SELECT ?a ?n { ?d :same ?d OPTIONAL { ?a :same ?a
          { SELECT ?d (COUNT(?d) AS ?n) { ?c ?a ?d } GROUP BY ?d HAVING (COUNT(?d) > 1) } } }\
        """;
    assertThat(ask(query).lines()).contains("a=http://e/loop n=\"2\"");
  }

  /// A blank node in a pattern is no variable of its solutions.
  @Test
  void countsDistinctSolutionsWithoutBlankNodesOfAPattern() {
    for (String group : List.of("%s", "?s :same ?s { %s }", "?s :same ?s { SELECT ?n { %s } }")) {
      String query =
          "SELECT ?n { "
              + group.formatted("{ SELECT (COUNT(DISTINCT *) AS ?n) { [] :size ?s } }")
              + " }";
      assertThat(ask(query).lines()).as(query).contains("n=\"20\"");
    }
  }
}
