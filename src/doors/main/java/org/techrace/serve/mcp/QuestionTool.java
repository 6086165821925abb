package org.techrace.serve.mcp;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.techrace.search.WordIndex;
import org.techrace.serve.pages.QuestionParameter;
import org.techrace.serve.pages.Questions;
import org.techrace.serve.pages.Questions.Question;
import org.techrace.serve.sparql.Limits;
import tools.jackson.databind.node.ObjectNode;

/// `show_question`: a tested question with its query.
///
/// @param questions the questions of the project
/// @param index finds a question by words
record QuestionTool(Questions questions, WordIndex index) {
  private static final String NAME = "name";
  private static final String ENGLISH = "en";
  private static final int MOST = 50;

  static Tool tool(Questions questions, Evaluated evaluated) {
    QuestionTool tool =
        new QuestionTool(
            questions,
            new WordIndex(questions.list().stream().map(one -> one.document(one.name())).toList()));
    return new Tool(
        "show_question",
        "Show a tested question",
        "Returns a tested question with its SPARQL query and its parameters. Adapt it rather than"
            + " writing a query from nothing. Without a name: all names and titles.",
        List.of(
            Tool.Parameter.text(NAME, "its name, from find, or words of its title"),
            Tool.Parameter.number("offset", "the number of questions to skip (0)", 0, 100_000)),
        Map.of(),
        evaluated.of(tool::answer));
  }

  private ObjectNode answer(ToolCall call) {
    return call.text(NAME).map(name -> one(name, call)).orElseGet(() -> all(call));
  }

  private ObjectNode all(ToolCall call) {
    int offset = call.number("offset", 0);
    ToolAnswer answer = new ToolAnswer(call.lease(), List.of(NAME, "title"));
    List<Question> shown = questions.list().stream().skip(offset).limit(MOST).toList();
    shown.forEach(question -> answer.row(question.name(), question.listed()));
    answer.put("total", questions.list().size());
    answer.texts(
        ToolAnswer.LIMITS,
        Limits.beyond("the list", questions.list().size(), offset).stream().toList());
    int next = offset + shown.size();
    return next < questions.list().size()
        ? answer.put("next", next).cut("Call it with 'offset': %d.".formatted(next))
        : answer.complete();
  }

  private ObjectNode one(String name, ToolCall call) {
    Optional<Question> named = questions.named(name);
    Question question = named.or(() -> found(name)).orElseGet(() -> questions.known(name, 400));
    ToolAnswer answer = new ToolAnswer(call.lease(), List.of("part", "text"));
    if (named.isEmpty()) {
      answer.texts(
          ToolAnswer.NOTES,
          List.of(
              "No question has the name '%s'; this is '%s', found by its words."
                  .formatted(name, question.name())));
    }
    answer.row(NAME, question.name()).row("title", question.listed());
    if (!question.comment().isEmpty()) {
      answer.row("comment", question.comment());
    }
    List<String> parameters =
        question.parameters().stream().map(QuestionParameter::variable).toList();
    if (!parameters.isEmpty()) {
      answer.row("parameters", String.join(", ", parameters));
    }
    return answer.row("query", question.usualQuery()).complete();
  }

  private Optional<Question> found(String words) {
    return index.find(words, ENGLISH, 1).stream()
        .flatMap(hit -> questions.named(hit.key()).stream())
        .findFirst();
  }
}
