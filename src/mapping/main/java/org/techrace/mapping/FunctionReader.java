package org.techrace.mapping;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.QueryParseException;
import org.apache.jena.shared.PrefixMapping;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.RDFS;
import org.apache.jena.vocabulary.XSD;
import org.techrace.access.ReadableFile;
import org.techrace.rdf.Iris;
import org.techrace.rdf.RdfVersion;
import org.techrace.rdf.Tool;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.report.Severity;

/// Reads the functions that a Turtle file declares as `sh:SPARQLFunction`.
public final class FunctionReader {
  private static final Set<String> FUNCTION =
      Set.of("parameter", "select", "returnType", "prefixes");
  private static final Set<String> PARAMETER =
      Set.of("path", "order", "datatype", "optional", "name", "description");

  private final TurtleWithPlaces document;
  private final Report report;

  private FunctionReader(TurtleWithPlaces document, Report report) {
    this.document = document;
    this.report = report;
  }

  /// Reads a file. Reports errors, and then leaves the function out.
  ///
  /// @throws IOException if the file cannot be read
  public static List<FunctionDeclaration> read(ReadableFile file, Report report)
      throws IOException {
    long errors = report.count(Severity.ERROR);
    String name = Place.nameOf(file.path());
    TurtleWithPlaces document =
        TurtleWithPlaces.read(
            file.path(), MappingDocument.read(file, report), RdfVersion.RDF_1_1, report);
    if (report.count(Severity.ERROR) > errors) {
      return List.of();
    }
    List<FunctionDeclaration> functions = new FunctionReader(document, report).functions();
    if (functions.isEmpty() && report.count(Severity.ERROR) == errors) {
      report.warn(
          Place.file(name), "the file declares no function; expected a node of sh:SPARQLFunction");
    }
    return functions;
  }

  private static Node shacl(String name) {
    return NodeFactory.createURI(Rml.SHACL + name);
  }

  private List<FunctionDeclaration> functions() {
    List<FunctionDeclaration> functions = new ArrayList<>();
    document
        .graph()
        .find(Node.ANY, RDF.type.asNode(), shacl("SPARQLFunction"))
        .mapWith(Triple::getSubject)
        .toList()
        .stream()
        .sorted(Comparator.comparing(document::order))
        .forEach(
            node -> function(new RmlResource(document, report, node)).ifPresent(functions::add));
    return functions;
  }

  private Optional<FunctionDeclaration> function(RmlResource map) {
    if (!map.node().isURI()) {
      map.error("the function is a blank node; expected an IRI");
      return Optional.empty();
    }
    map.allowOnlyShacl("a function", FUNCTION);
    map.allowOnlyTool("a function", Set.of("example"));
    List<FunctionDeclaration.Parameter> parameters = new ArrayList<>();
    Set<String> variables = new HashSet<>();
    for (RmlResource parameter : parameters(map)) {
      parameter(parameter).ifPresent(parameters::add);
    }
    for (FunctionDeclaration.Parameter parameter : parameters) {
      if (!variables.add(Iris.localName(parameter.iri()))) {
        map.error(
            "two parameters have the local name '%s'; rename one"
                .formatted(Iris.localName(parameter.iri())));
      }
    }
    Optional<String> text = map.value(Rml.SHACL + "select");
    if (text.isEmpty()) {
      map.error(
          "the function has no sh:select; expected such as \"SELECT (UCASE(?text) AS ?result)"
              + " {}\"");
    }
    Optional<Query> query = text.flatMap(select -> query(map, select));
    List<FunctionDeclaration.Example> examples = new ArrayList<>();
    for (Node node : map.all(NodeFactory.createURI(Tool.EXAMPLE))) {
      example(map.of(node), parameters.size()).ifPresent(examples::add);
    }
    return query.map(
        select ->
            new FunctionDeclaration(
                map.place(),
                map.node().getURI(),
                map.value(RDFS.comment.getURI()).orElse(""),
                parameters,
                select,
                examples));
  }

  private static List<RmlResource> parameters(RmlResource map) {
    return map.all(shacl("parameter")).stream()
        .map(map::of)
        .sorted(
            Comparator.comparing(
                parameter ->
                    parameter
                        .value(Rml.SHACL + "order")
                        .filter(order -> order.matches("\\d{1,6}"))
                        .map(Integer::valueOf)
                        .orElse(Integer.MAX_VALUE)))
        .toList();
  }

  private static Optional<FunctionDeclaration.Parameter> parameter(RmlResource map) {
    map.allowOnlyShacl("a parameter", PARAMETER);
    Optional<Node> path = map.one(shacl("path"), "sh:path").filter(Node::isURI);
    if (path.isEmpty()) {
      map.error("the parameter has no sh:path; expected its IRI");
    }
    return path.map(
        iri ->
            new FunctionDeclaration.Parameter(
                iri.getURI(),
                map.value(Rml.SHACL + "datatype").orElse(XSD.xstring.getURI()),
                map.value(Rml.SHACL + "optional").filter("true"::equals).isPresent()));
  }

  private Optional<Query> query(RmlResource map, String select) {
    try {
      Query query = new Query();
      query.setPrefixMapping(
          PrefixMapping.Factory.create().setNsPrefixes(document.graph().getPrefixMapping()));
      QueryFactory.parse(query, select, null, null);
      if (query.isSelectType()) {
        return Optional.of(query);
      }
      map.error("sh:select is not a SELECT query");
    } catch (QueryParseException e) {
      map.error(
          "sh:select is not a query: "
              + String.valueOf(e.getMessage()).replaceAll("\\s+", " ").strip());
    }
    return Optional.empty();
  }

  private static Optional<FunctionDeclaration.Example> example(RmlResource map, int parameters) {
    map.allowOnlyTool("an example", Set.of("arguments", "result"));
    List<String> arguments =
        map.list(NodeFactory.createURI(Tool.ARGUMENTS), "tool:arguments").stream()
            .map(node -> node.isLiteral() ? node.getLiteralLexicalForm() : node.toString())
            .toList();
    Optional<String> result = map.value(Tool.RESULT);
    if (result.isEmpty() || arguments.size() > parameters) {
      map.error(
          "the example needs tool:result, and in tool:arguments a list of at most %d arguments"
              .formatted(parameters));
      return Optional.empty();
    }
    return Optional.of(new FunctionDeclaration.Example(map.place(), arguments, result.get()));
  }
}
