package org.techrace.serve.mcp;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.system.Txn;
import org.techrace.entity.Ask;
import org.techrace.entity.Entities;
import org.techrace.entity.Entity;
import org.techrace.entity.ResultRow;
import org.techrace.entity.Term;
import org.techrace.rdf.Iris;
import org.techrace.report.Nearest;
import org.techrace.search.OntologyTerms;
import org.techrace.search.WordIndex;
import org.techrace.serve.current.Lease;
import org.techrace.serve.find.SearchPage;
import org.techrace.serve.find.SearchPage.Hit;
import org.techrace.serve.http.HttpJson;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.mcp.Tool.Parameter;
import org.techrace.serve.pages.OntologyPrefixes;
import org.techrace.serve.pages.QuestionParameter;
import org.techrace.serve.pages.Questions;
import org.techrace.serve.pages.Questions.Question;
import org.techrace.serve.sparql.Endpoint;
import org.techrace.serve.sparql.Limits;
import org.techrace.serve.sparql.ResultTable;
import org.techrace.serve.work.Evaluator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The tools. Each answer names its release, and says whether it was cut.
public final class Tools {
  private static final int MAX_FOUND = 50;
  private static final int USUAL_FOUND = 10;
  private static final int MAX_ROWS = 200;
  private static final int USUAL_ROWS = 50;

  /// The number of things of a group whose evidence is in the answer.
  private static final int SHOWN_MEMBERS = 5;

  private static final List<String> TRIPLE = List.of("subject", "property", "object");

  /// The language of the titles of questions.
  private static final String ENGLISH = "en";

  private static final String TEXT = "text";
  private static final String CLASS = "class";
  private static final String LIMIT = "limit";
  private static final String QUERY = "query";
  private static final String IRI = "iri";
  private static final String PROPERTY = "property";
  private static final String LABEL = "label";
  private static final Pattern FULL_IRI = Pattern.compile("https?://\\S+");

  private final Evaluator evaluator;
  private final Endpoint endpoint;
  private final SearchPage search;
  private final Questions questions;
  private final WordIndex questionIndex;

  /// @param evaluator evaluates all but queries, within the limits of pages
  public Tools(Evaluator evaluator, Endpoint endpoint, SearchPage search, Questions questions) {
    this.evaluator = evaluator;
    this.endpoint = endpoint;
    this.search = search;
    this.questions = questions;
    this.questionIndex =
        new WordIndex(questions.list().stream().map(one -> one.document(one.name())).toList());
  }

  List<Tool> all() {
    return List.of(
        new Tool(
            "find_entities",
            "Find entities",
            "Finds things by name or by plain words, best first, with IRI, label, class and"
                + " evidence. Use it to get the IRI of a thing.",
            List.of(
                Parameter.needed(TEXT, "a name or a few words"),
                Parameter.text(CLASS, "only things of this class: its name or IRI"),
                Parameter.number(LIMIT, "the greatest number of results (10)", MAX_FOUND)),
            evaluated(this::findEntities)),
        new Tool(
            "show_class",
            "Show classes and properties",
            "Without arguments: all classes, with the number of things of each. With a class: its"
                + " properties, with the number of things that have each, the kind of its values"
                + " and an example.",
            List.of(Parameter.text(CLASS, "a class: its name, prefixed name or IRI")),
            evaluated(Tools::showClass)),
        new Tool(
            "find_questions",
            "Find example questions",
            "Finds tested questions with their SPARQL queries. Adapt one rather than writing a"
                + " query from nothing.",
            List.of(
                Parameter.text(TEXT, "what the question is about; without it, all questions"),
                Parameter.number(LIMIT, "the greatest number of results (10)", MAX_FOUND)),
            evaluated(this::findQuestions)),
        new Tool(
            QUERY,
            "Run a SPARQL query",
            "Evaluates a SPARQL 1.1 query (SELECT, ASK, CONSTRUCT, DESCRIBE). Prefixes of the graph"
                + " need no declaration. Each row refers to its evidence by number. Refuses IRIs"
                + " and properties that do not exist, with the nearest ones. 'limits' says what a"
                + " reader must know of the answer: selections, plans, newest years with few"
                + " areas. 'cut' says whether there are more rows.",
            List.of(
                Parameter.needed(QUERY, "the query"),
                Parameter.number(LIMIT, "the greatest number of rows (50)", MAX_ROWS)),
            this::query),
        new Tool(
            "coverage",
            "Show how complete something is",
            "Returns what the graph has of an indicator, a list, a class or a data set: for each"
                + " source and year, the number of areas and of things, and what limits them"
                + " (selections, plans, newest years with few areas). Use it before you say"
                + " 'latest', 'largest', 'all' or 'how many'.",
            List.of(
                Parameter.needed(
                    IRI,
                    "the IRI or prefixed name of an indicator, a list, a class or a data set")),
            evaluated(Tools::coverage)),
        new Tool(
            "explain",
            "Explain a thing or a fact",
            "Returns the statements about a thing, each with its evidence: source, paragraph,"
                + " licence, date and hedges.",
            List.of(
                Parameter.needed(IRI, "the IRI or prefixed name of the thing"),
                Parameter.text(PROPERTY, "only statements with this property: its name or IRI")),
            evaluated(Tools::explain)));
  }

