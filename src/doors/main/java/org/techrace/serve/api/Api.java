package org.techrace.serve.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryFactory;
import org.techrace.report.Nearest;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.Format;
import org.techrace.serve.http.HttpJson;
import org.techrace.serve.http.Parameters;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.http.Request;
import org.techrace.serve.mcp.ToolRequests;
import org.techrace.serve.pages.Addresses;
import org.techrace.serve.pages.DoorTemplates;
import org.techrace.serve.pages.EntityDocuments;
import org.techrace.serve.pages.QuestionForm;
import org.techrace.serve.pages.Questions;
import org.techrace.serve.pages.Questions.Question;
import org.techrace.serve.pages.Site;
import org.techrace.serve.pages.Sources;
import org.techrace.serve.pages.Templates;
import org.techrace.serve.pages.ThingNames;
import org.techrace.serve.sparql.Endpoint;
import org.techrace.serve.sparql.Limits;
import org.techrace.serve.sparql.NamedTerms;
import org.techrace.serve.sparql.QueryLimits;
import org.techrace.serve.sparql.ResultTable;
import org.techrace.serve.sparql.Subjects;
import org.techrace.serve.text.Reader;
import org.techrace.serve.view.Address;
import org.techrace.settings.GraphSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `/api/v1`: the stored queries as addresses with typed parameters, and the things of the graph.
///
/// | Path | Answer |
/// |---|---|
/// | `/api/v1` | all operations, as JSON or as a page |
/// | `/api/v1/openapi.json` | their description in OpenAPI 3.1 |
/// | `/api/v1/NAME` | the rows of a stored query |
/// | `/api/v1/NAME/parameters` | the values of its parameters |
/// | `/api/v1/find`, `/classes`, `/query`, `/coverage`, `/explain` | the tools for language models, see [ToolRequests] |
/// | `/api/v1/things/CLASS` | the things of a class, see [ThingList] |
/// | `/api/v1/entities/X` | the statements about a thing |
/// | `/api/v1/batch` | the answers to several requests |
public final class Api {
  /// The path of the interface.
  public static final String PATH = "/api/v1";

  /// An example of the body of a batch.
  public static final String BATCH_FORM =
      "{\"requests\": [{\"name\": \"NAME\", \"parameters\": {\"PARAMETER\": \"VALUE\"}}]}";

  /// The path of things.
  static final String ENTITIES = PATH + "/entities";

  private static final String VALUES = "/parameters";
  private static final String FORMAT = "format";

  private static final int MAX_BATCH = 20;

  /// The formats of rows.
  static final List<Format> FORMATS =
      List.of(Format.JSON, Format.JSON_LD, Format.CSV, Format.PARQUET);

  private static final List<Format> THINGS =
      List.of(Format.JSON, Format.JSON_LD, Format.TURTLE, Format.N_TRIPLES, Format.RDF_XML);
  private static final Set<String> RESERVED =
      Set.of(Rows.LIMIT, Rows.OFFSET, FORMAT, "output", "timeout");

  private final Questions questions;
  private final Endpoint endpoint;
  private final EntityDocuments documents;
  private final GraphSettings graph;
  private final DoorTemplates templates;
  private final ToolRequests tools;
  private final ThingClasses classes;

  /// @param tools the tools for language models, whose addresses the description has too
  /// @param classes the classes whose lists the description has too
  Api(
      Questions questions,
      Endpoint endpoint,
      EntityDocuments documents,
      Templates templates,
      ToolRequests tools,
      ThingClasses classes) {
    this.tools = tools;
    this.classes = classes;
    this.questions = questions;
    this.endpoint = endpoint;
    this.documents = documents;
    this.graph = templates.graph();
    this.templates = new DoorTemplates(templates, DoorTemplates.PACKAGE);
  }

