package org.techrace.serve.api;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.vocabulary.RDFS;
import org.techrace.entity.Ask;
import org.techrace.entity.Entities;
import org.techrace.entity.ResultRow;
import org.techrace.entity.Term;
import org.techrace.export.ReleaseTable.Kind;
import org.techrace.report.Nearest;
import org.techrace.serve.api.ThingClasses.Field;
import org.techrace.serve.api.ThingClasses.ThingClass;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.Format;
import org.techrace.serve.http.HttpJson;
import org.techrace.serve.http.Parameters;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.http.Request;
import org.techrace.serve.sparql.Components;
import org.techrace.serve.sparql.Endpoint;
import org.techrace.serve.sparql.Limits;
import org.techrace.serve.sparql.NamedTerms;
import org.techrace.serve.sparql.QueryLimits;
import org.techrace.serve.text.Reader;
import org.techrace.serve.view.Address;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// `/api/v1/things/CLASS`: the things of a class, with filters, an order, fields, and a cursor that
/// leads to the next ones in the same release. `/api/v1/things`: the classes with their fields.
final class ThingList {
  static final String PATH = Api.PATH + "/things";
  static final String ID = "id";
  static final String LABEL = "label";
  static final String SORT = "sort";
  static final String FIELDS = "fields";
  static final String CURSOR = "cursor";

  /// The formats of the things of a class.
  static final List<Format> FORMATS = List.of(Format.JSON, Format.CSV, Format.PARQUET);

  private static final List<String> RESERVED =
      List.of(SORT, FIELDS, Rows.LIMIT, CURSOR, "format", "release", "lang");
  private static final String THING = "thing";

  /// The most things of a list that is answered as a whole.
  private static final int MAX_THINGS = 100_000;

  private final ThingClasses classes;
  private final Endpoint endpoint;

  /// True if each kept release has an address of its own.
  private final boolean addressed;

  /// @param endpoint has the time for finding what limits a list
  /// @param addressed true if each kept release has an address of its own
  ThingList(ThingClasses classes, Endpoint endpoint, boolean addressed) {
    this.classes = classes;
    this.endpoint = endpoint;
    this.addressed = addressed;
  }

  /// Answers `/api/v1/things`.
  Answer classes(Request request, Lease lease) {
    request.choose(List.of(Format.JSON));
    ObjectNode json = HttpJson.object().put("release", lease.release());
    ArrayNode all = json.putArray("classes");
    for (ThingClass one : classes.all(lease)) {
      ObjectNode described = all.addObject().put("name", one.name()).put(ID, one.type());
      described.put(LABEL, one.label()).put("definition", one.definition());
      described.put("address", request.home() + PATH + "/" + one.name());
      ArrayNode fields = described.putArray(FIELDS);
      one.fields().forEach(field -> fields.add(field.name()));
    }
    return HttpJson.answer(json);
  }

  /// Answers `/api/v1/things/CLASS`.
  Answer things(Request request, Lease lease) {
    ThingClass type = classes.named(request.path().substring(PATH.length() + 1), lease);
    Format format = request.choose(FORMATS);
    Parameters parameters = request.parameters();
    check(type, parameters);
    String list = list(type, parameters);
    long offset = offset(parameters, list, lease);
    List<Field> fields = fields(type, parameters);
    String patterns =
        "?thing a <%s> . %s".formatted(type.type(), ThingFilters.of(type, parameters, lease));
    Entities entities = lease.entities();
    long total =
        entities
            .found(
                QueryFactory.create(
                    "SELECT (COUNT(DISTINCT ?thing) AS ?number) { " + patterns + "}"))
            .getFirst()
            .count("number");
    boolean whole = format != Format.JSON && parameters.first(Rows.LIMIT).isEmpty();
    long limit =
        whole
            ? whole(type, total - offset)
            : Rows.number(parameters, Rows.LIMIT, Rows.USUAL_LIMIT, 1, Rows.MAX_LIMIT);
    Query query =
        QueryFactory.create(
            "SELECT ?thing (MIN(?name) AS ?called) (MIN(?number) AS ?size) (MIN(?value) AS ?first)"
                + " { "
                + patterns
                + sorted(type, parameters)
                + " LIMIT %d OFFSET %d".formatted(limit, offset));
    List<Term.Link> things =
        (whole ? entities.rowsOnce(query) : entities.found(query))
            .stream()
                .flatMap(row -> row.get(THING).stream())
                .flatMap(term -> term instanceof Term.Link link ? Stream.of(link) : Stream.of())
                .toList();
    String next =
        offset + things.size() < total ? next(request, offset + things.size(), list, lease) : "";
    String read = reading(patterns, type, fields, parameters, entities);
    Answer answer =
        format == Format.JSON
            ? json(type, read, things, fields, total, offset, next, request, lease)
            : FlatTable.of(type.name(), fields)
                .answer(format, rows(things, fields, entities), request, total, !next.isEmpty());
    if (format != Format.JSON) {
      answer = QueryLimits.linked(answer, read, request);
    }
    return next.isEmpty() ? answer : answer.withLink(next, "next");
  }

