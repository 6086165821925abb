package org.techrace.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import org.apache.jena.graph.Graph;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.sparql.graph.GraphFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.rdf.LanguageOrder;

/// The example in the documentation of [LabelIndex].
final class LabelIndexExampleTest {
  private static final String DATA =
      """
      PREFIX : <http://example.org/>
      PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
      :Place a rdfs:Class . :alpha a :Place ; rdfs:label "Alpha Observatory" .
      """;

  @TempDir private Path folder = Path.of("");

  @Test
  void findsAnEntityByAMisspeltName() throws IOException {
    Graph graph = GraphFactory.createDefaultGraph();
    RDFDataMgr.read(graph, new StringReader(DATA), "", Lang.TURTLE);
    // @start region="match"
    LabelIndex.build(graph, folder, LanguageOrder.NONE);
    try (LabelIndex index = LabelIndex.open(folder)) {
      Matcher matcher = new Matcher(index, new GraphFacts(graph));
      List<Candidate> found = matcher.match(MatchQuery.named("Alpha Observatry", 1));
      assertThat(found).extracting(Candidate::iri).containsExactly("http://example.org/alpha");
    }
    // @end
  }
}
