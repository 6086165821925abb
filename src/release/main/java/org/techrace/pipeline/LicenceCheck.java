package org.techrace.pipeline;

import java.util.stream.Collectors;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.riot.system.StreamRDF;
import org.apache.jena.riot.system.StreamRDFWrapper;
import org.apache.jena.vocabulary.DCTerms;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.RDFS;
import org.techrace.rdf.Licence;
import org.techrace.report.Place;
import org.techrace.report.Report;

/// Passes the description of a source on, and reports a licence that the settings of the project do
/// not allow.
final class LicenceCheck extends StreamRDFWrapper {
  private final Project project;
  private final Source source;
  private final Report report;

  LicenceCheck(Project project, Source source, StreamRDF to, Report report) {
    super(to);
    this.project = project;
    this.source = source;
    this.report = report;
  }

  /// Names the allowed licences, for the pages and reports that show them.
  static void describeAllowed(Project project, StreamRDF to) {
    for (Licence licence : project.licences()) {
      Node iri = NodeFactory.createURI(licence.iri());
      to.triple(Triple.create(iri, RDF.Nodes.type, DCTerms.LicenseDocument.asNode()));
      to.triple(
          Triple.create(
              iri, RDFS.Nodes.label, NodeFactory.createLiteralLang(licence.name(), "en")));
    }
  }

  @Override
  public void triple(Triple triple) {
    if (triple.getPredicate().equals(DCTerms.license.asNode())
        && triple.getSubject().toString().equals(source.graph())
        && !project.licences().isEmpty()
        && project.licences().stream()
            .noneMatch(licence -> triple.getObject().toString().equals(licence.iri()))) {
      report.error(
          Place.file(project.nameOf(source.description())),
          "the licence <%s> is not allowed in this graph; expected one of %s, which graph.licences in techrace.toml lists"
              .formatted(
                  triple.getObject(),
                  project.licences().stream()
                      .map(Licence::name)
                      .collect(Collectors.joining(", "))));
    }
    super.triple(triple);
  }
}