  /// Answers `/api/v1`: the list of operations.
  public Answer index(Request request, Lease lease) {
    Map<String, Operation> all = Operation.all(questions, lease.entities());
    if (request.choose(List.of(Format.JSON, Format.HTML)) == Format.HTML) {
      String formats = String.join(", ", FORMATS.stream().map(Format::suffix).toList());
      return templates.page(
          "api",
          lease,
          List.of(),
          DoorTemplates.Head.of(Reader.text("api.heading")),
          Map.of("operations", List.copyOf(all.values()), "formats", formats));
    }
    ObjectNode json = HttpJson.object();
    json.put("release", lease.release());
    json.put("openapi", request.home() + PATH + "/openapi.json");
    ArrayNode operations = json.putArray("operations");
    for (Operation operation : all.values()) {
      ObjectNode one = operations.addObject();
      one.put("name", operation.name()).put("title", operation.title());
      operation.parameters().forEach(one.putArray("parameters")::add);
      one.put("address", request.home() + PATH + "/" + operation.name());
    }
    return HttpJson.answer(json);
  }

  /// Answers `/api/v1/openapi.json`.
  Answer openApi(Request request, Lease lease) {
    return HttpJson.answer(
        OpenApi.of(
            Operation.all(questions, lease.entities()).values(),
            tools,
            classes,
            graph,
            request.home(),
            lease));
  }

  /// Answers the addresses below `/api/v1/` that are operations.
  ///
  /// @param others the other addresses below it, which each project has
  Answer answer(Request request, Lease lease, List<String> others) {
    String name = request.path().substring(PATH.length() + 1);
    if (name.endsWith(VALUES)) {
      Operation operation =
          operation(name.substring(0, name.length() - VALUES.length()), others, lease);
      request.choose(List.of(Format.JSON));
      return HttpJson.answer(values(operation, lease));
    }
    return rows(operation(name, others, lease), request, lease);
  }

  /// @param others other addresses that may be meant
  private Operation operation(String name, List<String> others, Lease lease) {
    Map<String, Operation> all = Operation.all(questions, lease.entities());
    return Optional.ofNullable(all.get(name))
        .or(
            () ->
                questions
                    .named(name)
                    .flatMap(
                        question ->
                            all.values().stream()
                                .filter(one -> one.question().equals(Optional.of(question)))
                                .findFirst()))
        .orElseThrow(
            () ->
                new Refusal(
                    404,
                    "There is no operation '%s'; %s"
                        .formatted(name, suggested(name, others, all))));
  }

  /// Returns a hint: the question that the last step of a path names, the address that its first
  /// step is nearest to, the nearest name, or else all other addresses.
  private String suggested(String name, List<String> others, Map<String, Operation> all) {
    Set<String> names = names(all);
    String last = name.substring(name.lastIndexOf('/') + 1);
    String first = name.replaceFirst("/.*", "");
    Set<String> firsts =
        names.stream().map(one -> one.replaceFirst("/.*", "")).collect(Collectors.toSet());
    firsts.addAll(others);
    names.addAll(others);
    return questions
        .named(last)
        .map(Question::name)
        .or(() -> Nearest.of(first, firsts).filter(near -> !near.equals(first)))
        .or(() -> Nearest.of(name, names))
        .map("did you mean '%s'?"::formatted)
        .orElseGet(
            () ->
                "there are: %sthe questions and pages that %s lists"
                    .formatted(
                        others.stream().map(one -> one + ", ").collect(Collectors.joining()),
                        PATH));
  }

  /// Returns the names of operations, and the whole names of questions.
  private static Set<String> names(Map<String, Operation> all) {
    Set<String> names = new LinkedHashSet<>(all.keySet());
    all.values().stream()
        .flatMap(one -> one.question().stream())
        .forEach(question -> names.add(question.name()));
    return names;
  }

  /// Answers `/api/v1/entities/X`: the statements about a thing.
  Answer entity(Request request, Lease lease) {
    Format format = request.choose(THINGS);
    String iri = ThingNames.known(name(request), lease);
    if (format == Format.JSON) {
      return HttpJson.answer(ThingJson.of(iri, lease));
    }
    Parameters only = Parameters.NONE.with(FORMAT, format.suffix());
    return documents.data(request.at("/data/" + iri).withParameters(only), lease);
  }

  /// Returns the name of the thing of a request: in its path, or in the parameter `iri`.
  private static String name(Request request) {
    String name =
        request
            .rawPath()
            .substring(ENTITIES.length())
            .replaceFirst("^/", "")
            .replaceFirst("(?i)%3A", ":");
    if (name.isEmpty()) {
      return request
          .parameters()
          .first(Addresses.IRI)
          .orElseThrow(
              () ->
                  new Refusal(
                      400,
                      "Name the thing: its IRI, a prefixed name or the end of its IRI, as in %s/id:NAME or %s?iri=IRI."
                          .formatted(ENTITIES, ENTITIES)));
    }
    return name;
  }