  /// Returns the number of things of a whole list.
  ///
  /// @throws Refusal 400 if it is too long for one answer: a part would look like the whole
  private static long whole(ThingClass type, long number) {
    if (number > MAX_THINGS) {
      throw new Refusal(
          400,
          """
          The list has %,d things, more than the %,d of one answer. Take /tables/%s.csv or .parquet, \
          choose some with filter.FIELD, or give 'limit' and follow the link 'next'.\
          """
              .formatted(number, MAX_THINGS, type.name()));
    }
    return Math.max(number, 1);
  }

  private Answer json(
      ThingClass type,
      String read,
      List<Term.Link> things,
      List<Field> fields,
      long total,
      long offset,
      String next,
      Request request,
      Lease lease) {
    Entities entities = lease.entities();
    Map<String, Map<String, List<Term>>> values = values(things, entities::rows);
    ObjectNode json = HttpJson.object().put("release", lease.release());
    json.put("class", type.type()).put(LABEL, type.label()).put("total", total);
    ArrayNode rows = json.putArray("rows");
    for (Term.Link thing : things) {
      row(thing, fields, values.getOrDefault(thing.iri(), Map.of()), rows.addObject());
    }
    if (!next.isEmpty()) {
      json.put("next", next);
    }
    Set<String> shown = things.stream().map(Term.Link::iri).collect(Collectors.toSet());
    Query query = QueryFactory.create(read);
    List<String> limits = new ArrayList<>();
    Limits.beyond("the list", total, offset).ifPresent(limits::add);
    limits.addAll(
        Limits.of(
            query, NamedTerms.of(query), shown, shown, total == 0, lease, endpoint.checkTime()));
    Limits.first(limits, QueryLimits.all(read, request)).forEach(json.putArray("limits")::add);
    return HttpJson.answer(json);
  }

  /// Returns the query of a reader who asks for the same list, to find what limits it. It has the
  /// fields that the request names, and the columns of observations, if a value of them is shown or
  /// sorts the list.
  private static String reading(
      String patterns,
      ThingClass type,
      List<Field> fields,
      Parameters parameters,
      Entities entities) {
    Components known = Components.of(entities);
    Set<String> components = known.all();
    Set<String> measures = known.with(Components.MEASURE);
    Optional<Field> sort =
        parameters
            .first(SORT)
            .map(name -> name.replaceFirst("^-", ""))
            .filter(name -> !name.equals(LABEL))
            .map(type::field)
            .filter(field -> measures.contains(field.property()));
    boolean named = parameters.values().containsKey(FIELDS);
    boolean measured =
        Stream.concat(fields.stream(), sort.stream())
            .anyMatch(field -> measures.contains(field.property()));
    List<Field> read =
        Stream.concat(
                fields.stream()
                    .filter(field -> named || (measured && components.contains(field.property()))),
                sort.stream())
            .distinct()
            .toList();
    if (read.isEmpty()) {
      return "SELECT ?thing { " + patterns + "}";
    }
    StringBuilder columns = new StringBuilder();
    StringBuilder optional = new StringBuilder();
    for (Field field : read) {
      columns.append(" ").append(column(field));
      optional.append("OPTIONAL { ?thing <%s> %s } ".formatted(field.property(), column(field)));
    }
    return "SELECT ?thing%s { %s%s}%s"
        .formatted(
            columns,
            patterns,
            optional,
            sort.map(field -> " ORDER BY DESC(%s)".formatted(column(field))).orElse(""));
  }

  private static String column(Field field) {
    return "?" + field.name().replaceAll("\\W", "_");
  }

