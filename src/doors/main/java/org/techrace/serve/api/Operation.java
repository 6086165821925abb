package org.techrace.serve.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.jena.query.QueryFactory;
import org.techrace.entity.Entities;
import org.techrace.entity.PageQuery;
import org.techrace.serve.http.Parameters;
import org.techrace.serve.pages.QuestionForm;
import org.techrace.serve.pages.Questions;
import org.techrace.serve.pages.Questions.Question;

/// A stored query with an address of its own: a question, or the query of an overview page.
///
/// @param name the path below `/api/v1/`
/// @param question the question; empty for the query of a page
/// @param page the query of a page; empty for a question
public record Operation(String name, Optional<Question> question, Optional<PageQuery> page) {
  private static final String PAGES = "explore";

  /// The operations for a release, by name: questions in their order, then pages. The number at the
  /// start of the name of a question's file is left out unless two questions differ only in it.
  static Map<String, Operation> all(Questions questions, Entities entities) {
    Map<String, Integer> uses = new HashMap<>();
    questions
        .list()
        .forEach(question -> uses.merge(Questions.slug(question.name()), 1, Integer::sum));
    Map<String, Operation> all = new LinkedHashMap<>();
    for (Question question : questions.list()) {
      String plain = Questions.slug(question.name());
      String name = uses.getOrDefault(plain, 0) > 1 ? question.name() : plain;
      all.put(name, new Operation(name, Optional.of(question), Optional.empty()));
    }
    for (PageQuery page : entities.queries().in(PAGES)) {
      if (page.query().isSelectType()) {
        all.put(page.name(), new Operation(page.name(), Optional.empty(), Optional.of(page)));
      }
    }
    return all;
  }

  /// The title in one sentence.
  public String title() {
    return question.map(Question::title).orElseGet(() -> page.orElseThrow().head("Title"));
  }

  /// The answer in a sentence; may be empty.
  public String comment() {
    return question.map(Question::comment).orElseGet(() -> page.orElseThrow().head("Text"));
  }

  /// The names of the parameters.
  public List<String> parameters() {
    List<String> names = new ArrayList<>();
    question.ifPresent(asked -> asked.parameters().forEach(one -> names.add(one.variable())));
    return names;
  }

  /// The columns that a row may have.
  List<String> columns() {
    return question
        .map(asked -> QueryFactory.create(asked.query()))
        .orElseGet(() -> page.orElseThrow().query())
        .getResultVars();
  }

  /// The form with the values of a request; empty for the query of a page.
  Optional<QuestionForm> form(Parameters values, Entities entities) {
    return question.map(asked -> QuestionForm.of(asked, values, entities));
  }

  /// The query, with the values of a form if it is one.
  String query(Optional<QuestionForm> form) {
    return form.map(QuestionForm::query).orElseGet(() -> page.orElseThrow().query().toString());
  }
}
