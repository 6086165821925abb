package org.techrace.serve.pages;

import java.util.List;
import java.util.Map;
import org.techrace.entity.Entities;
import org.techrace.entity.Term;
import org.techrace.serve.Answer;
import org.techrace.serve.Lease;
import org.techrace.serve.Processor;
import org.techrace.serve.Request;

/// `/`: what the graph holds, and what one may ask.
public final class HomePage implements Processor {

  /// What the page shows.
  public record Content(
      List<Count> classes, List<Count> sources, List<Questions.Question> questions) {}

  /// How many there are of something.
  public record Count(Term thing, String number) {}

  private final Templates templates;
  private final Questions questions;

  public HomePage(Templates templates, Questions questions) {
    this.templates = templates;
    this.questions = questions;
  }

  @Override
  public Answer answer(Request request, Lease lease) {
    Entities entities = lease.entities();
    Content content =
        new Content(
            counts(entities, "classes", "class", "things"),
            counts(entities, "sources", "graph", "statements"),
            questions.list());
    return templates.page("home", lease, Map.of("home", content));
  }

  private static List<Count> counts(Entities entities, String query, String thing, String number) {
    return entities.rows(query).stream()
        .flatMap(row -> row.get(thing).map(term -> new Count(term, row.text(number))).stream())
        .toList();
  }
}
