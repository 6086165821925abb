package org.techrace.serve.pages;

import java.util.Map;
import java.util.stream.Stream;
import org.apache.jena.graph.Graph;
import org.apache.jena.shared.PrefixMapping;
import org.apache.jena.shared.impl.PrefixMappingImpl;
import org.apache.jena.sparql.graph.GraphWrapper;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.Format;
import org.techrace.serve.http.GraphWriter;
import org.techrace.serve.http.Request;
import org.techrace.serve.http.Spool;

/// Graphs as answers.
public final class Graphs {
  private Graphs() {}

  /// A graph in a format.
  ///
  /// @param prefixes prefix to namespace, for the formats that have them
  public static Answer answer(
      Graph graph, Format format, Map<String, String> prefixes, Request request) {
    Spool body = request.bodies().spool();
    GraphWriter.write(new Prefixed(graph, prefixes), format, body);
    return Answer.ok(format, body);
  }

  /// A graph with prefixes of its own, since graphs are shared.
  private static final class Prefixed extends GraphWrapper {
    private final PrefixMapping prefixes = new PrefixMappingImpl();

    Prefixed(Graph graph, Map<String, String> prefixes) {
      super(graph);
      prefixes.forEach(
          (prefix, namespace) -> {
            if (uses(graph, namespace)) {
              this.prefixes.setNsPrefix(prefix, namespace);
            }
          });
    }

    /// Whether some IRI begins with a namespace: a document lists no prefix that it does not need.
    private static boolean uses(Graph graph, String namespace) {
      return graph.stream()
          .flatMap(t -> Stream.of(t.getSubject(), t.getPredicate(), t.getObject()))
          .map(n -> n.isLiteral() ? n.getLiteralDatatypeURI() : n.isURI() ? n.getURI() : "")
          .anyMatch(iri -> iri.startsWith(namespace));
    }

    @Override
    public PrefixMapping getPrefixMapping() {
      return prefixes;
    }
  }
}