  /// Evaluates a tool within the limits of pages.
  private Function<ToolCall, ObjectNode> evaluated(Function<ToolCall, ObjectNode> tool) {
    return call ->
        evaluator.evaluate(
            call.caller(), call.lease(), stop -> tool.apply(call.on(call.lease().until(stop))));
  }

  private ObjectNode findEntities(ToolCall call) {
    int limit = call.number(LIMIT, USUAL_FOUND);
    List<String> types =
        call.text(CLASS).map(name -> List.of(type(name, call.lease()).key())).orElse(List.of());
    List<Hit> all =
        search
            // One more than the maximum, to find out whether the results are cut.
            .find(call.required(TEXT), types, MAX_FOUND + 1, call.lease())
            .stream()
            .filter(Hit::isThing)
            .toList();
    List<Hit> hits = all.stream().limit(limit).toList();
    Evidence evidence = new Evidence(call.lease().entities());
    Map<String, Set<Integer>> numbers = evidence.of(hits.stream().map(Hit::iri).toList());
    ObjectNode answer = answer(call.lease());
    ArrayNode results = answer.putArray("results");
    for (Hit hit : hits) {
      ObjectNode result = results.addObject();
      result.put("id", hit.iri()).put(LABEL, hit.label()).put(CLASS, hit.type());
      if (!hit.also().isEmpty()) {
        result.put("matched", hit.also());
      }
      if (!hit.beside().isEmpty()) {
        result.put("beside", hit.beside());
      }
      Evidence.refer(result, numbers.getOrDefault(hit.iri(), Set.of()));
    }
    answer.set("evidence", evidence.json());
    return cut(answer, all.size() > limit, "Ask for more with 'limit', or for a class.");
  }

  private static ObjectNode showClass(ToolCall call) {
    return call.text(CLASS).isEmpty()
        ? classes(call.lease())
        : shape(type(call.required(CLASS), call.lease()), call.lease());
  }

  private static ObjectNode classes(Lease lease) {
    ObjectNode answer = answer(lease);
    ObjectNode prefixes = answer.putObject("prefixes");
    OntologyPrefixes.of(lease.entities()).forEach(prefixes::put);
    ArrayNode classes = answer.putArray("classes");
    for (ResultRow row : lease.entities().rows("classes")) {
      ObjectNode one = named(row.get(CLASS).orElseThrow(), classes.addObject());
      one.put("things", row.number("things").orElse(0.0).longValue());
      put(one, "definition", row);
    }
    return cut(answer, false, "");
  }

  /// Returns the class with a name or IRI.
  ///
  /// @throws Refusal 400 if there is none, with the nearest ones
  private static Term type(String name, Lease lease) {
    Entities entities = lease.entities();
    OntologyTerms terms = lease.search().terms();
    Optional<String> iri =
        Txn.calculateRead(
            entities.dataset(),
            () -> terms.named(terms.classes(), expanded(name, lease)).map(OntologyTerms.Term::iri));
    List<Term> used =
        entities.rows("classes").stream().flatMap(row -> row.get(CLASS).stream()).toList();
    return used.stream()
        .filter(type -> type.key().equals(iri.orElse("")) || type.text().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new Refusal(
                    400,
                    "There is no class '%s' with things; %s"
                        .formatted(
                            name, Nearest.suggest(name, used.stream().map(Term::text).toList()))));
  }

