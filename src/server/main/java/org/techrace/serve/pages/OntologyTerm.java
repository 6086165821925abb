package org.techrace.serve.pages;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.system.Txn;
import org.apache.jena.vocabulary.OWL2;
import org.techrace.entity.Entities;
import org.techrace.entity.Natural;
import org.techrace.entity.ResultRow;
import org.techrace.entity.Term;
import org.techrace.rdf.Iris;
import org.techrace.serve.text.Reader;
import org.techrace.serve.view.Shown;

/// A class or property of the ontology with everything that its page shows.
///
/// @param term the class or property
/// @param kind the IRI of its type, such as `owl:Class`
/// @param definition its definition, if it has one
/// @param facets its parents, domain, range, and the terms that refer to it
/// @param rules the rules of the shapes: by property for a class, by class for a property
/// @param example a member of the class, or a statement with the property
/// @param uses the number of members or statements
public record OntologyTerm(
    Term.Link term,
    String kind,
    Optional<Term> definition,
    List<Facet> facets,
    List<Rule> rules,
    Optional<Example> example,
    String uses) {

  /// Related terms of one sort.
  public record Facet(String name, List<Term.Link> terms) {
    /// Returns the name in the language of the reader.
    public String heading() {
      return Reader.text("facet." + name);
    }
  }

  /// A rule of a shape.
  ///
  /// @param of the property of a class's rule, or the class of a property's rule
  /// @param count the allowed number of values as text
  /// @param message the message for curators
  public record Rule(Term.Link of, String count, Term message) {}

  /// A member of a class, or a statement with a property.
  ///
  /// @param thing the member, or the subject of the statement
  /// @param object the object of the statement; empty for a member
  public record Example(Term thing, Optional<Term> object) {}

  /// Returns the local name.
  public String name() {
    return Iris.localName(term.iri());
  }

  /// Reports whether it is a class; otherwise it is a property.
  public boolean isClass() {
    return kind.equals(OWL2.Class.getURI());
  }

  /// Returns the type as text.
  public String kindInWords() {
    if (isClass()) {
      return Reader.text("term.class");
    }
    if (joins()) {
      return Reader.text("term.object");
    }
    boolean data = kind.equals(OWL2.DatatypeProperty.getURI());
    return Reader.text(data ? "term.data" : "term.annotation");
  }

  /// Reports whether it is an object property.
  public boolean joins() {
    return kind.equals(OWL2.ObjectProperty.getURI());
  }

  /// Returns the domains, if it is a property.
  public List<Term.Link> domains() {
    return facet("domain");
  }

  /// Returns the ranges, if it is a property.
  public List<Term.Link> ranges() {
    return facet("range");
  }

  private List<Term.Link> facet(String name) {
    return facets.stream().filter(f -> f.name.equals(name)).flatMap(f -> f.terms.stream()).toList();
  }

  /// Returns all terms of the ontology, ordered by label.
  static List<OntologyTerm> all(Entities entities, ShapeRules shapes) {
    Map<Term.Link, List<ResultRow>> byTerm = new LinkedHashMap<>();
    for (ResultRow row : entities.rows("ontology/terms")) {
      if (row.get("term").orElseThrow() instanceof Term.Link link
          && link.iri().startsWith(entities.iris().ontology())) {
        byTerm.computeIfAbsent(link, t -> new ArrayList<>()).add(row);
      }
    }
    Map<String, String> prefixes = OntologyPrefixes.of(entities);
    Map<String, ResultRow> uses = new LinkedHashMap<>();
    Stream.of("ontology/members", "ontology/uses")
        .flatMap(query -> entities.rows(query).stream())
        .forEach(row -> row.iri("term").ifPresent(iri -> uses.put(iri, row)));
    return Txn.calculateRead(
        entities.dataset(),
        () ->
            byTerm.entrySet().stream()
                .map(
                    e ->
                        of(
                            e.getKey(),
                            e.getValue(),
                            facets(e.getKey(), byTerm, prefixes),
                            rules(e.getKey(), shapes, entities),
                            Optional.ofNullable(uses.get(e.getKey().iri()))))
                .sorted(Comparator.comparing(OntologyTerm::term, Natural.BY_TEXT))
                .toList());
  }

  private static OntologyTerm of(
      Term.Link term,
      List<ResultRow> rows,
      List<Facet> facets,
      List<Rule> rules,
      Optional<ResultRow> used) {
    return new OntologyTerm(
        term,
        rows.getFirst().iri("kind").orElse(""),
        rows.getFirst().get("definition"),
        facets,
        rules,
        used.flatMap(row -> row.get("example").map(e -> new Example(e, row.get("object")))),
        used.flatMap(row -> row.get("uses")).map(Shown::text).orElse(""));
  }

  private static List<Facet> facets(
      Term.Link term, Map<Term.Link, List<ResultRow>> all, Map<String, String> prefixes) {
    List<ResultRow> own = all.getOrDefault(term, List.of());
    return Stream.of(
            new Facet("parents", parents(own, prefixes)),
            new Facet("children", referring(term, "parent", all)),
            new Facet("domain", links(own, "domain")),
            new Facet("range", links(own, "range")),
            new Facet("domain-of", referring(term, "domain", all)),
            new Facet("range-of", referring(term, "range", all)))
        .filter(facet -> !facet.terms().isEmpty())
        .toList();
  }

  /// Returns the parents. External parents are shown with a prefix, because their labels may equal
  /// ours.
  private static List<Term.Link> parents(List<ResultRow> own, Map<String, String> prefixes) {
    return links(own, "parent").stream()
        .map(
            parent ->
                !parent.local().isEmpty() ? parent : OntologyPrefixes.shortened(parent, prefixes))
        .toList();
  }

  private static List<Term.Link> links(List<ResultRow> rows, String variable) {
    Set<Term.Link> links = new LinkedHashSet<>();
    for (ResultRow row : rows) {
      if (row.get(variable).orElse(null) instanceof Term.Link link) {
        links.add(link);
      }
    }
    return List.copyOf(links);
  }

  private static List<Term.Link> referring(
      Term.Link to, String variable, Map<Term.Link, List<ResultRow>> all) {
    return all.entrySet().stream()
        .filter(e -> links(e.getValue(), variable).contains(to))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static List<Rule> rules(Term.Link term, ShapeRules shapes, Entities entities) {
    return shapes.rules().stream()
        .flatMap(
            rule ->
                rule.type().equals(term.iri())
                    ? Stream.of(
                        new Rule(link(rule.property(), entities), rule.count(), rule.message()))
                    : rule.property().equals(term.iri())
                        ? Stream.of(
                            new Rule(link(rule.type(), entities), rule.count(), rule.message()))
                        : Stream.of())
        .toList();
  }

  private static Term.Link link(String iri, Entities entities) {
    Node node = NodeFactory.createURI(iri);
    return entities.labels().link(node);
  }
}
