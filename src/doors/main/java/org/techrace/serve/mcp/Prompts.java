package org.techrace.serve.mcp;

import java.util.List;

/// The prompts: what a person can ask for with one choice.
final class Prompts {
  /// A prompt with one argument.
  ///
  /// @param argument the name of its argument
  /// @param meaning what the argument is
  /// @param text the message, with `%s` for the argument
  record Prompt(
      String name,
      String title,
      String description,
      String argument,
      String meaning,
      String text) {}

  private static final String RULES =
      """
      1. Call find with the words of the subject. Take IRIs only from its answer.
      2. If a pattern of the answer fits, run it with query; or adapt a question (show_question).
      3. Before you write 'latest', 'largest', 'all', 'only' or a count, call coverage for the \
      indicator, list or class, and read 'limits' of each answer.
      4. State for each fact its source, licence and date; keep the hedges. If an answer is cut, \
      get the rest with 'offset' or say that it is cut.
      5. If the graph has no answer, say so. Do not fill the gap from memory.
      """;

  private static final List<Prompt> ALL =
      List.of(
          new Prompt(
              "answer",
              "Answer a question from the graph",
              "Answers a question with evidence and limits",
              "question",
              "the question",
              "Answer this question from the graph alone: %s\n\n" + RULES),
          new Prompt(
              "check",
              "Check a statement against the graph",
              "Says what the graph has for and against a statement",
              "statement",
              "the statement",
              """
              Check this statement against the graph: %s

              Say whether the graph supports it, contradicts it, or has nothing about it, and quote \
              the facts. A fact that is limited (a selection, plans, a newest year with few areas) \
              proves less: say what it leaves open.

              """
                  + RULES),
          new Prompt(
              "profile",
              "Describe a thing",
              "Describes a thing with its evidence",
              "thing",
              "its name or IRI",
              """
              Describe this thing in at most 200 words: %s

              Find it, read its statements with explain, and run the patterns that find returns for \
              it. Say which facts are only what somebody says.

              """
                  + RULES));

  private Prompts() {}

  static List<Prompt> all() {
    return ALL;
  }

  static List<String> names() {
    return ALL.stream().map(Prompt::name).toList();
  }
}
