package org.techrace.release;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.riot.RDFFormat;
import org.apache.jena.riot.system.StreamRDF;
import org.apache.jena.riot.system.StreamRDFWriter;
import org.apache.jena.shacl.vocabulary.SHACL;
import org.apache.jena.sparql.graph.NodeConst;
import org.apache.jena.vocabulary.DCTerms;
import org.apache.jena.vocabulary.RDF;
import org.techrace.report.Finding;
import org.techrace.report.Report;
import org.techrace.report.Severity;

/// `report.ttl`: the findings of a build, in order, as a SHACL validation report (SHACL, section
/// 3.6). `dct:source` is the place of a finding.
final class ReleaseFindings {
  static final String FILE = "report.ttl";

  private ReleaseFindings() {}

  static void write(Report report, Path file) throws IOException {
    List<Finding> findings = report.findings();
    try (OutputStream out = Files.newOutputStream(file)) {
      StreamRDF turtle = StreamRDFWriter.getWriterStream(out, RDFFormat.TURTLE_BLOCKS);
      turtle.start();
      turtle.prefix("sh", SHACL.NS);
      turtle.prefix("dct", DCTerms.NS);
      Node all = node("report");
      turtle.triple(Triple.create(all, RDF.Nodes.type, SHACL.ValidationReport));
      turtle.triple(
          Triple.create(
              all, SHACL.conforms, findings.isEmpty() ? NodeConst.nodeTrue : NodeConst.nodeFalse));
      for (int i = 0; i < findings.size(); i++) {
        turtle.triple(Triple.create(all, SHACL.result, node("finding-" + (i + 1))));
      }
      for (int i = 0; i < findings.size(); i++) {
        write(findings.get(i), node("finding-" + (i + 1)), turtle);
      }
      turtle.finish();
    }
  }

  private static void write(Finding finding, Node node, StreamRDF turtle) {
    turtle.triple(Triple.create(node, RDF.Nodes.type, SHACL.ValidationResult));
    turtle.triple(Triple.create(node, SHACL.resultSeverity, severity(finding.severity())));
    turtle.triple(
        Triple.create(
            node, SHACL.resultMessage, NodeFactory.createLiteralString(finding.message())));
    turtle.triple(
        Triple.create(
            node,
            DCTerms.source.asNode(),
            NodeFactory.createLiteralString(finding.place().toString())));
  }

  /// Creates a node of the file, with an IRI relative to the file.
  private static Node node(String name) {
    return NodeFactory.createURI("#" + name);
  }

  private static Node severity(Severity severity) {
    return switch (severity) {
      case ERROR -> SHACL.Violation;
      case WARN -> SHACL.Warning;
      case INFO -> SHACL.Info;
    };
  }
}
