package org.techrace.serve.api;

import java.util.Collection;
import java.util.List;
import org.techrace.entity.Term;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Format;
import org.techrace.serve.http.HttpJson;
import org.techrace.serve.http.Parameters;
import org.techrace.serve.mcp.ToolRequests;
import org.techrace.serve.pages.QuestionForm;
import org.techrace.settings.GraphSettings;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Describes the REST interface in OpenAPI 3.1.
final class OpenApi {
  private static final String REF = "$ref";
  private static final String STRING = "string";

  private static final String TAGS = "tags";
  private static final String QUESTIONS = "questions";
  private static final String PAGES = "pages";
  private static final String THINGS = "things";

  private OpenApi() {}

  static ObjectNode of(
      Collection<Operation> operations,
      ToolRequests tools,
      GraphSettings graph,
      String home,
      Lease lease) {
    ObjectNode api = HttpJson.object();
    api.put("openapi", "3.1.0");
    ObjectNode info = api.putObject("info");
    info.put("title", graph.title()).put("version", "1");
    info.put(
        "description",
        "Stored queries of release %s as addresses with typed parameters. Read-only."
            .formatted(lease.release()));
    graph
        .licence()
        .ifPresent(
            licence ->
                info.putObject("license").put("name", licence.name()).put("url", licence.iri()));
    api.putArray("servers").addObject().put("url", home + Api.PATH);
    // The API needs no login.
    api.putArray("security");
    ArrayNode tags = api.putArray("tags");
    tag(tags, QUESTIONS, "Tested questions with typed parameters");
    tag(tags, PAGES, "The tables of overview pages");
    tag(tags, THINGS, "Things, classes, and what the graph has of them");
    ObjectNode paths = api.putObject("paths");
    tools.describe(paths, THINGS);
    for (Operation operation : operations) {
      ObjectNode get = paths.putObject("/" + operation.name()).putObject("get");
      get.putArray(TAGS).add(operation.question().isPresent() ? QUESTIONS : PAGES);
      get.put("operationId", operation.name().replaceAll("\\W+", "_"));
      get.put("summary", operation.title());
      if (!operation.comment().isEmpty()) {
        get.put("description", operation.comment());
      }
      ArrayNode parameters = get.putArray("parameters");
      operation
          .form(Parameters.NONE, lease.entities())
          .ifPresent(form -> form.fields().forEach(field -> parameters.add(parameter(field))));
      for (String shared : List.of(Rows.LIMIT, Rows.OFFSET, "format")) {
        parameters.addObject().put(REF, "#/components/parameters/" + shared);
      }
      responses(get, "#/components/schemas/Answer");
    }
    entities(paths);
    components(api.putObject("components"));
    return api;
  }

  private static void tag(ArrayNode tags, String name, String description) {
    tags.addObject().put("name", name).put("description", description);
  }

  private static void responses(ObjectNode operation, String schema) {
    ObjectNode responses = operation.putObject("responses");
    ObjectNode content =
        responses.putObject("200").put("description", "The answer").putObject("content");
    content.putObject("application/json").putObject("schema").put(REF, schema);
    content.putObject("application/ld+json").putObject("schema").put("type", "object");
    content.putObject("text/csv").putObject("schema").put("type", STRING);
    content.putObject(Format.PARQUET.mediaType());
    problems(responses);
  }

  /// A parameter with the type of its usual values. A value that is none of its choices is refused.
  private static ObjectNode parameter(QuestionForm.Field field) {
    ObjectNode parameter = HttpJson.object();
    parameter.put("name", field.variable()).put("in", "query").put("required", false);
    parameter.put("description", "One of the values of its choices; without it, the usual ones.");
    ObjectNode schema = parameter.putObject("schema");
    ObjectNode one = schema;
    if (field.several()) {
      schema.put("type", "array");
      one = schema.putObject("items");
      parameter.put("style", "form").put("explode", true);
    }
    one.put("type", STRING);
    List<QuestionForm.Choice> usual =
        field.choices().stream().filter(QuestionForm.Choice::usual).toList();
    if (!usual.isEmpty()) {
      type(usual.getFirst(), one);
    }
    return parameter;
  }

  private static void type(QuestionForm.Choice choice, ObjectNode schema) {
    if (choice.term() instanceof Term.Value value) {
      if (value.datatype().endsWith("#integer")) {
        schema.put("type", "integer");
        schema.putArray("examples").add(Long.parseLong(value.text()));
        return;
      }
      if (value.datatype().endsWith("#gYear")) {
        schema.put("pattern", "^-?\\d{4,}$");
      } else if (value.datatype().endsWith("#date")) {
        schema.put("format", "date");
      }
    }
    schema.putArray("examples").add(choice.value());
  }