  private static ObjectNode shape(Term type, Lease lease) {
    ObjectNode answer = answer(lease);
    answer.set(CLASS, Evidence.named(type));
    ArrayNode properties = answer.putArray("properties");
    Ask ask = Ask.of("shape").with(CLASS, NodeFactory.createURI(type.key()));
    for (ResultRow row : lease.entities().rows(ask)) {
      ObjectNode one = named(row.get(PROPERTY).orElseThrow(), properties.addObject());
      one.put("things", row.number("things").orElse(0.0).longValue());
      one.put("statements", row.number("statements").orElse(0.0).longValue());
      put(one, "definition", row);
      row.get("range").ifPresent(range -> one.set("range", Evidence.named(range)));
      row.get("example").ifPresent(example -> one.set("example", value(example)));
    }
    return cut(answer, false, "");
  }

  private ObjectNode findQuestions(ToolCall call) {
    int limit = call.number(LIMIT, USUAL_FOUND);
    Optional<String> text = call.text(TEXT);
    Stream<Question> found =
        text.isEmpty()
            ? questions.list().stream()
            : questionIndex.find(text.get(), ENGLISH, MAX_FOUND + 1).stream()
                .flatMap(hit -> questions.named(hit.key()).stream());
    List<Question> all = found.toList();
    ObjectNode answer = answer(call.lease());
    ArrayNode results = answer.putArray("questions");
    for (Question question : all.stream().limit(limit).toList()) {
      ObjectNode one = results.addObject().put("title", question.title());
      one.put("comment", question.comment());
      question.parameters().stream()
          .map(QuestionParameter::variable)
          .forEach(one.putArray("parameters")::add);
      one.put(QUERY, question.query());
    }
    return cut(answer, all.size() > limit, "Give other words, or ask for more with 'limit'.");
  }

  private ObjectNode query(ToolCall call) {
    int limit = call.number(LIMIT, USUAL_ROWS);
    String query = withPrefixes(call.required(QUERY), call.lease());
    AtomicLong own = new AtomicLong(Long.MAX_VALUE);
    ResultTable table =
        endpoint.table(
            query,
            parsed -> {
              UnknownTerms.check(parsed, call.lease());
              if (parsed.hasLimit()) {
                own.set(parsed.getLimit());
              }
              return Subjects.addedTo(parsed);
            },
            call.caller(),
            call.lease());
    ObjectNode answer = evaluated(other -> rows(query, table, limit, other)).apply(call);
    return !answer.path("cut").asBoolean() && table.rows().size() >= own.get()
        ? cut(answer, true, "The LIMIT of the query was reached; there may be more rows.")
        : answer;
  }

  /// Declares the prefixes of the graph that a query uses, before its first line.
  private static String withPrefixes(String query, Lease lease) {
    StringBuilder declared = new StringBuilder();
    OntologyPrefixes.of(lease.entities())
        .forEach(
            (prefix, namespace) -> {
              boolean used = Pattern.compile("\\b" + prefix + ":").matcher(query).find();
              boolean known =
                  Pattern.compile("(?i)prefix\\s+" + prefix + ":").matcher(query).find();
              if (used && !known) {
                declared.append("PREFIX %s: <%s> ".formatted(prefix, namespace));
              }
            });
    return declared + query;
  }

