package org.techrace.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.jena.graph.Node;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.sparql.exec.QueryExec;
import org.apache.jena.vocabulary.RDFS;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.store.query.StoreDataset;

/// The examples in the documentation of [Store] and [StoreWriter].
final class StoreExampleTest {
  private static final String TURTLE =
      """
      PREFIX : <http://example.org/>
      PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
      :a rdfs:label "A"@en . :b rdfs:label "B"@en .
      """;

  @TempDir private Path parent;
  private Path folder = Path.of("");

  @BeforeEach
  void writesAStore() throws IOException {
    folder = parent.resolve("store");
    // @start region="write"
    try (StoreWriter writer = new StoreWriter(folder, Progress.NONE)) {
      RDFParser.fromString(TURTLE, Lang.TURTLE).parse(writer);
      writer.seal();
    }
    // @end
  }

  @Test
  void opensAStore() throws IOException {
    // @start region="open"
    try (Store store = Store.open(folder)) {
      store.verify();
      assertThat(store.triples()).isEqualTo(2);
    }
    // @end
  }

  @Test
  void findsTheSubjectsOfAPredicate() throws IOException {
    // @start region="find"
    List<Node> subjects = new ArrayList<>();
    try (Store store = Store.open(folder)) {
      int label = store.id(RDFS.label.asNode());
      Cursor rows = store.permutation(Order.PSO).cursor();
      long first = rows.seek(0, 1, label, 0, 0);
      long end = rows.end(first, 1, label, 0, 0);
      for (long row = first; row < end; row++) {
        subjects.add(store.dictionary().term(rows.get(row, 1)));
      }
    }
    // @end
    assertThat(subjects)
        .extracting(Node::getURI)
        .containsExactly("http://example.org/a", "http://example.org/b");
  }

  @Test
  void runsASparqlQuery() throws IOException {
    // @start region="query"
    try (StoreDataset dataset =
            new StoreDataset(Store.open(folder), StoreDataset.DefaultGraph.OWN);
        QueryExec query =
            QueryExec.dataset(dataset).query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").build()) {
      assertThat(query.select().next().get("n").getLiteralValue()).isEqualTo(2);
    }
    // @end
  }
}
