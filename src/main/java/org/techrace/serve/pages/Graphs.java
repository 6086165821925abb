package org.techrace.serve.pages;

import java.util.Map;
import org.apache.jena.graph.Graph;
import org.apache.jena.riot.RDFWriter;
import org.apache.jena.shared.PrefixMapping;
import org.apache.jena.shared.impl.PrefixMappingImpl;
import org.apache.jena.sparql.graph.GraphWrapper;
import org.techrace.serve.Answer;
import org.techrace.serve.Format;

/// Graphs as answers.
public final class Graphs {
  private Graphs() {}

  /// A graph in a format.
  ///
  /// @param prefixes prefix to namespace, for the formats that have them
  public static Answer answer(Graph graph, Format format, Map<String, String> prefixes) {
    Graph prefixed = new Prefixed(graph, prefixes);
    return Answer.ok(format, out -> RDFWriter.source(prefixed).format(format.rdf()).output(out));
  }

  /// A graph with prefixes of its own, since graphs are shared.
  private static final class Prefixed extends GraphWrapper {
    private final PrefixMapping prefixes = new PrefixMappingImpl();

    Prefixed(Graph graph, Map<String, String> prefixes) {
      super(graph);
      this.prefixes.setNsPrefixes(prefixes);
    }

    @Override
    public PrefixMapping getPrefixMapping() {
      return prefixes;
    }
  }
}