  private static void check(ThingClass type, Parameters parameters) {
    for (String name : parameters.values().keySet()) {
      boolean condition =
          Stream.of(Rows.FILTER, ThingFilters.FROM, ThingFilters.TO).anyMatch(name::startsWith);
      if (!condition && !RESERVED.contains(name)) {
        throw new Refusal(
                400, "There is no parameter '%s'; %s".formatted(name, suggested(name, type)))
            .with("Conditions are filter.FIELD, from.FIELD and to.FIELD.");
      }
      if (parameters.all(name).size() > 1
          && !name.startsWith(Rows.FILTER)
          && !name.equals(FIELDS)) {
        throw new Refusal(400, "'%s' has several values; give one.".formatted(name));
      }
    }
  }

  /// Returns a hint: a condition for the name of a field, also one with an operator, or else the
  /// nearest parameter.
  private static String suggested(String name, ThingClass type) {
    if (name.equals(Rows.OFFSET)) {
      return "'next' of an answer is the address of the next things, with their '%s'."
          .formatted(CURSOR);
    }
    List<String> known = new ArrayList<>(RESERVED);
    type.fields().forEach(field -> known.add(field.name()));
    return Stream.of(name, name.replaceFirst("\\W.*", ""), name.replaceFirst(".*\\W", ""))
        .flatMap(one -> Nearest.of(one, known).stream())
        .map(near -> RESERVED.contains(near) ? near : Rows.FILTER + near)
        .findFirst()
        .map("did you mean '%s'?"::formatted)
        .orElseGet(() -> Nearest.suggest(name, RESERVED));
  }

  /// Returns the fields that a request names, or all.
  private static List<Field> fields(ThingClass type, Parameters parameters) {
    List<String> names =
        parameters.all(FIELDS).stream()
            .flatMap(list -> Arrays.stream(list.split(",", -1)))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList();
    Stream<Field> fields =
        names.isEmpty()
            ? type.fields().stream()
            : names.stream()
                .filter(name -> !name.equals(ID) && !name.equals(LABEL))
                .map(type::field);
    return fields.filter(field -> !field.isLabel()).toList();
  }

  /// Returns the pattern for the values to order by, the end of the query and its order. Things are
  /// ordered by the name of a value, by number, or by text; without a field, by their names.
  private static String sorted(ThingClass type, Parameters parameters) {
    String text = parameters.first(SORT).orElse(LABEL);
    boolean descending = text.startsWith("-");
    String name = descending ? text.substring(1) : text;
    String property = name.equals(LABEL) ? RDFS.label.getURI() : type.field(name).property();
    String language = Reader.current().language();
    String direction = descending ? "DESC" : "ASC";
    return """
     OPTIONAL { ?thing <%s> ?value FILTER (LANG(?value) IN ("", "%s") || isIRI(?value))
       OPTIONAL { ?value <%s> ?name FILTER (LANG(?name) IN ("", "%s")) } }
     OPTIONAL { ?thing <%s> ?number FILTER (isNumeric(?number)) }
    } GROUP BY ?thing ORDER BY (!BOUND(?first)) %s(?called) %s(?size) %s(STR(?first)) ?thing\
    """
        .formatted(
            property,
            language,
            RDFS.label.getURI(),
            language,
            property,
            direction,
            direction,
            direction);
  }

  /// Returns the values of things by thing and property.
  private static Map<String, Map<String, List<Term>>> values(
      List<Term.Link> things, Function<Ask, List<ResultRow>> read) {
    Map<String, Map<String, List<Term>>> values = new HashMap<>();
    if (things.isEmpty()) {
      return values;
    }
    List<Node> nodes = things.stream().map(one -> NodeFactory.createURI(one.iri())).toList();
    for (ResultRow row : read.apply(Ask.of("list/cells").about(nodes))) {
      values
          .computeIfAbsent(row.iri(THING).orElse(""), t -> new HashMap<>())
          .computeIfAbsent(row.iri("property").orElse(""), p -> new ArrayList<>())
          .add(row.get("object").orElseThrow());
    }
    return values;
  }

  /// Returns the values of a field, in one language if it is translated: that of the reader, else
  /// English, else the first one.
  private static List<Term> values(Field field, Map<String, List<Term>> thing) {
    List<Term> all = thing.getOrDefault(field.property(), List.of());
    if (!field.translated() || all.isEmpty()) {
      return all;
    }
    List<String> present = all.stream().map(ThingList::language).distinct().sorted().toList();
    String best =
        Stream.of(Reader.current().language(), "en")
            .filter(present::contains)
            .findFirst()
            .orElse(present.getFirst());
    return all.stream().filter(term -> language(term).equals(best)).toList();
  }

