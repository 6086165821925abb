package org.techrace.scaffold;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.rdf.model.Resource;
import org.apache.jena.riot.system.StreamRDFLib;
import org.apache.jena.sparql.graph.GraphFactory;
import org.apache.jena.sys.JenaSystem;
import org.apache.jena.vocabulary.DCTerms;
import org.apache.jena.vocabulary.OWL2;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.RDFS;
import org.apache.jena.vocabulary.SKOS;
import org.jspecify.annotations.Nullable;
import org.techrace.access.ReadableFile;
import org.techrace.rdf.Iris;
import org.techrace.rdf.RdfFiles;

/// The properties of an ontology, by their local name and label, to find one for a column header.
final class KnownProperties {
  static {
    // The vocabularies below must not be the first classes of Jena that are loaded: its start needs
    // them.
    JenaSystem.init();
  }

  /// Headers that mean well-known properties.
  private static final Map<String, String> COMMON =
      Map.of(
          "name", RDFS.label.getURI(),
          "label", RDFS.label.getURI(),
          "displayname", RDFS.label.getURI(),
          "nome", RDFS.label.getURI(),
          "nombre", RDFS.label.getURI(),
          "nom", RDFS.label.getURI(),
          "naam", RDFS.label.getURI(),
          "title", DCTerms.title.getURI(),
          "description", DCTerms.description.getURI(),
          "source", DCTerms.source.getURI());

  /// The minimum length of a name to look for within a header; shorter names occur in too many
  /// words.
  private static final int MIN_NAME_LENGTH = 4;

  /// A property.
  ///
  /// @param range the datatype or class of its values, if the ontology states it
  /// @param takesNodes true if its values are resources, not literals
  record Property(String iri, Optional<String> range, boolean takesNodes) {}

  private final Map<String, Property> byName = new TreeMap<>();
  private final Map<String, String> types = new TreeMap<>();

  /// The properties of things, by the class of their values.
  private final Map<String, List<String>> byRange = new TreeMap<>();

  /// The IRIs of all classes and properties.
  private final Set<String> declared = new HashSet<>();

  /// @param files the files of the ontology; files that do not exist are skipped
  /// @throws IOException if a file cannot be read
  KnownProperties(List<ReadableFile> files, Iris iris) throws IOException {
    Graph ontology = GraphFactory.createDefaultGraph();
    for (ReadableFile file : files) {
      if (file.exists()) {
        try (InputStream in = file.stream()) {
          RdfFiles.read(in, file.toString(), iris.base(), StreamRDFLib.graph(ontology));
        }
      }
    }
    for (Node kind :
        List.of(
            OWL2.AnnotationProperty.asNode(),
            OWL2.ObjectProperty.asNode(),
            OWL2.DatatypeProperty.asNode())) {
      for (Node node : subjects(ontology, kind)) {
        Property property =
            new Property(
                node.getURI(),
                Optional.ofNullable(object(ontology, node, RDFS.range.asNode()))
                    .filter(Node::isURI)
                    .map(Node::getURI),
                kind.equals(OWL2.ObjectProperty.asNode()));
        names(ontology, node).forEach(name -> byName.put(name, property));
        declared.add(property.iri);
        property.range.filter(_ -> property.takesNodes).ifPresent(type -> add(type, property.iri));
      }
    }
    for (Node type : subjects(ontology, OWL2.Class.asNode())) {
      names(ontology, type).forEach(name -> types.put(name, type.getURI()));
      declared.add(type.getURI());
    }
    COMMON.forEach((name, iri) -> byName.put(name, new Property(iri, Optional.empty(), false)));
  }

  private void add(String range, String property) {
    byRange.computeIfAbsent(range, _ -> new ArrayList<>()).add(property);
  }

  /// Returns true if the ontology declares a class or property.
  boolean declares(String iri) {
    return declared.contains(iri);
  }

  /// Returns the properties whose values are things, by the class of the values.
  Map<String, List<String>> byRange() {
    return Collections.unmodifiableMap(byRange);
  }

  /// Returns the local name, the labels and the alternative labels of a term.
  private static List<String> names(Graph ontology, Node term) {
    List<String> names = new ArrayList<>();
    for (Resource property : List.of(SKOS.altLabel, SKOS.prefLabel, RDFS.label)) {
      ontology
          .find(term, property.asNode(), Node.ANY)
          .mapWith(Triple::getObject)
          .filterKeep(Node::isLiteral)
          .forEach(label -> names.add(plain(label.getLiteralLexicalForm())));
    }
    names.add(plain(Iris.localName(term.getURI())));
    names.removeIf(String::isEmpty);
    return names;
  }

  private static List<Node> subjects(Graph ontology, Node kind) {
    List<Node> found = new ArrayList<>();
    ontology
        .find(Node.ANY, RDF.type.asNode(), kind)
        .mapWith(Triple::getSubject)
        .filterKeep(Node::isURI)
        .forEach(found::add);
    found.sort((a, b) -> b.getURI().compareTo(a.getURI()));
    return found;
  }

  private static @Nullable Node object(Graph ontology, Node subject, Node property) {
    return ontology
        .find(subject, property, Node.ANY)
        .mapWith(Triple::getObject)
        .nextOptional()
        .orElse(null);
  }

  /// Returns the property that a header names, with or without a remark in brackets. A header with
  /// a unit names only a property with this unit, because the values of a property have one unit.
  Optional<Property> of(String header) {
    HeaderUnit parts = HeaderUnit.of(header);
    return Optional.ofNullable(byName.get(plain(header)))
        .filter(_ -> parts.unit().isEmpty() || !plain(parts.unit()).isEmpty())
        .or(() -> Optional.ofNullable(byName.get(plain(HeaderUnit.spelled(header)))))
        .or(
            () ->
                parts.unit().isEmpty()
                    ? Optional.ofNullable(byName.get(plain(parts.name())))
                    : Optional.empty());
  }

  /// Returns the property of names.
  Optional<Property> label() {
    return Optional.ofNullable(byName.get("label"));
  }

  /// Returns the class whose name is that of a table, or its singular.
  Optional<String> type(String table) {
    return Stream.of(table, Plurals.singularTitle(table))
        .flatMap(name -> Optional.ofNullable(types.get(plain(name))).stream())
        .findFirst();
  }

  /// Returns the property with the longest name that occurs in a header: `Area code` contains
  /// `area`.
  Optional<Property> within(String header) {
    String plain = plain(header);
    return byName.entrySet().stream()
        .filter(
            known -> known.getKey().length() >= MIN_NAME_LENGTH && plain.contains(known.getKey()))
        .max(Comparator.comparingInt(known -> known.getKey().length()))
        .map(Map.Entry::getValue);
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }
}