  private static ObjectNode rows(String query, ResultTable table, int limit, ToolCall call) {
    List<String> columns =
        table.columns().stream().filter(column -> !Subjects.isAdded(column)).toList();
    List<List<List<Term>>> shown = table.rows().stream().limit(limit).toList();
    List<Set<String>> subjects = shown.stream().map(row -> subjects(table, row)).toList();
    Evidence evidence = new Evidence(call.lease().entities());
    Map<String, Set<Integer>> numbers =
        evidence.of(
            subjects.stream()
                .flatMap(things -> things.stream().limit(SHOWN_MEMBERS))
                .distinct()
                .toList());
    ObjectNode answer = answer(call.lease());
    columns.forEach(answer.putArray("columns")::add);
    ArrayNode rows = answer.putArray("rows");
    boolean without = false;
    for (int i = 0; i < shown.size(); i++) {
      ObjectNode row = rows.addObject();
      ObjectNode values = row.putObject("values");
      for (String column : columns) {
        shown.get(i).get(table.columns().indexOf(column)).stream()
            .findFirst()
            .ifPresent(term -> values.set(column, value(term)));
      }
      Set<Integer> own = new TreeSet<>();
      subjects.get(i).stream()
          .limit(SHOWN_MEMBERS)
          .forEach(thing -> own.addAll(numbers.getOrDefault(thing, Set.of())));
      Evidence.refer(row, own);
      if (subjects.get(i).size() > SHOWN_MEMBERS) {
        row.put("things", subjects.get(i).size()).put("thingsWithEvidence", SHOWN_MEMBERS);
      }
      without |= own.isEmpty();
    }
    answer.set("evidence", evidence.json());
    Set<String> things = new LinkedHashSet<>();
    subjects.forEach(things::addAll);
    limit(answer, Limits.of(QueryFactory.create(query), things, call.lease().entities()));
    if (without) {
      answer.put(
          "note",
          "Rows without evidence are computed; do not quote them as facts. Select the things that"
              + " they are about.");
    }
    return cut(
        answer,
        table.cut() || table.rows().size() > limit,
        "Add a condition, or page with ORDER BY, LIMIT and OFFSET.");
  }

  /// Returns the things that a row is about: the subjects of the statements that it was read from,
  /// or else the things in its cells.
  private static Set<String> subjects(ResultTable table, List<List<Term>> row) {
    Set<String> subjects = new LinkedHashSet<>();
    Set<String> cells = new LinkedHashSet<>();
    // A triple is about its subject.
    boolean isTriple = table.columns().equals(TRIPLE);
    for (int i = 0; i < (isTriple ? 1 : row.size()); i++) {
      for (Term term : row.get(i)) {
        if (Subjects.isAdded(table.columns().get(i))) {
          Stream.of(term.text().split(" ", -1))
              .filter(text -> FULL_IRI.matcher(text).matches())
              .forEach(subjects::add);
        } else if (term instanceof Term.Link link && (link.described() || isTriple)) {
          cells.add(link.iri());
        }
      }
    }
    return subjects.isEmpty() ? cells : subjects;
  }

  private static ObjectNode coverage(ToolCall call) {
    Lease lease = call.lease();
    Entities entities = lease.entities();
    Entity entity = entity(call);
    ObjectNode answer = answer(lease);
    answer.put("id", entity.iri()).put(LABEL, entity.name());
    ArrayNode parts = answer.putArray("parts");
    Ask ask = Ask.of("coverage").about(List.of(NodeFactory.createURI(entity.iri())));
    for (ResultRow row : entities.rows(ask)) {
      ObjectNode part = parts.addObject();
      row.get("source").ifPresent(source -> part.set("source", Evidence.named(source)));
      put(part, "year", row);
      row.number("areas").ifPresent(areas -> part.put("areas", areas.longValue()));
      row.number("things").ifPresent(things -> part.put("things", things.longValue()));
    }
    limit(answer, Limits.of(List.of(entity.iri()), entities));
    return cut(answer, false, "");
  }

  /// Returns the thing that a call names.
  ///
  /// @throws Refusal 400 if it does not exist, with the nearest ones
  private static Entity entity(ToolCall call) {
    Lease lease = call.lease();
    String iri = expanded(call.required(IRI), lease);
    if (!FULL_IRI.matcher(iri).matches()) {
      throw new Refusal(400, "'%s' is not an IRI; find_entities returns IRIs.".formatted(iri));
    }
    return lease
        .entities()
        .get(iri)
        .orElseThrow(
            () ->
                new Refusal(
                    400,
                    Txn.calculateRead(lease.dataset(), () -> UnknownTerms.unknown(iri, lease))));
  }

