package org.techrace.validate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryException;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.Syntax;
import org.apache.jena.riot.RiotException;
import org.apache.jena.riot.system.StreamRDFLib;
import org.apache.jena.shacl.parser.ShaclParseException;
import org.apache.jena.shacl.validation.ReportEntry;
import org.apache.jena.shacl.vocabulary.SHACL;
import org.apache.jena.shared.PrefixMapping;
import org.apache.jena.sparql.graph.GraphFactory;
import org.apache.jena.sparql.path.P_Link;
import org.techrace.access.Access;
import org.techrace.access.RefusedException;
import org.techrace.guard.LocalQueries;
import org.techrace.guard.QueryRefusedException;
import org.techrace.rdf.Iris;
import org.techrace.rdf.QueryErrors;
import org.techrace.rdf.RdfFiles;
import org.techrace.report.Finding;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.report.Severity;

/// Validates with the SHACL shapes of `ontology/shapes/`, one file per class.
final class Shapes {
  private static final List<Node> QUERIES = List.of(SHACL.select, SHACL.ask, SHACL.construct);

  private Shapes() {}

  /// Validates a dataset with the shapes of a folder. Every validation result becomes a finding.
  static void check(Union union, Path folder, Access access, Report report) throws IOException {
    Graph shapes = read(folder, access, union.iris(), report);
    if (shapes.isEmpty() || !checkQueries(shapes, folder, union.iris(), report)) {
      return;
    }
    try {
      ShapeValidator.validate(shapes, union.graph())
          .forEach(entry -> report.add(finding(union, entry)));
    } catch (ShaclParseException e) {
      report.error(
          Place.file(folder.toString()),
          "the shapes are not well-formed: %s; see SHACL, section 2".formatted(e.getMessage()));
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

  /// Checks the queries of constraints, components and targets (SHACL, sections 5 and 6) by the
  /// rules of the server, since Jena runs them without any.
  ///
  /// @return false if one is refused; then the report has an error
  private static boolean checkQueries(Graph shapes, Path folder, Iris iris, Report report) {
    PrefixMapping prefixes = PrefixMapping.Factory.create();
    try {
      declare(prefixes, shapes);
      for (Node property : QUERIES) {
        for (Node text :
            shapes.find(Node.ANY, property, Node.ANY).mapWith(Triple::getObject).toList()) {
          Query query = new Query();
          query.setPrefixMapping(prefixes);
          LocalQueries.check(
              QueryFactory.parse(
                  query, text.getLiteralLexicalForm(), iris.base(), Syntax.syntaxARQ));
        }
      }
      return true;
    } catch (QueryException e) {
      report.error(
          Place.file(folder.toString()),
          "a query of the shapes cannot be read: " + QueryErrors.sentence(e));
    } catch (QueryRefusedException e) {
      report.error(
          Place.file(folder.toString()), "a query of the shapes is refused: " + e.sentence());
    }
    return false;
  }

  /// Reads the prefixes of all queries (`sh:declare`). They must not depend on the query: else the
  /// one that is checked could be another than the one that runs.
  private static void declare(PrefixMapping prefixes, Graph shapes) {
    for (Node declared :
        shapes.find(Node.ANY, SHACL.declare, Node.ANY).mapWith(Triple::getObject).toList()) {
      for (Node name :
          shapes.find(declared, SHACL.prefix, Node.ANY).mapWith(Triple::getObject).toList()) {
        for (Node space :
            shapes.find(declared, SHACL.namespace, Node.ANY).mapWith(Triple::getObject).toList()) {
          String prefix = name.getLiteralLexicalForm();
          String iri = space.isURI() ? space.getURI() : space.getLiteralLexicalForm();
          String before = prefixes.getNsPrefixURI(prefix);
          if (before != null && !before.equals(iri)) {
            throw new QueryRefusedException(
                "The prefix '%s' is declared as <%s> and as <%s>.".formatted(prefix, before, iri));
          }
          prefixes.setNsPrefix(prefix, iri);
        }
      }
    }
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
