package org.techrace.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.store.query.StoreDataset;
import org.techrace.store.query.Stores;

/// Tests that the plan of a query that takes too long has the rows until it was stopped.
final class StoppedPlanTest {
  @Test
  void statesThePlanOfAStoppedQuery(@TempDir Path folder) throws Exception {
    DatasetGraph memory = DatasetGraphFactory.createTxnMem();
    for (int i = 0; i < 2000; i++) {
      memory.add(
          iri("graph"), iri("thing" + i), iri("name"), NodeFactory.createLiteralString("" + i));
    }
    String query =
        """
        SELECT * {
          ?a <http://e/name> ?x . ?b <http://e/name> ?y . ?c <http://e/name> ?z
          FILTER(CONCAT(?x, ?y, ?z) = "never")
        }\
        """;
    StoreDataset store =
        Stores.of(memory, folder.resolve("store"), StoreDataset.DefaultGraph.UNION);
    try (TestServer server = TestServer.of(TestServer.asIs("one", store), TestServer.OPTIONS)) {
      HttpResponse<String> response =
          server.get(
              "/sparql/plan?timeout=1&query=" + URLEncoder.encode(query, UTF_8), "text/plain");
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      assertThat(response.body())
          .startsWith("The query was stopped after")
          .containsPattern("2000 .* \\?. <http://e/name> \\?.");
    }
  }

  private static Node iri(String name) {
    return NodeFactory.createURI("http://e/" + name);
  }
}
