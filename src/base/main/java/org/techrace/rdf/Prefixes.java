package org.techrace.rdf;

import java.io.IOException;
import java.io.InputStream;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.riot.out.NodeFmtLib;
import org.apache.jena.riot.system.PrefixMap;
import org.apache.jena.riot.system.PrefixMapFactory;
import org.apache.jena.riot.system.StreamRDFLib;
import org.apache.jena.sparql.graph.GraphFactory;
import org.techrace.access.ReadableFile;

/// The prefixes of `ontology/prefixes.ttl`, used for all files and for all texts that people read.
public final class Prefixes {
  private static final String SHACL = "http://www.w3.org/ns/shacl#";
  private static final Node PREFIX = NodeFactory.createURI(SHACL + "prefix");
  private static final Node NAMESPACE = NodeFactory.createURI(SHACL + "namespace");

  private final PrefixMap map = PrefixMapFactory.create();

  private Prefixes() {}

  /// Reads the prefixes that a Turtle file declares with `sh:declare` (SHACL, section 5.2.1).
  ///
  /// @return the prefixes; none if the file does not exist
  /// @param iris what relative IRIs are relative to
  /// @throws IOException if the file cannot be read
  public static Prefixes read(ReadableFile file, Iris iris) throws IOException {
    Prefixes prefixes = new Prefixes();
    if (file.exists()) {
      Graph graph = GraphFactory.createDefaultGraph();
      try (InputStream in = file.stream()) {
        RdfFiles.read(in, file.toString(), iris.base(), StreamRDFLib.graph(graph));
      }
      graph
          .find(Node.ANY, PREFIX, Node.ANY)
          .forEach(
              declared ->
                  graph
                      .find(declared.getSubject(), NAMESPACE, Node.ANY)
                      .forEach(
                          namespace ->
                              prefixes.map.add(
                                  declared.getObject().getLiteralLexicalForm(),
                                  namespace.getObject().getLiteralLexicalForm())));
    }
    return prefixes;
  }

  /// Formats a node as in Turtle: `id:org-aspi`, `"China"@en`, `<https://...>`.
  public String show(Node node) {
    return NodeFmtLib.str(node, map);
  }
}
