package org.techrace.serve.api;

import java.util.Collection;
import java.util.List;
import org.techrace.entity.Term;
import org.techrace.export.ReleaseTable.Kind;
import org.techrace.serve.api.ThingClasses.Field;
import org.techrace.serve.api.ThingClasses.ThingClass;
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
  private static final String LISTS = "lists";
  private static final String TYPE = "type";
  private static final String OBJECT = "object";
  private static final String INTEGER = "integer";
  private static final String DESCRIPTION = "description";
  private static final String REQUIRED = "required";
  private static final String PROPERTIES = "properties";
  private static final String SCHEMAS = "schemas";

  /// The start of the name of the schema of a row.
  private static final String ROW = "Row";

  private OpenApi() {}

  static ObjectNode of(
      Collection<Operation> operations,
      ToolRequests tools,
      ThingClasses classes,
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
    tag(tags, LISTS, "Lists of things by class, with filters, an order and fields");
    tag(tags, THINGS, "Things, classes, and what the graph has of them");
    ObjectNode paths = api.putObject("paths");
    tools.describe(paths, THINGS);
    ObjectNode schemas = HttpJson.object();
    for (ThingClass one : classes.all(lease)) {
      list(one, paths, schemas);
    }
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
      responses(get, rows(operation));
    }
    entities(paths);
    ObjectNode components = api.putObject("components");
    components(components);
    components.withObjectProperty(SCHEMAS).setAll(schemas);
    return api;
  }

  /// Describes the list of the things of a class.
  private static void list(ThingClass type, ObjectNode paths, ObjectNode schemas) {
    ObjectNode get = paths.putObject("/things/" + type.name()).putObject("get");
    get.putArray(TAGS).add(LISTS);
    get.put("operationId", "list_" + type.name()).put("summary", "Things: " + type.label());
    if (!type.definition().isEmpty()) {
      get.put(DESCRIPTION, type.definition());
    }
    ArrayNode parameters = get.putArray("parameters");
    for (Field field : type.fields()) {
      condition(Rows.FILTER, field, "One of these values", parameters);
      if (field.isNumber() || field.kind() == Kind.DATE) {
        condition(ThingFilters.FROM, field, "The least value", parameters);
        condition(ThingFilters.TO, field, "The greatest value", parameters);
      }
    }
    for (String shared :
        List.of(ThingList.SORT, ThingList.FIELDS, Rows.LIMIT, ThingList.CURSOR, "tableFormat")) {
      parameters.addObject().put(REF, "#/components/parameters/" + shared);
    }
    String name = name(type, schemas);
    String schema = ROW + name;
    ObjectNode row = schemas.putObject(schema).put(TYPE, OBJECT);
    row.putArray(REQUIRED).add(ThingList.ID).add(ThingList.LABEL);
    ObjectNode properties = row.putObject(PROPERTIES);
    properties.putObject(ThingList.ID).put(TYPE, STRING).put("format", "uri");
    properties.putObject(ThingList.LABEL).put(TYPE, STRING);
    for (Field field : type.fields().stream().filter(one -> !one.isLabel()).toList()) {
      ObjectNode property = properties.putObject(field.name());
      property.put(DESCRIPTION, field.definition().isEmpty() ? field.label() : field.definition());
      if (field.several()) {
        value(field, property.put(TYPE, "array").putObject("items"));
      } else {
        value(field, property);
      }
    }
    ObjectNode page = schemas.putObject("Page" + name).put(TYPE, OBJECT);
    List.of("release", "class", "total", "rows").forEach(page.putArray(REQUIRED)::add);
    ObjectNode parts = page.putObject(PROPERTIES);
    for (String text : List.of("release", "class", ThingList.LABEL, "next")) {
      parts.putObject(text).put(TYPE, STRING);
    }
    parts.putObject("total").put(TYPE, INTEGER);
    parts
        .putObject("rows")
        .put(TYPE, "array")
        .putObject("items")
        .put(REF, "#/components/schemas/" + schema);
    parts.putObject("limits").put(TYPE, "array").putObject("items").put(TYPE, STRING);
    ObjectNode responses = get.putObject("responses");
    ObjectNode content =
        responses.putObject("200").put(DESCRIPTION, "A page of the list").putObject("content");
    content
        .putObject("application/json")
        .putObject("schema")
        .put(REF, "#/components/schemas/Page" + name);
    content.putObject("text/csv").putObject("schema").put(TYPE, STRING);
    content.putObject(Format.PARQUET.mediaType());
    problems(responses);
  }

  /// Returns the end of the names of the schemas of a class. A generated client has a file for each
  /// schema, so the names must differ by more than case.
  private static String name(ThingClass type, ObjectNode schemas) {
    String name = type.name();
    for (int i = 2;
        schemas.propertyNames().stream().anyMatch((ROW + name)::equalsIgnoreCase);
        i++) {
      name = type.name() + i;
    }
    return name;
  }

  private static void condition(String start, Field field, String means, ArrayNode parameters) {
    ObjectNode parameter = parameters.addObject();
    parameter.put("name", start + field.name()).put("in", "query").put(REQUIRED, false);
    parameter.put(DESCRIPTION, "%s: %s".formatted(field.label(), means));
    ObjectNode schema = parameter.putObject("schema");
    if (start.equals(Rows.FILTER)) {
      schema.put(TYPE, "array");
      parameter.put("style", "form").put("explode", true);
      schema = schema.putObject("items");
    }
    schema.put(TYPE, field.isNumber() ? "number" : STRING);
    if (field.kind() == Kind.DATE) {
      schema.put("pattern", "^\\d{4}(-\\d{2}(-\\d{2})?)?$").putArray("examples").add("2026-07-31");
    }
  }

  /// Describes a value of a field. Values of several kinds have no type.
  private static void value(Field field, ObjectNode schema) {
    switch (field.kind()) {
      case IRI -> schema.put(REF, "#/components/schemas/Thing");
      case INTEGER -> schema.put(TYPE, INTEGER);
      case NUMBER -> schema.put(TYPE, "number");
      case DATE -> schema.put(TYPE, STRING).put("format", "date");
      case TEXT -> schema.put(TYPE, STRING);
      case MIXED -> schema.put(REF, "#/components/schemas/Value");
    }
  }

  private static void tag(ArrayNode tags, String name, String description) {
    tags.addObject().put("name", name).put("description", description);
  }

  /// Describes an answer of an operation with the columns of its rows.
  private static ObjectNode rows(Operation operation) {
    ObjectNode schema = HttpJson.object();
    ArrayNode all = schema.putArray("allOf");
    all.addObject().put(REF, "#/components/schemas/Answer");
    ObjectNode row =
        all.addObject()
            .put(TYPE, OBJECT)
            .putObject(PROPERTIES)
            .putObject("rows")
            .put(TYPE, "array")
            .putObject("items")
            .put(TYPE, OBJECT)
            .putObject(PROPERTIES);
    operation
        .columns()
        .forEach(column -> row.putObject(column).put(REF, "#/components/schemas/Value"));
    return schema;
  }

  private static void responses(ObjectNode operation, ObjectNode schema) {
    ObjectNode responses = operation.putObject("responses");
    ObjectNode content =
        responses.putObject("200").put("description", "The answer").putObject("content");
    content.putObject("application/json").set("schema", schema);
    content.putObject("application/ld+json").putObject("schema").put("type", "object");
    content.putObject("text/csv").putObject("schema").put("type", STRING);
    content.putObject(Format.PARQUET.mediaType());
    problems(responses);
  }

  /// A parameter with the type of its usual values. A value that is none of its choices is refused.
  private static ObjectNode parameter(QuestionForm.Field field) {
    ObjectNode parameter = HttpJson.object();
    parameter.put("name", field.variable()).put("in", "query").put("required", false);
    parameter.put(
        "description",
        field.parameter().today()
            ? "A day; without it, the present one."
            : "One of the values of its choices; without it, the usual ones.");
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
    ObjectNode byName =
        entity(
            paths.putObject("/entities/{id}"),
            "entity",
            "id",
            "path",
            "the end of the IRI of the thing, its prefixed name, or a whole IRI, percent-encoded");
    byName.putObject("schema").put("type", STRING).putArray("examples").add("id:NAME");
    ObjectNode byIri =
        entity(
            paths.putObject("/entities"),
            "entity_by_iri",
            "iri",
            "query",
            "the IRI, the prefixed name or the end of the IRI of the thing");
    byIri.putObject("schema").put("type", STRING);
    search(paths);
  }

  /// Describes an address of the statements about a thing, and returns its parameter.
  private static ObjectNode entity(
      ObjectNode path, String operation, String parameter, String place, String description) {
    ObjectNode get = path.putObject("get");
    get.putArray(TAGS).add(THINGS);
    get.put("operationId", operation).put("summary", "The statements about a thing");
    ObjectNode name = get.putArray("parameters").addObject();
    name.put("name", parameter).put("in", place).put("required", true);
    name.put("description", description);
    ObjectNode responses = get.putObject("responses");
    ObjectNode content =
        responses.putObject("200").put("description", "The statements").putObject("content");
    content
        .putObject("application/json")
        .putObject("schema")
        .put(REF, "#/components/schemas/Statements");
    content
        .putObject("application/ld+json")
        .putObject("schema")
        .putArray("type")
        .add("object")
        .add("array");
    content.putObject("text/turtle").putObject("schema").put("type", STRING);
    problems(responses);
    return name;
  }

  private static void search(ObjectNode paths) {
    ObjectNode search = paths.putObject("/search").putObject("get");
    search.putArray(TAGS).add(THINGS);
    search.put("operationId", "search").put("summary", "Things and questions by plain words");
    ArrayNode parameters = search.putArray("parameters");
    ObjectNode words = parameters.addObject();
    words.put("name", "q").put("in", "query").put("required", true);
    words.putObject("schema").put("type", STRING);
    ObjectNode types = parameters.addObject();
    types.put("name", "type").put("in", "query").put(REQUIRED, false);
    types.put(DESCRIPTION, "Only things of one of these classes: names or IRIs.");
    types.put("style", "form").put("explode", true);
    types.putObject("schema").put(TYPE, "array").putObject("items").put(TYPE, STRING);
    ObjectNode limit = parameters.addObject();
    limit.put("name", Rows.LIMIT).put("in", "query").put(REQUIRED, false);
    limit.put(DESCRIPTION, "The greatest number of results.");
    limit.putObject("schema").put(TYPE, INTEGER).put("minimum", 1);
    ObjectNode found = search.putObject("responses");
    found
        .putObject("200")
        .put("description", "The results, best first")
        .putObject("content")
        .putObject("application/json")
        .putObject("schema")
        .put(REF, "#/components/schemas/Found");
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
        .put(REF, "#/components/schemas/BatchAnswer");
    problems(batch);
  }

  private static void problems(ObjectNode responses) {
    for (String status : List.of("4XX", "default")) {
      responses.putObject(status).put(REF, "#/components/responses/Problem");
    }
  }

  private static void components(ObjectNode components) {
    ObjectNode parameters = components.putObject("parameters");
    ObjectNode limit =
        shared(
            parameters,
            Rows.LIMIT,
            "The greatest number of rows; without it JSON has %d, other tables have all."
                .formatted(Rows.USUAL_LIMIT));
    limit.put("type", "integer").put("minimum", 1).put("maximum", Rows.MAX_LIMIT);
    ObjectNode offset = shared(parameters, Rows.OFFSET, "The number of rows to leave out.");
    offset.put("type", "integer").put("minimum", 0);
    ObjectNode format = shared(parameters, "format", "The format; without it, as Accept says.");
    ArrayNode formats = format.put("type", STRING).putArray("enum");
    Api.FORMATS.forEach(one -> formats.add(one.suffix()));
    tableParameters(parameters);
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
    properties
        .putObject("rows")
        .put(TYPE, "array")
        .putObject("items")
        .put(TYPE, OBJECT)
        .putObject("additionalProperties")
        .put(REF, "#/components/schemas/Value");
    properties.putObject("offset").put("type", "integer");
    properties.putObject("total").put("type", "integer");
    properties.putObject("cut").put("type", "boolean");
    properties.putObject("limits").put("type", "array").putObject("items").put("type", STRING);
    properties.putObject("sources").put("type", "array").putObject("items").put("type", "object");
    values(schemas);
    ObjectNode batch = schemas.putObject("Batch").put("type", "object");
    batch.putArray("required").add("requests");
    ObjectNode requests = batch.putObject("properties").putObject("requests");
    requests.put("type", "array").put("minItems", 1);
    ObjectNode item = requests.putObject("items").put("type", "object");
    item.putArray("required").add("name");
    ObjectNode itemProperties = item.putObject("properties");
    itemProperties.putObject("name").put("type", STRING);
    itemProperties.putObject("parameters").put("type", "object");
    batchAnswer(schemas);
    found(schemas);
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

  private static void batchAnswer(ObjectNode schemas) {
    ObjectNode batch = schemas.putObject("BatchAnswer").put(TYPE, OBJECT);
    batch.putArray(REQUIRED).add("release").add("answers");
    ObjectNode parts = batch.putObject(PROPERTIES);
    parts.putObject("release").put(TYPE, STRING);
    ObjectNode one = parts.putObject("answers").put(TYPE, "array").putObject("items");
    one.put(TYPE, OBJECT).putArray(REQUIRED).add("status");
    ObjectNode of = one.putObject(PROPERTIES);
    of.putObject("status").put(TYPE, INTEGER);
    of.putObject("body").put(REF, "#/components/schemas/Answer");
    of.putObject("detail").put(TYPE, STRING).put(DESCRIPTION, "What is wrong with the request.");
  }

  /// The results of a search.
  private static void found(ObjectNode schemas) {
    ObjectNode found = schemas.putObject("Found").put(TYPE, OBJECT);
    found.putArray(REQUIRED).add("query").add("results");
    ObjectNode parts = found.putObject(PROPERTIES);
    parts.putObject("query").put(TYPE, STRING);
    parts
        .putObject("corrected")
        .put(TYPE, STRING)
        .put(DESCRIPTION, "The words that were searched for, if others were misspelt.");
    ObjectNode result = parts.putObject("results").put(TYPE, "array").putObject("items");
    result.put(TYPE, OBJECT);
    List.of("iri", "label", "type", "page").forEach(result.putArray(REQUIRED)::add);
    ObjectNode of = result.putObject(PROPERTIES);
    List.of("iri", "label", "type", "page", "beside", "matched", "text")
        .forEach(name -> of.putObject(name).put(TYPE, STRING));
    ObjectNode filter = parts.putObject("filters").put(TYPE, "array").putObject("items");
    filter.put(TYPE, OBJECT);
    List.of("value", "excludes", "without").forEach(filter.putArray(REQUIRED)::add);
    ObjectNode narrows = filter.putObject(PROPERTIES);
    List.of("is", "value", "without").forEach(name -> narrows.putObject(name).put(TYPE, STRING));
    narrows.putObject("excludes").put(TYPE, "boolean");
  }

  /// The parameters of lists.
  private static void tableParameters(ObjectNode parameters) {
    shared(parameters, ThingList.SORT, "The field to order by, with - in front the other way.")
        .put(TYPE, STRING);
    shared(
            parameters,
            ThingList.FIELDS,
            "The fields of a row, separated by commas; all without it.")
        .put(TYPE, STRING);
    shared(parameters, ThingList.CURSOR, "Where the rows begin, from an earlier answer.")
        .put(TYPE, STRING);
    ObjectNode format = HttpJson.object();
    format.put("name", "format").put("in", "query").put(REQUIRED, false);
    format.put(DESCRIPTION, "The format; without it, as Accept says.");
    ArrayNode formats = format.putObject("schema").put(TYPE, STRING).putArray("enum");
    ThingList.FORMATS.forEach(one -> formats.add(one.suffix()));
    parameters.set("tableFormat", format);
  }

  /// The values of rows and statements.
  private static void values(ObjectNode schemas) {
    ObjectNode thing = schemas.putObject("Thing").put(TYPE, OBJECT);
    thing.putArray(REQUIRED).add(ThingList.ID).add(ThingList.LABEL);
    ObjectNode parts = thing.putObject(PROPERTIES);
    parts.putObject(ThingList.ID).put(TYPE, STRING).put("format", "uri");
    parts.putObject(ThingList.LABEL).put(TYPE, STRING);
    ObjectNode value = schemas.putObject("Value");
    value.put(DESCRIPTION, "A text, a number, a thing, or a text with its language.");
    ArrayNode kinds = value.putArray("type");
    List.of(STRING, "number", OBJECT, "array").forEach(kinds::add);
    ObjectNode statements = schemas.putObject("Statements").put(TYPE, OBJECT);
    List.of("release", ThingList.ID, ThingList.LABEL, "statements")
        .forEach(statements.putArray(REQUIRED)::add);
    ObjectNode about = statements.putObject(PROPERTIES);
    List.of("release", ThingList.ID, ThingList.LABEL)
        .forEach(name -> about.putObject(name).put(TYPE, STRING));
    ObjectNode statement =
        about.putObject("statements").put(TYPE, "array").putObject("items").put(TYPE, OBJECT);
    ObjectNode parted = statement.putObject(PROPERTIES);
    parted.putObject("property").put(REF, "#/components/schemas/Thing");
    parted
        .putObject("values")
        .put(TYPE, "array")
        .putObject("items")
        .put(REF, "#/components/schemas/Value");
    about.putObject("limits").put(TYPE, "array").putObject("items").put(TYPE, STRING);
  }

  private static ObjectNode shared(ObjectNode parameters, String name, String description) {
    ObjectNode parameter = parameters.putObject(name);
    parameter.put("name", name).put("in", "query").put("required", false);
    parameter.put("description", description);
    return parameter.putObject("schema");
  }
}
