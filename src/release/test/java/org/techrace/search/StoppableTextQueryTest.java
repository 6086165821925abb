package org.techrace.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.QueryCancelledException;
import org.apache.jena.sparql.ARQConstants;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.exec.QueryExec;
import org.apache.jena.sparql.exec.RowSetOps;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.RDFS;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.guard.QueryRefusedException;

/// Checks that `text:query` ends while it reads the index, not only after it.
final class StoppableTextQueryTest {
  private static final int NAMES = 500;
  private static final String ALL =
      "SELECT * { ?s <http://jena.apache.org/text#query> (\"*:*\" 2147483645) }";

  @Test
  void returnsAllResults() throws Exception {
    assertThat(count(ALL, new AtomicBoolean(), false)).isEqualTo(NAMES);
  }

  /// Lucene makes an automaton of them, which takes hours and all of the memory.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/(.{0,200}){0,200}/",
        "/((a{9}){9}){9,}{9}{9}/",
        "\\\\/ /(.{0,200}){0,200}/",
        "name OR /x{999999999}/"
      })
  void refusesRegularExpressionsWithManyStates(String search) {
    String query =
        "SELECT * { VALUES ?q { '%1$s' } { ?s <http://jena.apache.org/text#query> '%1$s' } }"
            .formatted(search);
    assertThatThrownBy(() -> count(query, new AtomicBoolean(), false))
        .isInstanceOf(QueryRefusedException.class)
        .hasMessageContaining("repeats too much");
  }

  @Test
  void searchesWithRegularExpressions() throws Exception {
    String query = "SELECT * { ?s <http://jena.apache.org/text#query> '/[0-9]{2}/' }";
    assertThat(count(query, new AtomicBoolean(), false)).isEqualTo(90);
  }

  @Test
  void endsWhileItReadsTheIndex() {
    assertThatThrownBy(() -> count(ALL, new AtomicBoolean(), true))
        .isInstanceOf(QueryCancelledException.class);
  }

  /// @param stopped true if the signal is set as soon as a file of the index is opened
  private static long count(String query, AtomicBoolean signal, boolean stopped)
      throws IOException {
    DatasetGraph dataset = DatasetGraphFactory.create();
    Graph graph = dataset.getDefaultGraph();
    Node place = NodeFactory.createURI("http://example.org/Place");
    graph.add(place, RDF.Nodes.type, RDFS.Nodes.Class);
    for (int i = 0; i < NAMES; i++) {
      Node thing = NodeFactory.createURI("http://example.org/" + i);
      graph.add(thing, RDF.Nodes.type, place);
      graph.add(thing, RDFS.Nodes.label, NodeFactory.createLiteralString("name " + i));
    }
    try (Directory index = LabelIndex.directoryInMemory(graph)) {
      Directory files =
          new FilterDirectory(index) {
            @Override
            public IndexInput openInput(String name, IOContext context) throws IOException {
              signal.set(stopped);
              return super.openInput(name, context);
            }
          };
      TextQueries.enable(dataset, graph, files);
      try (QueryExec exec =
          QueryExec.dataset(dataset)
              .query(query)
              .set(ARQConstants.symCancelQuery, signal)
              .build()) {
        return RowSetOps.count(exec.select());
      }
    }
  }
}
