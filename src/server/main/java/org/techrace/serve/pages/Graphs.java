package org.techrace.serve.pages;

import java.util.Map;
import java.util.stream.Stream;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.shared.PrefixMapping;
import org.apache.jena.shared.impl.PrefixMappingImpl;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.graph.GraphWrapper;
import org.apache.jena.system.Txn;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.Format;
import org.techrace.serve.http.GraphWriter;
import org.techrace.serve.http.Request;
import org.techrace.serve.http.Spool;

/// Creates answers from graphs.
public final class Graphs {
  private Graphs() {}

  /// Returns a graph in a format.
  ///
  /// @param graph the graph
  /// @param format the format
  /// @param prefixes prefixes and namespaces, for formats that support them
  /// @param request provides the body
  public static Answer answer(
      Graph graph, Format format, Map<String, String> prefixes, Request request) {
    Spool body = request.bodies().spool();
    GraphWriter.write(new Prefixed(graph, prefixes), format, body);
    return Answer.ok(format, body);
  }

  /// Returns statements with the graphs of a dataset that contain them.
  ///
  /// @param statements statements of the dataset
  /// @param format a format of quads
  /// @param prefixes prefixes and namespaces, for formats that support them
  /// @param request provides the body
  static Answer answer(
      Graph statements,
      DatasetGraph dataset,
      Format format,
      Map<String, String> prefixes,
      Request request) {
    DatasetGraph named = DatasetGraphFactory.create();
    prefixes.forEach(named.prefixes()::add);
    Txn.executeRead(
        dataset,
        () ->
            statements
                .find()
                .forEach(
                    triple ->
                        dataset
                            .findNG(
                                Node.ANY,
                                triple.getSubject(),
                                triple.getPredicate(),
                                triple.getObject())
                            .forEachRemaining(named::add)));
    Spool body = request.bodies().spool();
    GraphWriter.write(named, format, body);
    return Answer.ok(format, body);
  }

  /// A graph with its own prefixes. Graphs are shared, so prefixes cannot be set on the graph
  /// itself.
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

    /// Reports whether an IRI starts with a namespace. Unused prefixes are omitted.
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
