package org.techrace.serve.pages;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.techrace.entity.Entities;
import org.techrace.entity.PageQuery;
import org.techrace.entity.ResultRow;
import org.techrace.entity.Term;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.Part;
import org.techrace.serve.http.Processor;
import org.techrace.serve.http.Request;
import org.techrace.serve.http.Route;
import org.techrace.serve.view.Colours;
import org.techrace.serve.view.Panel;

/// `/`: findings in words with their pictures, and the doors to everything else.
public final class HomePage implements Processor, Part {
  private static final String FINDINGS = "home";

  /// The content of the page.
  ///
  /// @param findings the panels of `queries/pages/home`
  /// @param doors the solutions of `queries/pages/doors.rq`
  /// @param pages the pages of `queries/pages/explore`
  /// @param first the first question of each topic
  /// @param questions the number of questions
  /// @param before the release before, or empty
  /// @param added the number of statements that it does not have
  /// @param removed the number of statements that only it has
  public record Content(
      List<Panel> findings,
      List<ResultRow> doors,
      List<PageQuery> pages,
      List<Term> sources,
      List<Questions.Question> first,
      int questions,
      String before,
      long added,
      long removed) {}

  private final Templates templates;
  private final Questions questions;

  public HomePage(Templates templates, Questions questions) {
    this.templates = templates;
    this.questions = questions;
  }

  @Override
  public List<Route> routes() {
    return List.of(Route.page("/", this));
  }

  @Override
  public Answer answer(Request request, Lease lease) {
    Entities entities = lease.entities();
    Colours colours = Colours.of(entities);
    List<Panel> findings =
        entities.queries().in(FINDINGS).stream()
            .map(q -> Panel.of(q, entities.rows(q.name()), colours))
            .filter(panel -> !panel.view().isEmpty())
            .toList();
    List<Published.Change> changes = Published.changes(lease.aboutRelease());
    Content content =
        new Content(
            findings,
            entities.rows("doors"),
            entities.queries().in("explore"),
            entities.rows("sources").stream().flatMap(row -> row.get("graph").stream()).toList(),
            questions.topics().stream().map(topic -> topic.questions().getFirst()).toList(),
            questions.list().size(),
            Published.before(lease.aboutRelease()),
            changes.stream().mapToLong(Published.Change::added).sum(),
            changes.stream().mapToLong(Published.Change::removed).sum());
    Stream<Term> shown =
        findings.stream()
            .flatMap(p -> entities.rows(p.query().name()).stream())
            .flatMap(row -> row.terms().values().stream());
    return templates.page("home", lease, Sources.of(shown, entities), Map.of("home", content));
  }
}
