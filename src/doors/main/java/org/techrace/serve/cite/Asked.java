package org.techrace.serve.cite;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.techrace.query.AnswerLink;
import org.techrace.query.AnswerPicture;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Parameters;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.pages.Addresses;
import org.techrace.serve.pages.PanelChoice;
import org.techrace.serve.pages.QuestionForm;
import org.techrace.serve.pages.Questions;
import org.techrace.serve.pages.Questions.Question;

/// A query whose answer is cited, with the question or the panel of a page that it comes from.
///
/// @param query the text of the query
/// @param title the question that it answers
/// @param view the picture of the answer to a question
/// @param picture the address of the picture of a panel within the release, or empty
/// @param parameters those that name the question and its values, or the panel and its thing
record Asked(
    String query,
    String title,
    Optional<AnswerPicture> view,
    String picture,
    Map<String, List<String>> parameters) {
  private static final String QUESTION = "question";
  private static final String PANEL = "panel";
  private static final String UNTITLED = "Answer to a SPARQL query";

  /// Reads the parameters of a request: `query`, or `question` and the values of its parameters, or
  /// `panel` and the thing that it is about. A question or a panel gives the title only if its
  /// query is the one that is asked.
  ///
  /// @throws Refusal 400 if there is neither a query nor a known question or panel
  static Asked of(Parameters parameters, Questions questions, Lease lease) {
    Optional<String> query = parameters.first(AnswerLink.QUERY);
    Optional<Question> question = parameters.first(QUESTION).flatMap(questions::named);
    if (question.isPresent()) {
      Optional<QuestionForm> form = form(question.get(), parameters, query, lease);
      if (form.isPresent()) {
        return of(question.get(), form.get(), parameters);
      }
    }
    Optional<Asked> panel =
        parameters.first(PANEL).flatMap(name -> panel(name, parameters, query, lease));
    if (panel.isPresent()) {
      return panel.get();
    }
    if (query.isEmpty()) {
      parameters.first(QUESTION).ifPresent(name -> questions.known(name, 400));
    }
    return query
        .map(text -> new Asked(text, UNTITLED, Optional.empty(), "", Map.of()))
        .orElseThrow(
            () ->
                new Refusal(
                    400,
                    "Give 'query', or 'question' with the name of one in /questions, or 'panel'"
                        + " with the name of one of a page."));
  }

  /// The panel of a page; empty if a query is given that is not the one of the panel.
  private static Optional<Asked> panel(
      String name, Parameters parameters, Optional<String> query, Lease lease) {
    try {
      PanelChoice choice = PanelChoice.of(name, parameters, lease);
      String text = lease.entities().text(choice.ask());
      if (query.isPresent() && !query.get().equals(text)) {
        return Optional.empty();
      }
      Map<String, List<String>> named = choice.cited(new Addresses(lease.iris()));
      return Optional.of(
          new Asked(
              text,
              choice.title(lease.entities()),
              Optional.empty(),
              choice.picture(lease.entities()),
              named));
    } catch (Refusal refusal) {
      // A panel or a thing that this release does not have.
      if (query.isEmpty()) {
        throw refusal;
      }
      return Optional.empty();
    }
  }

  /// The form of a question; empty if a query is given that is not the one of the form.
  private static Optional<QuestionForm> form(
      Question question, Parameters parameters, Optional<String> query, Lease lease) {
    try {
      QuestionForm form = QuestionForm.of(question, parameters, lease.entities());
      return query.isEmpty() || query.get().equals(form.query())
          ? Optional.of(form)
          : Optional.empty();
    } catch (Refusal refusal) {
      // A value that has no answer in this release.
      if (query.isEmpty()) {
        throw refusal;
      }
      return Optional.empty();
    }
  }

  private static Asked of(Question question, QuestionForm form, Parameters parameters) {
    Map<String, List<String>> named = new LinkedHashMap<>();
    named.put(QUESTION, List.of(question.name()));
    for (QuestionForm.Field field : form.fields()) {
      if (!parameters.all(field.variable()).isEmpty()) {
        named.put(
            field.variable(), field.chosen().stream().map(QuestionForm.Choice::value).toList());
      }
    }
    return new Asked(form.query(), form.title(), question.view(), "", named);
  }
}
