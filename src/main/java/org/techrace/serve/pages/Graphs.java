package org.techrace.serve.pages;

import java.util.Map;
import org.apache.jena.graph.Graph;
import org.apache.jena.riot.RDFWriter;
import org.techrace.serve.Answer;
import org.techrace.serve.Format;

/// Graphs as answers.
public final class Graphs {
  private Graphs() {}

  /// A graph in a format.
  ///
  /// @param prefixes prefix to namespace, for the formats that have them
  public static Answer answer(Graph graph, Format format, Map<String, String> prefixes) {
    return Answer.ok(
        format,
        out -> {
          graph.getPrefixMapping().setNsPrefixes(prefixes);
          RDFWriter.source(graph).format(format.rdf()).output(out);
        });
  }
}
