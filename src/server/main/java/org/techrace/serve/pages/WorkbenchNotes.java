package org.techrace.serve.pages;

import java.util.List;
import org.techrace.entity.ResultRow;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.HttpJson;
import org.techrace.serve.http.Part;
import org.techrace.serve.http.Processor;
import org.techrace.serve.http.Request;
import org.techrace.serve.http.Route;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `/workbench.json`: data for the query editor: prefixes, classes and properties in use (most
/// frequent first), and the example queries by topic.
public final class WorkbenchNotes implements Processor, Part {
  private final Questions questions;

  public WorkbenchNotes(Questions questions) {
    this.questions = questions;
  }

  @Override
  public List<Route> routes() {
    return List.of(Route.page("/workbench.json", this));
  }

  @Override
  public Answer answer(Request request, Lease lease) {
    ObjectNode notes = HttpJson.object();
    ObjectNode prefixes = notes.putObject("prefixes");
    OntologyPrefixes.of(lease.entities()).forEach(prefixes::put);
    ArrayNode terms = notes.putArray("terms");
    for (ResultRow row : lease.entities().rows("vocabulary")) {
      row.iri("term")
          .ifPresent(
              iri ->
                  terms
                      .addObject()
                      .put("iri", iri)
                      .put("label", row.text("term"))
                      .put("kind", row.text("kind")));
    }
    ArrayNode topics = notes.putArray("topics");
    for (Questions.Topic topic : questions.topics()) {
      ArrayNode examples = topics.addObject().put("name", topic.title()).putArray("questions");
      topic.questions().forEach(question -> add(question, examples));
    }
    return HttpJson.answer(notes);
  }

  private static void add(Questions.Question question, ArrayNode examples) {
    ObjectNode example =
        examples.addObject().put("title", question.listed()).put("query", question.usualQuery());
    question
        .view()
        .ifPresent(
            view ->
                example.put("kind", view.kind()).put("columns", String.join(" ", view.columns())));
  }
}
