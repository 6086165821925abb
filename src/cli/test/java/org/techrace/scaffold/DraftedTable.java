package org.techrace.scaffold;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.vocabulary.DCTerms;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.RDFS;
import org.apache.jena.vocabulary.SKOS;
import org.jspecify.annotations.Nullable;

/// What a drafted mapping says about the columns of a table.
///
/// @param key the references of the key
/// @param nulls the texts for "no value"
/// @param columns what is said about a reference
/// @param pattern the pattern of the columns whose cells are rows; their values have the reference
///   `valueField`
record DraftedTable(
    Set<String> key,
    Set<String> nulls,
    Map<String, Column> columns,
    Optional<Pattern> pattern,
    String valueField) {
  private static final String RML = "http://w3id.org/rml/";
  private static final String TOOL = "https://w3id.org/techrace/tool#";
  private static final String FN = TOOL.replace("#", "/function#");
  private static final Pattern REFERENCE = Pattern.compile("(?<!\\\\)\\{((?:[^{}\\\\]|\\\\.)*)\\}");

  /// The code list of areas.
  private static final String AREAS = "areas.csv";

  /// What a mapping says about a column.
  record Column(String type, Set<String> links, Set<String> units, boolean isLabel, String lang) {
    static final Column NONE = new Column("string", Set.of(), Set.of(), false, "");

    Column and(Column other) {
      Set<String> links = new LinkedHashSet<>(this.links);
      links.addAll(other.links);
      Set<String> units = new LinkedHashSet<>(this.units);
      units.addAll(other.units);
      return new Column(
          type.equals("string") ? other.type : type,
          links,
          units,
          isLabel || other.isLabel,
          lang.isEmpty() ? other.lang : lang);
    }
  }

  /// Returns the tables of a mapping by the name of their file.
  ///
  /// @param mapping the mapping
  /// @param terms the declarations of its properties
  static Map<String, DraftedTable> of(Graph mapping, Graph terms) {
    Map<String, DraftedTable> tables = new HashMap<>();
    mapping
        .find(Node.ANY, RDF.Nodes.type, rml("TriplesMap"))
        .mapWith(Triple::getSubject)
        .forEach(
            map -> {
              @Nullable Node source = one(mapping, map, "logicalSource");
              @Nullable Node inner =
                  object(mapping, source, NodeFactory.createURI(TOOL + "unpivots"));
              Optional<Pattern> pattern =
                  inner == null
                      ? Optional.empty()
                      : Optional.of(
                          Pattern.compile(
                              literal(
                                  mapping, source, NodeFactory.createURI(TOOL + "columnPattern"))));
              @Nullable Node file = one(mapping, inner == null ? source : inner, "source");
              @Nullable Node subject = one(mapping, map, "subjectMap");
              if (file == null || subject == null || isConcept(mapping, subject)) {
                return;
              }
              String valueField =
                  inner == null
                      ? ""
                      : literal(mapping, source, NodeFactory.createURI(TOOL + "valueField"));
              tables.putIfAbsent(
                  literal(mapping, file, rml("path")),
                  new DraftedTable(
                      references(mapping, subject),
                      nulls(mapping, file),
                      columns(mapping, terms, map),
                      pattern,
                      valueField));
            });
    return tables;
  }

  private static boolean isConcept(Graph mapping, Node subject) {
    return mapping.contains(subject, rml("class"), SKOS.Concept.asNode())
        || mapping.contains(subject, rml("class"), SKOS.ConceptScheme.asNode());
  }

  private static Set<String> nulls(Graph mapping, Node file) {
    Set<String> nulls = new HashSet<>();
    mapping
        .find(file, rml("null"), Node.ANY)
        .forEach(t -> nulls.add(t.getObject().getLiteralLexicalForm()));
    nulls.remove("");
    return nulls;
  }

  private static Map<String, Column> columns(Graph mapping, Graph terms, Node map) {
    Map<String, Column> columns = new HashMap<>();
    for (Node pom : objects(mapping, map, rml("predicateObjectMap"))) {
      @Nullable Node object = one(mapping, pom, "objectMap");
      if (object == null) {
        continue;
      }
      Set<String> references = references(mapping, object);
      Set<String> predicates = new HashSet<>();
      objects(mapping, pom, rml("predicate")).forEach(p -> predicates.add(p.getURI()));
      Column column = column(mapping, terms, object, predicates);
      references.stream().findFirst().ifPresent(r -> columns.merge(r, column, Column::and));
    }
    return columns;
  }

  private static Column column(Graph mapping, Graph terms, Node object, Set<String> predicates) {
    Set<String> links = new LinkedHashSet<>();
    @Nullable Node parent = one(mapping, object, "parentTriplesMap");
    Set<String> functions = new HashSet<>();
    Set<String> constants = new HashSet<>();
    walk(mapping, object, functions, constants);
    if (parent != null) {
      @Nullable Node join = one(mapping, object, "joinCondition");
      links.add(
          "key:"
              + parent.getURI().replaceFirst(".*#", "")
              + "."
              + literal(mapping, join, rml("parent")).replace(' ', '_'));
    } else if (functions.contains(FN + "link")) {
      links.add("thing");
    } else if (constants.contains(AREAS)) {
      links.add("area");
    } else if (object(mapping, object, rml("template")) != null) {
      links.add("codes");
    } else if (rml("IRI").equals(object(mapping, object, rml("termType")))) {
      links.add("url");
    }
    @Nullable Node type = one(mapping, object, "datatype");
    Set<String> units = new LinkedHashSet<>();
    for (String predicate : predicates) {
      for (String property :
          List.of("http://qudt.org/schema/qudt/ucumCode", "http://qudt.org/schema/qudt/symbol")) {
        terms
            .find(NodeFactory.createURI(predicate), NodeFactory.createURI(property), Node.ANY)
            .forEach(t -> units.add(t.getObject().getLiteralLexicalForm()));
      }
    }
    return new Column(
        type == null ? "string" : type.getURI().replaceFirst(".*#", ""),
        links,
        units,
        predicates.stream()
            .anyMatch(
                Set.of(RDFS.label.getURI(), SKOS.prefLabel.getURI(), DCTerms.title.getURI())
                    ::contains),
        Optional.ofNullable(one(mapping, object, "language"))
            .map(Node::getLiteralLexicalForm)
            .orElse(""));
  }

  /// Collects the functions of an expression map and its constants.
  private static void walk(Graph graph, Node node, Set<String> functions, Set<String> constants) {
    objects(graph, node, rml("function")).forEach(f -> functions.add(f.getURI()));
    objects(graph, node, rml("inputValue")).stream()
        .filter(Node::isLiteral)
        .forEach(v -> constants.add(v.getLiteralLexicalForm()));
    for (String step : List.of("functionExecution", "input", "inputValueMap")) {
      objects(graph, node, rml(step)).forEach(next -> walk(graph, next, functions, constants));
    }
  }

  /// Returns the references of an expression map, in no order, apart from the number of the row.
  private static Set<String> references(Graph graph, Node node) {
    Set<String> found = new LinkedHashSet<>();
    objects(graph, node, rml("reference")).forEach(r -> found.add(r.getLiteralLexicalForm()));
    for (Node template : objects(graph, node, rml("template"))) {
      for (Matcher m = REFERENCE.matcher(template.getLiteralLexicalForm()); m.find(); ) {
        found.add(m.group(1).replaceAll("\\\\(.)", "$1"));
      }
    }
    for (Node join : objects(graph, node, rml("joinCondition"))) {
      found.add(literal(graph, join, rml("child")));
    }
    for (String step : List.of("functionExecution", "input", "inputValueMap")) {
      objects(graph, node, rml(step)).forEach(next -> found.addAll(references(graph, next)));
    }
    found.remove("_row");
    return found;
  }

  private static Node rml(String name) {
    return NodeFactory.createURI(RML + name);
  }

  private static @Nullable Node one(Graph graph, @Nullable Node subject, String property) {
    return object(graph, subject, rml(property));
  }

  private static @Nullable Node object(Graph graph, @Nullable Node subject, Node property) {
    return subject == null
        ? null
        : graph
            .find(subject, property, Node.ANY)
            .mapWith(Triple::getObject)
            .nextOptional()
            .orElse(null);
  }

  private static List<Node> objects(Graph graph, Node subject, Node property) {
    List<Node> found = new ArrayList<>();
    graph.find(subject, property, Node.ANY).mapWith(Triple::getObject).forEach(found::add);
    return found;
  }

  private static String literal(Graph graph, @Nullable Node subject, Node property) {
    @Nullable Node object = object(graph, subject, property);
    return object == null ? "" : object.getLiteralLexicalForm();
  }
}
