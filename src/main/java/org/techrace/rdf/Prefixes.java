package org.techrace.rdf;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.riot.out.NodeFmtLib;
import org.apache.jena.riot.system.PrefixMap;
import org.apache.jena.riot.system.PrefixMapFactory;
import org.apache.jena.shacl.vocabulary.SHACL;

/// The prefixes of `ontology/prefixes.ttl`: written once, for all files and for what people read.
public final class Prefixes {
  private final PrefixMap map = PrefixMapFactory.create();

  private Prefixes() {}

  /// Reads the prefixes that a Turtle file declares (SHACL, section 5.2.1); none if there is no
  /// such file.
  public static Prefixes read(Path file) {
    Prefixes prefixes = new Prefixes();
    if (Files.exists(file)) {
      Graph graph = RDFDataMgr.loadGraph(file.toUri().toString());
      graph
          .find(Node.ANY, SHACL.prefix, Node.ANY)
          .forEach(
              declared ->
                  graph
                      .find(declared.getSubject(), SHACL.namespace, Node.ANY)
                      .forEach(
                          namespace ->
                              prefixes.map.add(
                                  declared.getObject().getLiteralLexicalForm(),
                                  namespace.getObject().getLiteralLexicalForm())));
    }
    return prefixes;
  }

  /// A node as a person writes it: `id:org-aspi`, `"China"@en`, `<https://...>`.
  public String show(Node node) {
    return NodeFmtLib.str(node, map);
  }
}
