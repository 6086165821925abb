package org.techrace.serve.sparql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.sparql.graph.GraphFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.techrace.serve.http.Format;
import org.techrace.serve.http.GraphWriter;
import org.techrace.serve.http.Refusal;

/// Writes graphs with special characters. The parser must read the same graph, or the writer
/// refuses with a message that names the format.
final class CarriedCharactersTest {
  private static final List<String> PARTS =
      List.of(
          "a",
          " ",
          "\t",
          "\r",
          "\n",
          "\"",
          "'",
          "\\",
          "<",
          "&",
          "]]>",
          "\u0000",
          "\u0001",
          "\u007F",
          "\u0085",
          "\u2028",
          "\uD83D",
          "\uDE00",
          "\uD83D\uDE00",
          "\uFFFE",
          "\uFFFF",
          "\uFEFF",
          "\u202E");

  @ParameterizedTest
  @EnumSource(names = {"TURTLE", "N_TRIPLES", "RDF_XML", "JSON_LD"})
  void readsTheSameGraphOrRefusesToWrite(Format format) {
    Random random = new Random(16);
    int refused = 0;
    int written = 0;
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(4); j >= 0; j--) {
        text.append(PARTS.get(random.nextInt(PARTS.size())));
      }
      Graph graph = GraphFactory.createDefaultGraph();
      Node literal =
          random.nextBoolean()
              ? NodeFactory.createLiteralString(text.toString())
              : NodeFactory.createLiteralLang(text.toString(), "en");
      graph.add(iri("s"), iri("p"), literal);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try {
        GraphWriter.write(graph, format, out);
      } catch (Refusal refusal) {
        assertThat(refusal.status()).isEqualTo(406);
        assertThat(refusal.sentence()).contains(format.mediaType());
        refused++;
        continue;
      }
      Graph read =
          RDFParser.source(new ByteArrayInputStream(out.toByteArray()))
              .lang(format.rdf().getLang())
              .toGraph();
      assertThat(read.isIsomorphicWith(graph)).as(out.toString(UTF_8)).isTrue();
      written++;
    }
    assertThat(refused).isPositive();
    assertThat(written).isPositive();
  }

  @Test
  void namesAPropertyThatRdfXmlCannotWrite() {
    Graph graph = GraphFactory.createDefaultGraph();
    graph.add(iri("s"), iri("1"), iri("o"));
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () -> GraphWriter.write(graph, Format.RDF_XML, new ByteArrayOutputStream())))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("ask for Turtle");
  }

  private static Node iri(String name) {
    return NodeFactory.createURI("http://example.org/" + name);
  }
}
