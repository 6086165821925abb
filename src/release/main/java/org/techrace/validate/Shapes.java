package org.techrace.validate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.GraphUtil;
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
import org.techrace.guard.WorkWatch;
import org.techrace.rdf.Iris;
import org.techrace.rdf.QueryErrors;
import org.techrace.rdf.RdfFiles;
import org.techrace.rdf.SyntaxAdvice;
import org.techrace.report.Finding;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.report.Severity;

/// Validates with the SHACL shapes of `ontology/shapes/`, one file per class.
final class Shapes {
  private static final List<Node> QUERIES = List.of(SHACL.select, SHACL.ask, SHACL.construct);

  /// Properties that the validator does not evaluate: JavaScript, rules, computed values.
  private static final Set<String> NOT_RUN =
      Set.of("js", "jsFunctionName", "jsLibrary", "jsLibraryURL", "rule", "expression", "values");

  private Shapes() {}

  /// Validates a dataset with the shapes of a folder. Every validation result becomes a finding,
  /// and every shape that was stopped.
  static void check(Union union, Path folder, Access access, WorkWatch watch, Report report)
      throws IOException {
    Map<Node, String> files = new HashMap<>();
    Graph shapes = read(folder, access, union.iris(), files, report);
    if (shapes.isEmpty()
        || !checkQueries(shapes, folder, union.iris(), report)
        || !checkTerms(shapes, files, union, report)) {
      return;
    }
    try {
      ShapeValidator.Results results = ShapeValidator.validate(shapes, union.graph(), watch);
      results.entries().forEach(entry -> report.add(finding(union, entry)));
      results
          .stopped()
          .forEach(
              (shape, reason) ->
                  report.error(
                      place(shape.getShapeNode(), files),
                      "the shape %s %s"
                          .formatted(union.prefixes().show(shape.getShapeNode()), reason)));
    } catch (ShaclParseException e) {
      report.error(
          Place.file(folder.toString()),
          "the shapes are not well-formed: %s; see SHACL, section 2".formatted(e.getMessage()));
    }
  }

  /// Reads the shapes.
  ///
  /// @param files receives the file of each subject
  private static Graph read(
      Path folder, Access access, Iris iris, Map<Node, String> files, Report report)
      throws IOException {
    Graph shapes = GraphFactory.createDefaultGraph();
    for (Path file : access.list(folder)) {
      if (file.toString().endsWith(".ttl")) {
        try (InputStream in = access.file(file).stream()) {
          Graph one = GraphFactory.createDefaultGraph();
          RdfFiles.read(in, file.toString(), iris.base(), StreamRDFLib.graph(one));
          GraphUtil.addInto(shapes, one);
          one.stream().forEach(triple -> files.put(triple.getSubject(), file.toString()));
        } catch (RiotException e) {
          report.error(
              Place.file(file.toString()),
              "this is not Turtle: " + SyntaxAdvice.of(String.valueOf(e.getMessage())));
        } catch (RefusedException e) {
          report.error(Place.file(file.toString()), String.valueOf(e.getMessage()));
        }
      }
    }
    return shapes;
  }

  private static Place place(Node subject, Map<Node, String> files) {
    return Place.file(Objects.requireNonNullElse(files.get(subject), ""));
  }

  /// Reports terms of SHACL Advanced Features and SHACL JavaScript that the validator ignores: a
  /// rule that is not checked must not look like one that is kept.
  ///
  /// @return false if there is one; then the report has an error
  private static boolean checkTerms(
      Graph shapes, Map<Node, String> files, Union union, Report report) {
    boolean known = true;
    for (Triple triple : shapes.find().toList()) {
      String property = triple.getPredicate().getURI();
      String name =
          property.startsWith(SHACL.getURI()) ? property.substring(SHACL.getURI().length()) : "";
      if (NOT_RUN.contains(name)) {
        known = false;
        report.error(
            place(triple.getSubject(), files),
            "%s has sh:%s, which is not run; write a constraint of SHACL Core, or in SPARQL (sh:sparql)"
                .formatted(union.prefixes().show(triple.getSubject()), name));
      }
    }
    return known;
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
