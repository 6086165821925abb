package org.techrace.serve.pages;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.techrace.entity.Ask;
import org.techrace.entity.Entities;
import org.techrace.entity.Entity;
import org.techrace.entity.Term;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.view.Links;
import org.techrace.serve.view.Neighbourhood;
import org.techrace.serve.view.Panel;
import org.techrace.serve.view.Sentence;

/// The page about a thing: what is said of it, what points to it, and the panels that the files of
/// `queries/pages/entity` make of it.
public final class EntityPage {
  private EntityPage() {}

  /// What the page shows.
  ///
  /// @param thing what the page is about
  /// @param schema a description in the terms of schema.org, as JSON-LD; empty if it has none
  /// @param panels those that have something to show
  /// @param questions the questions about it
  public record Content(
      Entity entity,
      Term.Link thing,
      String schema,
      List<Panel> panels,
      List<Questions.Reference> questions,
      Neighbourhood neighbourhood) {

    /// Its classes; of several that are called the same the first.
    public List<Term.Link> types() {
      Set<String> seen = new HashSet<>();
      return entity.types().stream().filter(type -> seen.add(type.text())).toList();
    }

    /// What it is, in sentences.
    public List<Sentence> sentences() {
      return panels.stream()
          .flatMap(panel -> panel.view() instanceof Sentence s ? Stream.of(s) : Stream.empty())
          .toList();
    }

    /// The panels by the topic that front matter names, else each by itself; those that stand at
    /// the head of the page are in none.
    public List<Section> sections() {
      Map<String, List<Panel>> byTitle = new LinkedHashMap<>();
      panels.stream()
          .filter(panel -> !(panel.view() instanceof Links || panel.view() instanceof Sentence))
          .forEach(
              panel ->
                  byTitle
                      .computeIfAbsent(
                          panel.topic().isEmpty() ? panel.title() : panel.topic(),
                          title -> new ArrayList<>())
                      .add(panel));
      return byTitle.entrySet().stream().map(e -> new Section(e.getKey(), e.getValue())).toList();
    }
  }

  /// Panels under one heading.
  public record Section(String title, List<Panel> panels) {
    /// The end of its address on the page.
    public String id() {
      return "of-" + panels.getFirst().id();
    }
  }

  /// What a thing is, in sentences.
  public static Optional<String> sentence(String iri, Entities entities) {
    Node thing = NodeFactory.createURI(iri);
    return entities.queries().in("entity").stream()
        .filter(q -> q.head("View").equals("sentence"))
        .map(q -> Panel.of(q, entities.rows(Ask.of(q.name()).with("this", thing))).view())
        .flatMap(
            view ->
                view instanceof Sentence s && !s.isEmpty() ? Stream.of(s.text()) : Stream.empty())
        .reduce((first, second) -> first + " " + second);
  }

  static Answer of(
      Entity entity, Questions questions, Entities entities, Lease lease, Templates templates) {
    Node thing = NodeFactory.createURI(entity.iri());
    List<Panel> panels =
        entities.queries().in("entity").stream()
            .map(q -> Panel.of(q, entities.rows(Ask.of(q.name()).with("this", thing))))
            .filter(panel -> !panel.view().isEmpty())
            .toList();
    Term.Link about = entities.link(entity.iri(), entity.name());
    Content content =
        new Content(
            entity,
            about,
            SchemaOrg.jsonLd(entities.construct("schema", thing), entity.iri()),
            panels,
            questions.about(entity.iri(), lease.entities()),
            Neighbourhood.of(entity));
    return templates.page(
        "entity", lease, Sources.of(Stream.of(about), entities), Map.of("page", content));
  }
}
