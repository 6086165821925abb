package org.techrace.store.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.sparql.algebra.OpAsQuery;
import org.apache.jena.sparql.algebra.op.OpService;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.apache.jena.sparql.engine.QueryIterator;
import org.apache.jena.sparql.engine.Rename;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.engine.iterator.QueryIterCommonParent;
import org.apache.jena.sparql.engine.iterator.QueryIterPlainWrapper;
import org.apache.jena.sparql.engine.iterator.QueryIterSingleton;
import org.apache.jena.sparql.exec.QueryExec;
import org.apache.jena.sparql.service.ServiceExecutorRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests that rows are joined with SERVICE in batches, with the answers of ARQ, which asks for each
/// row. The endpoint is a graph in memory.
final class ServiceRowsTest {
  private static final int THINGS = 600;

  private final DatasetGraph memory = DatasetGraphFactory.createTxnMem();
  private final DatasetGraph far = DatasetGraphFactory.createTxnMem();
  private final List<String> asked = new ArrayList<>();
  private StoreDataset store;

  @BeforeEach
  void make(@TempDir Path folder) {
    StringBuilder near = new StringBuilder("PREFIX : <http://e/> ");
    StringBuilder remote = new StringBuilder("PREFIX : <http://e/> ");
    for (int i = 0; i < THINGS; i++) {
      near.append(":s%d :p :o%d .".formatted(i, i));
      remote.append(":o%d :size %d ; :in :o%d .".formatted(i, i % 50, i / 2));
    }
    near.append(":s0 :blank [] . :s1 :blank :o1 . :s2 :blank :o2 . :s0 :any 1, 2, 3 .");
    parse(near, memory);
    parse(remote, far);
    store = Stores.of(memory, folder.resolve("store"), StoreDataset.DefaultGraph.OWN);
    for (DatasetGraph dataset : List.of(memory, store)) {
      ServiceExecutorRegistry.set(
          dataset.getContext(),
          new ServiceExecutorRegistry().add((s, _, binding, context) -> ask(s, binding, context)));
    }
  }

  private static void parse(StringBuilder turtle, DatasetGraph to) {
    RDFParser.fromString(turtle.toString(), Lang.TURTLE).parse(to);
  }

  private QueryIterator ask(OpService service, Binding binding, ExecutionContext context) {
    asked.add(OpAsQuery.asQuery(Rename.reverseVarRename(service.getSubOp(), true)).toString());
    if (service.getService().getURI().endsWith("broken")) {
      return QueryIterSingleton.create(binding, context); // SILENT
    }
    Query query = QueryFactory.create(asked.getLast());
    try (QueryExec exec = QueryExec.dataset(far).query(query).build()) {
      QueryIterator solutions = QueryIterPlainWrapper.create(exec.select().materialize(), context);
      return new QueryIterCommonParent(solutions, binding, context);
    }
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static Query query(String pattern) {
    return QueryFactory.create("PREFIX : <http://e/> SELECT * { %s }".formatted(pattern));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?s :p ?o SERVICE <http://far/> { ?o :size ?z }",
        "?s :p ?o SERVICE <http://far/> { ?o :size ?z FILTER(?z > 40) }",
        "?s :p ?o SERVICE <http://far/> { ?o :in/:size ?z }",
        "?s :p ?o SERVICE <http://far/> { { ?o :size 7 } UNION { ?o :size 8 } }",
        "?s :p ?o OPTIONAL { SERVICE <http://far/> { ?o :size 7 ; :in ?x } }",
        "?s :p ?o FILTER NOT EXISTS { SERVICE <http://far/> { ?o :size 7 } }",
        "?s :p ?o SERVICE SILENT <http://broken/broken> { ?o :size ?z }"
      })
  void asksOnceForManyRows(String pattern) {
    Query query = query(pattern);
    Answer expected = Answer.of(query, memory);
    asked.clear();
    assertThat(Answer.of(query, store)).matches(expected::matches);
    assertThat(asked).hasSizeLessThan(THINGS / 100).allMatch(q -> q.contains("VALUES"));
  }

  /// ARQ sends a blank node, which is a variable for the endpoint.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2  | ?s :blank ?o SERVICE <http://far/> { ?o :size ?z }",
        "12 | VALUES (?s ?o) { (:s1 :o1) (:s2 UNDEF) } SERVICE <http://far/> { ?o :size 7 }",
        "36 | ?s :any ?t SERVICE <http://far/> { ?o :size 7 }"
      })
  void sendsNoBlankNodesAndNoUnboundVariables(int rows, String pattern) {
    Query query = query(pattern);
    assertThat(Answer.of(query, store))
        .isInstanceOfSatisfying(
            Answer.Solutions.class, solutions -> assertThat(solutions.rows()).hasSize(rows));
    assertThat(asked).singleElement().asString().doesNotContain("VALUES");
  }
}