  private static void entities(ObjectNode paths) {
    ObjectNode get = paths.putObject("/entities/{id}").putObject("get");
    get.putArray(TAGS).add(THINGS);
    get.put("operationId", "entity").put("summary", "The statements about a thing");
    ObjectNode id = get.putArray("parameters").addObject();
    id.put("name", "id").put("in", "path").put("required", true);
    id.put("description", "the end of the IRI of the thing, or a whole IRI, percent-encoded");
    id.putObject("schema").put("type", STRING);
    ObjectNode responses = get.putObject("responses");
    ObjectNode content =
        responses.putObject("200").put("description", "The statements").putObject("content");
    content
        .putObject("application/ld+json")
        .putObject("schema")
        .putArray("type")
        .add("object")
        .add("array");
    content.putObject("text/turtle").putObject("schema").put("type", STRING);
    problems(responses);
    ObjectNode search = paths.putObject("/search").putObject("get");
    search.putArray(TAGS).add(THINGS);
    search.put("operationId", "search").put("summary", "Things and questions by plain words");
    ObjectNode words = search.putArray("parameters").addObject();
    words.put("name", "q").put("in", "query").put("required", true);
    words.putObject("schema").put("type", STRING);
    ObjectNode found = search.putObject("responses");
    found
        .putObject("200")
        .put("description", "The results, best first")
        .putObject("content")
        .putObject("application/json")
        .putObject("schema")
        .put("type", "object");
    problems(found);
    ObjectNode post = paths.putObject("/batch").putObject("post");
    post.putArray(TAGS).add(QUESTIONS);
    post.put("operationId", "batch").put("summary", "The answers to several requests");
    ObjectNode body = post.putObject("requestBody").put("required", true);
    body.putObject("content")
        .putObject("application/json")
        .putObject("schema")
        .put(REF, "#/components/schemas/Batch");
    ObjectNode batch = post.putObject("responses");
    batch
        .putObject("200")
        .put("description", "One answer for each request, with its status")
        .putObject("content")
        .putObject("application/json")
        .putObject("schema")
        .put("type", "object");
    problems(batch);
  }

  private static void problems(ObjectNode responses) {
    for (String status : List.of("4XX", "default")) {
      responses.putObject(status).put(REF, "#/components/responses/Problem");
    }
  }

  private static void components(ObjectNode components) {
    ObjectNode parameters = components.putObject("parameters");
    ObjectNode limit = shared(parameters, Rows.LIMIT, "The greatest number of rows.");
    limit.put("type", "integer").put("minimum", 1).put("maximum", Rows.MAX_LIMIT);
    ObjectNode offset = shared(parameters, Rows.OFFSET, "The number of rows to leave out.");
    offset.put("type", "integer").put("minimum", 0);
    ObjectNode format = shared(parameters, "format", "The format; without it, as Accept says.");
    ArrayNode formats = format.put("type", STRING).putArray("enum");
    Api.FORMATS.forEach(one -> formats.add(one.suffix()));
    ObjectNode schemas = components.putObject("schemas");
    ObjectNode answer = schemas.putObject("Answer").put("type", "object");
    List.of("name", "title", "release", "columns", "rows", "total", "cut")
        .forEach(answer.putArray("required")::add);
    ObjectNode properties = answer.putObject("properties");
    for (String text : List.of("name", "title", "comment", "release", "query", "next", "note")) {
      properties.putObject(text).put("type", STRING);
    }
    properties.putObject("parameters").put("type", "object");
    properties.putObject("columns").put("type", "array").putObject("items").put("type", STRING);
    properties.putObject("rows").put("type", "array").putObject("items").put("type", "object");
    properties.putObject("offset").put("type", "integer");
    properties.putObject("total").put("type", "integer");
    properties.putObject("cut").put("type", "boolean");
    properties.putObject("limits").put("type", "array").putObject("items").put("type", STRING);
    properties.putObject("sources").put("type", "array").putObject("items").put("type", "object");
    ObjectNode batch = schemas.putObject("Batch").put("type", "object");
    batch.putArray("required").add("requests");
    ObjectNode requests = batch.putObject("properties").putObject("requests");
    requests.put("type", "array").put("minItems", 1);
    ObjectNode item = requests.putObject("items").put("type", "object");
    item.putArray("required").add("name");
    ObjectNode itemProperties = item.putObject("properties");
    itemProperties.putObject("name").put("type", STRING);
    itemProperties.putObject("parameters").put("type", "object");
    ObjectNode problem = schemas.putObject("Problem").put("type", "object");
    ObjectNode parts = problem.putObject("properties");
    List.of("type", "title", "detail").forEach(part -> parts.putObject(part).put("type", STRING));
    parts.putObject("status").put("type", "integer");
    components
        .putObject("responses")
        .putObject("Problem")
        .put("description", "An error (RFC 9457)")
        .putObject("content")
        .putObject("application/problem+json")
        .putObject("schema")
        .put(REF, "#/components/schemas/Problem");
  }

  private static ObjectNode shared(ObjectNode parameters, String name, String description) {
    ObjectNode parameter = parameters.putObject(name);
    parameter.put("name", name).put("in", "query").put("required", false);
    parameter.put("description", description);
    return parameter.putObject("schema");
  }
}