  private static String language(Term term) {
    return term instanceof Term.Value value ? value.language() : "";
  }

  /// A field for several values is an array, also for one; a field without a value is left out.
  private static void row(
      Term.Link thing, List<Field> fields, Map<String, List<Term>> values, ObjectNode row) {
    row.put(ID, thing.iri()).put(LABEL, thing.text());
    for (Field field : fields) {
      List<JsonNode> cells =
          values(field, values).stream().map(term -> value(field, term)).toList();
      if (field.several() && !cells.isEmpty()) {
        cells.forEach(row.putArray(field.name())::add);
      } else if (!cells.isEmpty()) {
        row.set(field.name(), cells.getFirst());
      }
    }
  }

  /// Returns a value as the description of the interface has it. A text may be a number that no
  /// typed column can hold.
  private static JsonNode value(Field field, Term term) {
    return field.kind() == Kind.TEXT && term instanceof Term.Value text
        ? StringNode.valueOf(text.text())
        : Rows.value(term);
  }

  /// Returns the rows of a table, whose values are read for some things at a time.
  private static Stream<List<List<Term>>> rows(
      List<Term.Link> things, List<Field> fields, Entities entities) {
    return IntStream.iterate(0, from -> from < things.size(), from -> from + Rows.MAX_LIMIT)
        .mapToObj(from -> things.subList(from, Math.min(from + Rows.MAX_LIMIT, things.size())))
        .flatMap(some -> rows(some, fields, values(some, entities::rowsOnce)));
  }

  private static Stream<List<List<Term>>> rows(
      List<Term.Link> things, List<Field> fields, Map<String, Map<String, List<Term>>> values) {
    return things.stream()
        .map(
            thing -> {
              Map<String, List<Term>> of = values.getOrDefault(thing.iri(), Map.of());
              List<List<Term>> row = new ArrayList<>(List.of(List.<Term>of(thing)));
              fields.forEach(field -> row.add(values(field, of)));
              return row;
            });
  }

  /// Returns the number of things before those of a cursor.
  ///
  /// @param list which things are asked for and in which order, see [#list]
  /// @throws Refusal 400 if the cursor is not one of the release and the list
  private static long offset(Parameters parameters, String list, Lease lease) {
    String cursor = parameters.first(CURSOR).orElse("");
    if (cursor.isEmpty()) {
      return 0;
    }
    try {
      String[] parts =
          new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split(" ", -1);
      if (parts.length == 3 && parts[0].matches("\\d{1,18}")) {
        if (!parts[1].equals(lease.release())) {
          throw new Refusal(
              400,
              "The cursor is one of the release %s; take the address 'next', which names it, or begin again."
                  .formatted(parts[1]));
        }
        if (!parts[2].equals(list)) {
          throw new Refusal(
              400,
              "The cursor is one of another list: its class, conditions or order differ. Take the"
                  + " address 'next' of this list, or begin without a cursor.");
        }
        return Long.parseLong(parts[0]);
      }
    } catch (IllegalArgumentException e) {
      // Refused below.
    }
    throw new Refusal(400, "'cursor' must be one of an answer; begin without it.");
  }

  /// Returns a checksum of what decides which things a list has, and their order: a cursor is a
  /// place in one list.
  private static String list(ThingClass type, Parameters parameters) {
    Map<String, List<String>> deciding = new TreeMap<>(parameters.values());
    RESERVED.stream().filter(name -> !name.equals(SORT)).forEach(deciding::remove);
    return Integer.toHexString((type.type() + deciding).hashCode());
  }

  /// Returns the address of the next things, in the same release.
  private String next(Request request, long offset, String list, Lease lease) {
    String root = addressed ? "/release/" + lease.release() : request.root();
    Address address = Address.of(root + request.rawPath());
    Set<String> replaced = Set.of(CURSOR, "release");
    for (Map.Entry<String, List<String>> one : request.parameters().values().entrySet()) {
      if (!replaced.contains(one.getKey())) {
        address = address.with(one.getKey(), one.getValue());
      }
    }
    String cursor =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                "%d %s %s"
                    .formatted(offset, lease.release(), list)
                    .getBytes(StandardCharsets.UTF_8));
    return request.site() + address.with(CURSOR, cursor);
  }
}