  private static ObjectNode explain(ToolCall call) {
    Lease lease = call.lease();
    Entities entities = lease.entities();
    Entity entity = entity(call);
    List<Entity.Property> properties = properties(entity, call.text(PROPERTY), lease);
    Evidence evidence = new Evidence(entities);
    ObjectNode answer = answer(lease);
    answer.put("id", entity.iri()).put(LABEL, entity.name());
    ArrayNode classes = answer.putArray("classes");
    entity.types().forEach(type -> classes.add(Evidence.named(type)));
    ArrayNode statements = answer.putArray("statements");
    boolean cut = false;
    for (Entity.Property property : properties) {
      int shown = 0;
      for (Entity.Statements same : property.statements()) {
        ObjectNode statement = statements.addObject();
        statement.set(PROPERTY, Evidence.named(property.property()));
        ArrayNode values = statement.putArray("values");
        same.terms().forEach(term -> values.add(value(term)));
        Evidence.refer(statement, evidence.of(same.evidence(), entity.iri()));
        shown += same.terms().size();
      }
      cut |= shown < property.count();
    }
    answer.set("evidence", evidence.json());
    return cut(answer, cut, "Query the property for all of its values.");
  }

  private static List<Entity.Property> properties(
      Entity entity, Optional<String> property, Lease lease) {
    Map<String, Entity.Property> all = new LinkedHashMap<>();
    entity.groups().stream()
        .flatMap(group -> group.properties().stream())
        .forEach(one -> all.put(one.property().iri(), one));
    if (property.isEmpty()) {
      return List.copyOf(all.values());
    }
    String sought = expanded(property.get(), lease);
    return all.values().stream()
        .filter(
            one ->
                one.property().iri().equals(sought)
                    || one.property().text().equalsIgnoreCase(sought)
                    || Iris.localName(one.property().iri()).equals(sought))
        .findFirst()
        .map(List::of)
        .orElseThrow(() -> noStatement(entity, sought, all.values()));
  }

  private static Refusal noStatement(
      Entity entity, String sought, Collection<Entity.Property> all) {
    return new Refusal(
        400,
        "The release has no statement about %s with the property '%s'; %s"
            .formatted(
                entity.name(),
                sought,
                Nearest.suggest(
                    Iris.localName(sought),
                    all.stream().map(one -> Iris.localName(one.property().iri())).toList())));
  }

  /// Returns the IRI of a prefixed name; other texts stay the same.
  private static String expanded(String name, Lease lease) {
    String plain = name.replaceFirst("^<(.*)>$", "$1");
    int colon = plain.indexOf(':');
    String namespace =
        colon < 0 ? null : OntologyPrefixes.of(lease.entities()).get(plain.substring(0, colon));
    return namespace == null ? plain : namespace + plain.substring(colon + 1);
  }

  /// Returns an answer with the name of the release.
  private static ObjectNode answer(Lease lease) {
    ObjectNode answer = HttpJson.object();
    answer.put("release", lease.release());
    return answer;
  }

  /// Adds what limits an answer.
  private static void limit(ObjectNode answer, List<String> limits) {
    if (!limits.isEmpty()) {
      limits.forEach(answer.putArray("limits")::add);
    }
  }

  private static ObjectNode cut(ObjectNode answer, boolean cut, String advice) {
    answer.put("cut", cut);
    return cut ? answer.put("more", advice) : answer;
  }

  private static ObjectNode named(Term term, ObjectNode one) {
    if (term instanceof Term.Link link) {
      one.put("id", link.iri());
    }
    return one.put(LABEL, term.text());
  }

  private static void put(ObjectNode one, String name, ResultRow row) {
    row.get(name).ifPresent(term -> one.put(name, term.text()));
  }

  private static JsonNode value(Term term) {
    if (term instanceof Term.Value value) {
      ObjectNode one = HttpJson.object().put("value", value.text());
      if (!value.language().isEmpty()) {
        one.put("language", value.language());
      }
      return one;
    }
    return Evidence.named(term);
  }
}
