package org.techrace.serve.sparql;

import java.util.Map;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.http.Request;
import org.techrace.serve.pages.QuestionForm;
import org.techrace.serve.pages.Questions;
import org.techrace.serve.pages.Questions.Question;
import org.techrace.serve.pages.Snippet;
import org.techrace.serve.pages.Templates;

/// The gallery of example queries. `/questions` lists them by topic; `/questions/x` shows one with
/// its answer as picture and table, and with programs that send it.
public final class QuestionPages {
  private final Templates templates;
  private final Questions questions;
  private final Endpoint endpoint;

  public QuestionPages(Templates templates, Questions questions, Endpoint endpoint) {
    this.templates = templates;
    this.questions = questions;
    this.endpoint = endpoint;
  }

  /// Answers `/questions`.
  public Answer list(Request request, Lease lease) {
    return templates.page("questions", lease, Map.of("topics", questions.topics()));
  }

  /// Answers `/questions/x`.
  public Answer one(Request request, Lease lease) {
    String name = request.path().substring("/questions/".length());
    Question question =
        questions
            .named(name)
            .orElseThrow(
                () -> new Refusal(404, "No question has this name. /questions lists all."));
    QuestionForm form = QuestionForm.of(question, request.parameters(), lease.entities());
    ResultTable table = endpoint.linkedTable(form.query(), request, lease);
    return templates.page(
        "question",
        lease,
        table.sources(lease.entities()),
        Map.of(
            "form",
            form,
            "topic",
            questions.topic(question),
            "table",
            table,
            "snippets",
            Snippet.of(form.query(), request.site() + "/sparql")));
  }
}
