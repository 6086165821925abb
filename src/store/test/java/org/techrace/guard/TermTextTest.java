package org.techrace.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.exec.QueryExec;
import org.junit.jupiter.api.Test;

/// STR does not reveal the label of a blank node.
final class TermTextTest {
  private final DatasetGraph data =
      RDFParser.fromString("[] <http://e/p> 1 , 'text' , _:b , <http://e/o> .", Lang.TURTLE)
          .toDatasetGraph();

  @Test
  void failsForABlankNode() {
    assertThat(texts("SELECT ?t { ?s <http://e/p> ?o BIND(STR(?o) AS ?t) FILTER(BOUND(?t)) }"))
        .containsExactlyInAnyOrder("1", "text", "http://e/o");
    assertThat(texts("SELECT ?t { ?s <http://e/p> ?t FILTER(REGEX(STR(?t), '.')) }")).hasSize(3);
    assertThat(texts("SELECT ?t { BIND(BNODE() AS ?b) BIND(COALESCE(STR(?b), 'error') AS ?t) }"))
        .containsExactly("error");
  }

  private List<String> texts(String query) {
    try (QueryExec exec =
        LocalQueries.prepare(QueryFactory.create(query), data, Duration.ofSeconds(10))) {
      List<String> texts = new ArrayList<>();
      exec.select()
          .forEachRemaining(
              row -> {
                var term = row.get("t");
                texts.add(term.isLiteral() ? term.getLiteralLexicalForm() : term.toString());
              });
      return texts;
    }
  }
}
