package org.techrace.validate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.apache.jena.graph.Graph;
import org.apache.jena.riot.RiotException;
import org.apache.jena.riot.system.StreamRDFLib;
import org.apache.jena.shacl.parser.ShaclParseException;
import org.apache.jena.shacl.validation.ReportEntry;
import org.apache.jena.sparql.graph.GraphFactory;
import org.apache.jena.sparql.path.P_Link;
import org.techrace.access.Access;
import org.techrace.access.RefusedException;
import org.techrace.rdf.Iris;
import org.techrace.rdf.RdfFiles;
import org.techrace.report.Finding;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.report.Severity;

/// The SHACL shapes of `ontology/shapes/`, one file a class.
final class Shapes {
  private Shapes() {}

  /// Holds a dataset to the shapes of a folder. Every validation result becomes a finding.
  static void check(Union union, Path folder, Access access, Report report) throws IOException {
    Graph shapes = read(folder, access, union.iris(), report);
    if (shapes.isEmpty()) {
      return;
    }
    try {
      ShapeValidator.validate(shapes, union.graph())
          .forEach(entry -> report.add(finding(union, entry)));
    } catch (ShaclParseException e) {
      report.error(
          Place.file(folder.toString()),
          "the shapes are not well formed: %s; see SHACL, section 2".formatted(e.getMessage()));
    }
  }

  private static Graph read(Path folder, Access access, Iris iris, Report report)
      throws IOException {
    Graph shapes = GraphFactory.createDefaultGraph();
    for (Path file : access.list(folder)) {
      if (file.toString().endsWith(".ttl")) {
        try (InputStream in = access.file(file).stream()) {
          RdfFiles.read(in, file.toString(), iris.base(), StreamRDFLib.graph(shapes));
        } catch (RiotException e) {
          report.error(Place.file(file.toString()), "not Turtle: " + e.getMessage());
        } catch (RefusedException e) {
          report.error(Place.file(file.toString()), String.valueOf(e.getMessage()));
        }
      }
    }
    return shapes;
  }

  private static Finding finding(Union union, ReportEntry entry) {
    StringBuilder message = new StringBuilder();
    if (entry.resultPath() != null) {
      message.append(show(union, entry.resultPath())).append(": ");
    }
    message.append(entry.message());
    if (entry.value() != null) {
      message.append("; found ").append(union.prefixes().show(entry.value()));
    }
    return new Finding(
        severity(entry.severity().level().getURI()),
        union.place(entry.focusNode()),
        message.toString());
  }

  private static String show(Union union, org.apache.jena.sparql.path.Path path) {
    return path instanceof P_Link link ? union.prefixes().show(link.getNode()) : path.toString();
  }

  private static Severity severity(String level) {
    return switch (level.substring(level.indexOf('#') + 1)) {
      case "Warning" -> Severity.WARN;
      case "Info" -> Severity.INFO;
      default -> Severity.ERROR;
    };
  }
}
