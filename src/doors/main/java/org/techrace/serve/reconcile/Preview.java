package org.techrace.serve.reconcile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.jena.graph.Node;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.RDFS;
import org.techrace.rdf.Xml;
import org.techrace.search.OntologyTerms;
import org.techrace.search.Search;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.HttpJson;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.pages.DoorTemplates;
import org.techrace.serve.pages.EntityPage;
import org.techrace.serve.pages.Templates;

/// Small pages about an entity, a property or a class, to be shown in a client's frame.
final class Preview {
  static final int WIDTH = 420;
  static final int HEIGHT = 260;

  private final DoorTemplates templates;

  Preview(Templates templates) {
    this.templates = new DoorTemplates(templates, DoorTemplates.PACKAGE);
  }

  /// The page.
  Answer page(String id, Lease lease) {
    Search search = lease.search();
    String iri = ProtocolJson.iri(id, lease);
    Optional<OntologyTerms.Term> term = term(iri, search);
    String name = term.map(OntologyTerms.Term::label).orElseGet(() -> name(iri, search));
    return templates
        .document(
            "preview",
            Map.of(
                "name", name,
                "iri", iri,
                "description", description(iri, term, lease).orElse(""),
                "types", types(iri, search),
                "facts", facts(iri, search)))
        .framed();
  }

  /// The page inside a JSON object, as 0.2 asks of flyouts.
  Answer flyout(String id, Lease lease) {
    Search search = lease.search();
    String iri = ProtocolJson.iri(id, lease);
    Optional<OntologyTerms.Term> term = term(iri, search);
    String name = term.map(OntologyTerms.Term::label).orElseGet(() -> name(iri, search));
    StringBuilder html = new StringBuilder("<p><strong>" + Xml.escaped(name) + "</strong></p>");
    description(iri, term, lease).ifPresent(d -> html.append("<p>" + Xml.escaped(d) + "</p>"));
    facts(iri, search)
        .forEach((k, v) -> html.append("<p>" + Xml.escaped(k) + ": " + Xml.escaped(v) + "</p>"));
    return HttpJson.answer(HttpJson.object().put("id", id).put("html", html.toString()));
  }

  private static Optional<String> description(
      String iri, Optional<OntologyTerms.Term> term, Lease lease) {
    return term.map(OntologyTerms.Term::description)
        .or(() -> EntityPage.sentence(iri, lease.entities()));
  }

  private static Optional<OntologyTerms.Term> term(String iri, Search search) {
    OntologyTerms terms = search.terms();
    return terms.named(terms.classes(), iri).or(() -> terms.named(terms.properties(), iri));
  }

  private static String name(String iri, Search search) {
    return search
        .label(iri)
        .orElseThrow(() -> new Refusal(404, "The graph says nothing of " + iri + "."));
  }

  private static List<String> types(String iri, Search search) {
    List<String> labels = new ArrayList<>();
    for (Node type : search.values(iri, RDF.type.getURI())) {
      OntologyTerms terms = search.terms();
      if (type.isURI()) {
        terms.named(terms.classes(), type.getURI()).ifPresent(t -> labels.add(t.label()));
      }
    }
    return labels;
  }

  /// The first few properties, with the labels of their values.
  private static Map<String, String> facts(String iri, Search search) {
    Map<String, String> facts = new LinkedHashMap<>();
    for (OntologyTerms.Term property : search.terms().properties()) {
      if (property.iri().equals(RDFS.label.getURI()) || facts.size() == 6) {
        continue;
      }
      List<String> values =
          search.values(iri, property.iri()).stream()
              .filter(v -> !v.isBlank())
              .limit(3)
              .map(
                  v ->
                      v.isURI()
                          ? search.label(v.getURI()).orElse(v.getURI())
                          : v.getLiteralLexicalForm())
              .toList();
      if (!values.isEmpty()) {
        facts.put(property.label(), String.join(", ", values));
      }
    }
    return facts;
  }
}
