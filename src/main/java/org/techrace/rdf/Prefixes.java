package org.techrace.rdf;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.jena.graph.Node;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.riot.out.NodeFmtLib;
import org.apache.jena.riot.system.PrefixMap;
import org.apache.jena.riot.system.PrefixMapFactory;
import org.apache.jena.shared.PrefixMapping;

/// The prefixes of `ontology/prefixes.ttl`: written once, for all files and for what people read.
public final class Prefixes {
  private final PrefixMap map = PrefixMapFactory.create();

  private Prefixes() {}

  /// Reads the prefixes of a Turtle file; none if there is no such file.
  public static Prefixes read(Path file) {
    Prefixes prefixes = new Prefixes();
    if (Files.exists(file)) {
      PrefixMapping mapping = RDFDataMgr.loadGraph(file.toUri().toString()).getPrefixMapping();
      prefixes.map.putAll(mapping);
    }
    return prefixes;
  }

  /// A node as a person writes it: `id:org-aspi`, `"China"@en`, `<https://...>`.
  public String show(Node node) {
    return NodeFmtLib.str(node, map);
  }
}
