package org.techrace.release;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.rdf.model.ModelFactory;
import org.apache.jena.rdf.model.Resource;
import org.apache.jena.riot.RDFFormat;
import org.apache.jena.riot.RDFWriter;
import org.apache.jena.shacl.vocabulary.SHACLM;
import org.apache.jena.vocabulary.DCTerms;
import org.apache.jena.vocabulary.RDF;
import org.techrace.report.Finding;
import org.techrace.report.Report;
import org.techrace.report.Severity;

/// `report.ttl`: the findings of a build as a SHACL validation report. `dct:source` is the place.
final class Findings {
  static final String FILE = "report.ttl";

  private Findings() {}

  static void write(Report report, Path file) throws IOException {
    Model model = ModelFactory.createDefaultModel();
    model.setNsPrefix("sh", SHACLM.NS).setNsPrefix("dct", DCTerms.NS);
    Resource all =
        model
            .createResource(SHACLM.ValidationReport)
            .addLiteral(SHACLM.conforms, !report.hasErrors());
    for (Finding finding : report.findings()) {
      all.addProperty(
          SHACLM.result,
          model
              .createResource()
              .addProperty(RDF.type, SHACLM.ValidationResult)
              .addProperty(SHACLM.resultSeverity, severity(finding.severity()))
              .addProperty(SHACLM.resultMessage, finding.message())
              .addProperty(DCTerms.source, finding.place().toString()));
    }
    try (OutputStream out = Files.newOutputStream(file)) {
      RDFWriter.source(model).format(RDFFormat.TURTLE_PRETTY).output(out);
    }
  }

  private static Resource severity(Severity severity) {
    return switch (severity) {
      case ERROR -> SHACLM.Violation;
      case WARN -> SHACLM.Warning;
      case INFO -> SHACLM.Info;
    };
  }
}
