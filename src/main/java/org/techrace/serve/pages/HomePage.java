package org.techrace.serve.pages;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.techrace.entity.Entities;
import org.techrace.entity.PageQuery;
import org.techrace.entity.Term;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.Processor;
import org.techrace.serve.http.Request;
import org.techrace.serve.view.Panel;
import org.techrace.serve.view.Shown;

/// `/`: the content of the graph in numbers, some charts, and links to everything else.
public final class HomePage implements Processor {

  /// The content of the page.
  ///
  /// @param kinds the classes
  /// @param sources the sources with their sizes
  /// @param pages the pages of `queries/pages/explore`
  /// @param pictures the pages with `# For: home`, ordered by the number after it
  /// @param first the first question of each topic
  /// @param questions the number of questions
  public record Content(
      List<Kinds.Kind> kinds,
      List<Count> sources,
      List<PageQuery> pages,
      List<Panel> pictures,
      List<Questions.Question> first,
      int questions) {}

  /// A source and its number of statements.
  public record Count(Term source, String statements) {}

  private final Templates templates;
  private final Questions questions;

  public HomePage(Templates templates, Questions questions) {
    this.templates = templates;
    this.questions = questions;
  }

  @Override
  public Answer answer(Request request, Lease lease) {
    Entities entities = lease.entities();
    List<PageQuery> pages = entities.queries().in("explore");
    List<Panel> pictures =
        pages.stream()
            .filter(q -> q.head("For").startsWith("home"))
            .sorted(Comparator.comparing(q -> q.head("For")))
            .map(q -> Panel.of(q, entities.rows(q.name())))
            .filter(p -> !p.view().isEmpty())
            .toList();
    Content content =
        new Content(
            Kinds.of(entities),
            sources(entities),
            pages,
            pictures,
            questions.topics().stream().map(topic -> topic.questions().getFirst()).toList(),
            questions.list().size());
    Stream<Term> shown =
        pictures.stream()
            .flatMap(p -> entities.rows(p.query().name()).stream())
            .flatMap(row -> row.terms().values().stream());
    return templates.page("home", lease, Sources.of(shown, entities), Map.of("home", content));
  }

  private static List<Count> sources(Entities entities) {
    return entities.rows("sources").stream()
        .flatMap(
            row ->
                row.get("graph").stream()
                    .map(g -> new Count(g, Shown.text(row.get("statements").orElseThrow()))))
        .toList();
  }
}
