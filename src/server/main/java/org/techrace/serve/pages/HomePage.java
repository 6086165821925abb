package org.techrace.serve.pages;

import java.util.List;
import java.util.Map;
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

  /// A panel of `queries/pages/home` with the sources of what it shows.
  public record Finding(Panel panel, List<Site.Source> sources) {}

  /// The content of the page.
  ///
  /// @param findings those of `queries/pages/home`
  /// @param doors the solutions of `queries/pages/doors.rq`
  /// @param pages the pages of `queries/pages/explore`
  /// @param first the first question of each topic
  /// @param questions the number of questions
  /// @param before the release before, or empty
  /// @param added the number of statements that it does not have
  /// @param removed the number of statements that only it has
  public record Content(
      List<Finding> findings,
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
    List<Finding> findings =
        entities.queries().in(FINDINGS).stream()
            .map(query -> finding(query, entities, colours))
            .filter(finding -> !finding.panel().view().isEmpty())
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
    List<Site.Source> sources =
        findings.stream().flatMap(finding -> finding.sources().stream()).distinct().toList();
    return templates.page("home", lease, sources, Map.of("home", content));
  }

  private static Finding finding(PageQuery query, Entities entities, Colours colours) {
    List<ResultRow> rows = entities.rows(query.name());
    return new Finding(
        Panel.of(query, rows, colours),
        Sources.of(query, query.query(), Panel.lines(query, rows), entities));
  }
}