  private static ObjectNode values(Operation operation, Lease lease) {
    ObjectNode json = HttpJson.object();
    operation
        .form(Parameters.NONE, lease.entities())
        .ifPresent(
            form -> {
              for (QuestionForm.Field field : form.fields()) {
                ArrayNode choices = json.putArray(field.variable());
                for (QuestionForm.Choice choice : field.choices()) {
                  choices
                      .addObject()
                      .put("value", choice.value())
                      .put("label", choice.term().text())
                      .put("usual", field.isDefault(choice));
                }
              }
            });
    return json;
  }

  /// An operation with the values of a request.
  ///
  /// @param text its query as it is written
  private record Asked(Operation operation, Optional<QuestionForm> form, String text, Query query) {
    static Asked of(Operation operation, Request request, Lease lease) {
      Optional<QuestionForm> form = operation.form(request.parameters(), lease.entities());
      String text = operation.query(form);
      return new Asked(operation, form, text, QueryFactory.create(text));
    }
  }

  private Answer rows(Operation operation, Request request, Lease lease) {
    Format format = request.choose(FORMATS);
    check(operation, request.parameters());
    Asked asked = Asked.of(operation, request, lease);
    ResultTable table = endpoint.linkedTable(asked.query, request, lease);
    boolean flat = format == Format.CSV || format == Format.PARQUET;
    Rows rows =
        Rows.of(table, request.parameters(), flat ? Rows.MAX_LIMIT : Rows.USUAL_LIMIT, lease);
    if (flat && rows.cut() && request.parameters().first(Rows.LIMIT).isEmpty()) {
      throw new Refusal(
          400,
          """
          The query has more than the %,d rows of one answer. Send it to /sparql for all of them; \
          the answer as JSON has it as 'query'. Or give 'limit' for the first ones.\
          """
              .formatted(table.rows().size()));
    }
    List<Site.Source> sources = sources(asked, table, request, lease);
    Answer answer =
        switch (format) {
          case CSV, PARQUET ->
              QueryLimits.linked(
                  FlatTable.of(operation.name(), rows.columns(), rows.rows())
                      .answer(
                          format,
                          rows.rows().stream(),
                          request,
                          rows.total(),
                          rows.more() || rows.cut()),
                  asked.text,
                  request);
          case JSON_LD -> HttpJson.answer(linkedData(operation, rows, request)).as(format);
          default -> HttpJson.answer(json(asked, rows, sources, request, lease));
        };
    answer = Sources.linked(answer, sources);
    return rows.more() ? answer.withLink(next(rows, request), "next") : answer;
  }

  private List<Site.Source> sources(Asked asked, ResultTable table, Request request, Lease lease) {
    List<String> shown = asked.form.map(values -> values.question().values()).orElse(List.of());
    return endpoint.sources(asked.query, shown, table, request, lease);
  }

  /// Refuses parameters that the operation does not have: ignoring one would give a wrong answer.
  private static void check(Operation operation, Parameters parameters) {
    for (String name : parameters.values().keySet()) {
      if (!RESERVED.contains(name)
          && !name.startsWith(Rows.FILTER)
          && !operation.parameters().contains(name)) {
        List<String> known = new ArrayList<>(operation.parameters());
        known.addAll(List.of(Rows.LIMIT, Rows.OFFSET, FORMAT));
        throw new Refusal(
            400, "There is no parameter '%s'; %s".formatted(name, Nearest.suggest(name, known)));
      }
    }
  }

