package org.techrace.store.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryExecException;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.sparql.ARQConstants;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.apache.jena.sparql.engine.QueryIterator;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.engine.binding.BindingFactory;
import org.apache.jena.sparql.engine.iterator.QueryIterPlainWrapper;
import org.apache.jena.sparql.exec.QueryExec;
import org.apache.jena.sparql.pfunction.PropFuncArg;
import org.apache.jena.sparql.pfunction.PropFuncArgType;
import org.apache.jena.sparql.pfunction.PropertyFunctionEval;
import org.apache.jena.sparql.pfunction.PropertyFunctionRegistry;
import org.apache.jena.sparql.util.Symbol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests queries with `text:query`, whose place is taken by a function that finds the same three
/// firms for any words.
final class TextSearchesTest {
  private static final int FIRMS = 1000;

  /// Where jena-text expects the index: `TextQuery.textIndex`.
  private static final Symbol TEXT_INDEX = Symbol.create("http://jena.apache.org/text#index");

  private static final List<Node> FOUND = List.of(iri("firm7"), iri("firm8"), iri("firm2000"));

  private final DatasetGraph memory = DatasetGraphFactory.createTxnMem();
  private final StoreDataset store;
  private int searches;

  TextSearchesTest(@TempDir Path folder) {
    for (int i = 0; i < FIRMS; i++) {
      add("firm" + i, "type", i % 2 == 0 ? "Even" : "Odd");
      add("firm" + i, "country", "country" + i % 10);
    }
    store = Stores.of(memory, folder.resolve("store"), StoreDataset.DefaultGraph.OWN);
    PropertyFunctionRegistry registry = new PropertyFunctionRegistry();
    registry.put("http://jena.apache.org/text#query", _ -> new Search());
    memory.getContext().set(ARQConstants.registryPropertyFunctions, registry);
    store.getContext().set(ARQConstants.registryPropertyFunctions, registry);
    store.getContext().set(TEXT_INDEX, "an index that the function does not need");
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void add(String s, String p, String o) {
    memory.add(Quad.defaultGraphIRI, iri(s), iri(p), iri(o));
  }

  private static Node iri(String name) {
    return NodeFactory.createURI("http://e/" + name);
  }

  private final class Search extends PropertyFunctionEval {
    Search() {
      super(PropFuncArgType.PF_ARG_SINGLE, PropFuncArgType.PF_ARG_EITHER);
    }

    @Override
    public QueryIterator execEvaluated(
        Binding row,
        PropFuncArg subject,
        Node predicate,
        PropFuncArg words,
        ExecutionContext context) {
      searches++;
      Node node = subject.getArg();
      return QueryIterPlainWrapper.create(
          FOUND.stream()
              .filter(found -> node.isVariable() || node.equals(found))
              .map(
                  found ->
                      node.isVariable() ? BindingFactory.binding(row, Var.alloc(node), found) : row)
              .iterator(),
          context);
    }
  }

  private static Query query(String text) {
    return QueryFactory.create(
        "PREFIX : <http://e/> PREFIX text: <http://jena.apache.org/text#> " + text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * { ?f text:query 'word' }",
        "SELECT * { ?f text:query 'word' ; :type :Odd }",
        "SELECT * { ?f :type :Odd ; :country ?c ; text:query ('word' 10) }",
        "SELECT * { ?f :country/:none* ?c . ?f text:query 'word' }",
        "SELECT * { ?f :type :Odd FILTER EXISTS { ?f text:query 'word' } }",
        "SELECT * { ?f :country :country7 OPTIONAL { ?f text:query 'word' ; :type ?t } }",
        "SELECT * { ?f :country :country7 MINUS { ?f text:query 'word' } }",
        "SELECT * { { ?f text:query 'word' } UNION { ?f :country :country1 } }",
        "SELECT ?c (COUNT(*) AS ?n) { ?f :country ?c { SELECT ?f { ?f text:query 'word' } } }"
            + " GROUP BY ?c",
        "SELECT * { :firm7 text:query 'word' ; :country ?c }",
        "SELECT * { :firm9 text:query 'word' ; :country ?c }",
        "ASK { :firm8 text:query 'word' }"
      })
  void searchesOnce(String text) {
    Query query = query(text);
    Answer expected = Answer.of(query, memory);
    searches = 0;
    assertThat(Answer.of(query, store)).matches(expected::matches);
    assertThat(searches).isEqualTo(1);
  }

  @Test
  void searchesForEachRowIfTheWordsAreAVariable() {
    Query query = query("SELECT * { VALUES ?w { 'a' 'b' 'c' } ?f text:query ?w ; :type :Odd }");
    assertThat(Answer.of(query, store)).matches(Answer.of(query, memory)::matches);
    assertThat(searches).isEqualTo(6); // three by the store, three by ARQ in memory
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * { ?f text:query 'word' }",
        "SELECT * { VALUES ?w { 'a' } ?f text:query ?w }",
        "SELECT * { ?f :type :Odd FILTER NOT EXISTS { ?f text:query 'word' } }"
      })
  void refusesToSearchWithoutAnIndex(String text) {
    store.getContext().remove(TEXT_INDEX);
    assertThatThrownBy(
            () -> QueryExec.dataset(store).query(query(text)).build().select().materialize())
        .isInstanceOf(QueryExecException.class)
        .hasMessageContaining("needs a label index");
    assertThat(searches).isZero();
  }
}
