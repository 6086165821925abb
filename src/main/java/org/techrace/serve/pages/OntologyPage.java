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
import org.techrace.entity.Row;
import org.techrace.entity.Term;
import org.techrace.rdf.Iris;
import org.techrace.serve.Answer;
import org.techrace.serve.Format;
import org.techrace.serve.Lease;
import org.techrace.serve.Processor;
import org.techrace.serve.Request;

/// `/ontology`: the ontology as one document. Its terms' IRIs land on their place in it.
public final class OntologyPage implements Processor {
  private static final List<Format> FORMATS =
      Stream.concat(Format.GRAPH.stream(), Stream.of(Format.HTML)).toList();

  private static final List<String> FACETS = List.of("parent", "domain", "range");

  /// A class or property.
  ///
  /// @param name the end of its IRI
  /// @param kind what it is
  public record OntologyTerm(
      String iri, String name, String label, String kind, String definition, List<Facet> facets) {}

  /// What a term has of one sort: parents, say.
  public record Facet(String name, List<Term> terms) {}

  private final Templates templates;

  public OntologyPage(Templates templates) {
    this.templates = templates;
  }

  @Override
  public Answer answer(Request request, Lease lease) {
    Format format = Addresses.suffix(request.path()).orElseGet(() -> request.choose(FORMATS));
    if (format != Format.HTML) {
      return Graphs.answer(
          lease.entities().graph(Iris.graph("ontology")), format, Prefixes.of(lease.entities()));
    }
    Map<Term, List<Row>> byTerm = new LinkedHashMap<>();
    for (Row row : lease.entities().rows("terms")) {
      row.get("term")
          .ifPresent(term -> byTerm.computeIfAbsent(term, t -> new ArrayList<>()).add(row));
    }
    List<OntologyTerm> terms =
        byTerm.entrySet().stream()
            .flatMap(e -> term(e.getKey(), e.getValue()).stream())
            .sorted(Comparator.comparing(OntologyTerm::kind).thenComparing(OntologyTerm::label))
            .toList();
    return templates.page("ontology", lease, Map.of("terms", terms));
  }

  private static Optional<OntologyTerm> term(Term term, List<Row> rows) {
    if (!(term instanceof Term.Link link) || !link.iri().startsWith(Iris.ONTOLOGY)) {
      return Optional.empty();
    }
    List<Facet> facets =
        FACETS.stream()
            .map(name -> new Facet(name, List.copyOf(values(rows, name))))
            .filter(facet -> !facet.terms().isEmpty())
            .toList();
    return Optional.of(
        new OntologyTerm(
            link.iri(),
            link.iri().substring(Iris.ONTOLOGY.length()),
            link.text(),
            text(rows, "kind"),
            text(rows, "definition"),
            facets));
  }

  private static String text(List<Row> rows, String variable) {
    return values(rows, variable).stream().findFirst().map(Term::text).orElse("");
  }

  private static Set<Term> values(List<Row> rows, String variable) {
    Set<Term> values = new LinkedHashSet<>();
    for (Row row : rows) {
      row.get(variable).ifPresent(values::add);
    }
    return values;
  }
}