  private ObjectNode json(
      Asked asked, Rows rows, List<Site.Source> credited, Request request, Lease lease) {
    ObjectNode json = HttpJson.object();
    Operation operation = asked.operation;
    Optional<QuestionForm> form = asked.form;
    json.put("name", operation.name());
    json.put("title", form.map(QuestionForm::title).orElseGet(operation::title));
    json.put("comment", form.map(QuestionForm::comment).orElseGet(operation::comment));
    json.put("release", lease.release());
    ObjectNode parameters = json.putObject("parameters");
    form.ifPresent(
        values -> {
          for (QuestionForm.Field field : values.fields()) {
            ArrayNode chosen = parameters.putArray(field.variable());
            field.chosen().forEach(choice -> chosen.add(choice.value()));
          }
        });
    rows.columns().forEach(json.putArray("columns")::add);
    json.set("rows", rows.json());
    json.put("offset", rows.offset()).put("total", rows.total());
    json.put("cut", rows.cut());
    if (rows.cut()) {
      json.put(
          "note",
          "The query has more than %,d rows; send it to /sparql for all of them."
              .formatted(rows.total()));
    }
    if (rows.more()) {
      json.put("next", request.site() + next(rows, request));
    }
    QueryLimits.put(credited, json);
    ResultTable read = endpoint.linkedTable(Subjects.addedTo(asked.query), request, lease);
    List<String> limits = new ArrayList<>();
    Limits.beyond("the query", rows.total(), rows.offset()).ifPresent(limits::add);
    limits.addAll(
        Limits.of(
            asked.query,
            NamedTerms.of(asked.query),
            read,
            read.rows(),
            rows.total() == 0,
            lease,
            endpoint.checkTime()));
    Limits.first(limits, QueryLimits.all(asked.text, request))
        .forEach(json.putArray("limits")::add);
    json.put("query", asked.text);
    return json;
  }

  private static ObjectNode linkedData(Operation operation, Rows rows, Request request) {
    ObjectNode json = HttpJson.object();
    ObjectNode context = json.putObject("@context");
    context.put("@vocab", request.home() + PATH + "/" + operation.name() + "#");
    context.put("id", "@id");
    context.put("label", "http://www.w3.org/2000/01/rdf-schema#label");
    json.set("@graph", rows.json());
    return json;
  }

  /// The address of the next rows.
  private static String next(Rows rows, Request request) {
    Address address = Address.of(request.root() + request.rawPath());
    for (Map.Entry<String, List<String>> one : request.parameters().values().entrySet()) {
      if (!one.getKey().equals(Rows.OFFSET)) {
        address = address.with(one.getKey(), one.getValue());
      }
    }
    return address.with(Rows.OFFSET, String.valueOf(rows.offset() + rows.rows().size())).toString();
  }

  /// Answers `/api/v1/batch`: `{"requests": [{"name": …, "parameters": {…}}]}`. Each answer has its
  /// status.
  public Answer batch(Request request, Lease lease) {
    JsonNode asked = HttpJson.read(request.body(endpoint.bodyBytes()), "The body");
    JsonNode requests = asked.path("requests");
    if (!requests.isArray() || requests.isEmpty() || requests.size() > MAX_BATCH) {
      throw new Refusal(
          400, "Give 'requests', an array of 1 to " + MAX_BATCH + " objects with 'name'.");
    }
    ObjectNode json = HttpJson.object();
    json.put("release", lease.release());
    ArrayNode answers = json.putArray("answers");
    for (JsonNode one : requests) {
      answers.add(answer(one, request, lease));
    }
    return HttpJson.answer(json).withFreshness(Answer.Freshness.NONE);
  }

  private ObjectNode answer(JsonNode asked, Request request, Lease lease) {
    ObjectNode json = HttpJson.object();
    try {
      Operation operation = operation(asked.path("name").asString(""), List.of(), lease);
      Request one = request.withParameters(parameters(asked.path("parameters")));
      check(operation, one.parameters());
      Asked read = Asked.of(operation, one, lease);
      ResultTable table = endpoint.linkedTable(read.query, one, lease);
      Rows rows = Rows.of(table, one.parameters(), Rows.USUAL_LIMIT, lease);
      ObjectNode body = json(read, rows, sources(read, table, one, lease), one, lease);
      body.remove("next");
      json.put("status", 200).set("body", body);
    } catch (Refusal refusal) {
      json.put("status", refusal.status()).put("detail", refusal.sentence());
    }
    return json;
  }

  private static Parameters parameters(JsonNode asked) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    asked
        .properties()
        .forEach(
            property -> {
              List<String> texts = new ArrayList<>();
              if (property.getValue().isArray()) {
                property.getValue().forEach(value -> texts.add(value.asString("")));
              } else {
                texts.add(property.getValue().asString(""));
              }
              values.put(property.getKey(), texts);
            });
    return new Parameters(values);
  }
}
