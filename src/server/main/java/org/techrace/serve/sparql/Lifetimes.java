package org.techrace.serve.sparql;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.Syntax;
import org.apache.jena.sparql.core.TriplePath;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.syntax.ElementPathBlock;
import org.techrace.entity.Ask;
import org.techrace.entity.Entities;
import org.techrace.entity.ResultRow;
import org.techrace.entity.Term;

/// Finds things that mislead in an answer about today: those that have ended or have not begun, if
/// the query ignores their days, those with a status that the query does not read, and those that a
/// number counts together with things that replace or contain them.
///
/// The query `lifetimes` of `queries/pages` returns the classes whose things have days or are
/// replaced, and `uses` returns their properties. The values of each variable that fits such a
/// class are read again.
final class Lifetimes {
  private static final int MAX_THINGS = 20_000;
  private static final String START = "start";
  private static final String END = "end";
  private static final String LATER = "later";
  private static final String EARLIER = "earlier";
  private static final String STATUS = "status";
  private static final String KIND = "kind";

  /// The variables of things in the queries here.
  private static final String THING = "?livedThing";

  private static final String OTHER = "?livedOther";

  private final Entities entities;
  private final UnaryOperator<String> shortName;
  private final String today;

  /// The classes of statuses, which have a kind and days.
  private final List<Lived> statuses;

  private final Found found;

  private Lifetimes(
      Entities entities,
      List<Lived> statuses,
      UnaryOperator<String> shortName,
      LocalDate today,
      Found found) {
    this.found = found;
    this.entities = entities;
    this.statuses = statuses;
    this.shortName = shortName;
    this.today = today.toString();
  }

  /// The sentences about an answer.
  ///
  /// @param twice those about things that a number counts together with what replaces or contains
  ///   them
  /// @param today those about the days and statuses of things
  record Found(List<String> twice, List<String> today) {
    List<String> all() {
      return Stream.concat(twice.stream(), today.stream()).toList();
    }

    private Found distinct() {
      return new Found(twice.stream().distinct().toList(), today.stream().distinct().toList());
    }
  }

  /// A class whose things have lifetimes.
  ///
  /// @param roles the properties, by what they say
  private record Lived(Term type, Map<String, Set<String>> roles) {
    Set<String> properties(String role) {
      return roles.getOrDefault(role, Set.of());
    }
  }

  /// The patterns of a query with a variable.
  ///
  /// @param uses of each pattern, the properties, each with the place of the variable
  private record Asked(List<Set<String>> uses) {
    boolean fits(Set<String> known) {
      return uses.stream().allMatch(some -> some.stream().anyMatch(known::contains));
    }
  }

  /// Returns the sentences for each variable and class.
  ///
  /// @param inSteps the query of the answer, [in steps][Select#inSteps] and [with its
  ///   members][Select#withMembers]
  /// @param known the properties in it: what it looks at needs no sentence
  /// @param today the day of the answer
  static Found of(Query inSteps, Set<String> known, Rereading reading, LocalDate today) {
    if (!inSteps.isSelectType() || inSteps.getQueryPattern() == null) {
      return new Found(List.of(), List.of());
    }
    Entities entities = reading.entities();
    Found found = new Found(new ArrayList<>(), new ArrayList<>());
    reading
        .checks()
        .run(
            "things that have ended or not begun",
            () -> {
              List<Lived> classes = classes(known, entities);
              List<Lived> statuses =
                  classes(Set.of(), entities).stream()
                      .filter(one -> one.roles.containsKey(KIND))
                      .toList();
              Lifetimes lifetimes =
                  new Lifetimes(entities, statuses, reading.shortName(), today, found);
              Select.eachIn(inSteps, select -> lifetimes.read(select, classes));
            });
    return found.distinct();
  }

  /// Returns the classes with the properties that a query does not look at.
  private static List<Lived> classes(Set<String> known, Entities entities) {
    Map<String, Lived> classes = new LinkedHashMap<>();
    for (ResultRow row : entities.rows("lifetimes")) {
      String property = row.iri("property").orElseThrow();
      if (!known.contains(property)) {
        Term type = row.get("class").orElseThrow();
        classes
            .computeIfAbsent(type.key(), _ -> new Lived(type, new LinkedHashMap<>()))
            .roles
            .computeIfAbsent(row.text("role"), _ -> new LinkedHashSet<>())
            .add(property);
      }
    }
    return List.copyOf(classes.values());
  }

  private void read(Select select, List<Lived> classes) {
    Map<Var, Asked> asked = new LinkedHashMap<>();
    select.each(
        element -> {
          if (element instanceof ElementPathBlock block) {
            block.getPattern().forEach(triple -> add(triple, asked));
          }
        });
    asked.keySet().removeIf(select::isOfAnything);
    asked.forEach(
        (variable, of) ->
            classes.stream()
                .filter(one -> of.fits(uses(one.type.key())))
                .forEach(
                    one -> {
                      addDays(select, variable, one);
                      addStatuses(select, variable, one);
                      if (select.counts(variable)) {
                        addReplaced(select, variable, one);
                      }
                    }));
  }

  /// Adds what a pattern asks of the variables in it.
  private static void add(TriplePath triple, Map<Var, Asked> asked) {
    List<String> links = Select.links(triple);
    if (links.isEmpty()) {
      return;
    }
    if (Var.isVar(triple.getSubject())) {
      of(Var.alloc(triple.getSubject()), asked).uses.add(placed("of ", links));
    }
    if (Var.isVar(triple.getObject())) {
      of(Var.alloc(triple.getObject()), asked).uses.add(placed("to ", links));
    }
  }

  private static Asked of(Var variable, Map<Var, Asked> asked) {
    return asked.computeIfAbsent(variable, _ -> new Asked(new ArrayList<>()));
  }

  private static Set<String> placed(String place, List<String> links) {
    return links.stream().map(link -> place + link).collect(Collectors.toSet());
  }

  private Set<String> uses(String type) {
    return entities.rows(Ask.of("uses").about(List.of(NodeFactory.createURI(type)))).stream()
        .map(row -> row.text("role") + " " + row.iri("property").orElse(""))
        .collect(Collectors.toSet());
  }

  /// Adds a sentence if things have ended or have not begun.
  private void addDays(Select select, Var variable, Lived one) {
    Set<String> ends = one.properties(END);
    Set<String> starts = one.properties(START);
    if (ends.isEmpty() && starts.isEmpty()) {
      return;
    }
    ResultRow row =
        rows("SELECT (COUNT(*) AS ?all) (SUM(IF(?over, 1, 0)) AS ?ended) (SUM(IF(?coming, 1, 0))"
                + " AS ?later) { %s BIND (%s AS ?over) BIND (%s AS ?coming) }"
                    .formatted(
                        read(select, variable, THING, one),
                        ends.isEmpty() ? "false" : isPast(THING, iris(ends)),
                        starts.isEmpty() ? "false" : isFuture(THING, iris(starts))))
            .getFirst();
    List<String> counts = new ArrayList<>();
    StringBuilder filters = new StringBuilder();
    String name = Select.named(variable);
    if (number(row, "ended") > 0) {
      counts.add("%,d had ended".formatted(number(row, "ended")));
      filters.append(" FILTER NOT ").append(isPast(name, ends.stream().map(shortName)));
    }
    if (number(row, "later") > 0) {
      counts.add("%,d had not begun".formatted(number(row, "later")));
      filters.append(" FILTER NOT ").append(isFuture(name, starts.stream().map(shortName)));
    }
    if (!counts.isEmpty()) {
      found.today.add(
          "%s: of %,d that the query reads, %s on %s; `%s`%s leaves them out"
              .formatted(
                  one.type.text(),
                  number(row, "all"),
                  String.join(" and ", counts),
                  today,
                  filters.toString().strip(),
                  select.place(variable)));
    }
  }

  /// Adds a sentence with the statuses that things have today. It is needed also if all have the
  /// same: they can all have ended. The advice keeps what has none, also things of other classes.
  private void addStatuses(Select select, Var variable, Lived one) {
    Set<String> links = one.properties(STATUS);
    if (links.isEmpty()) {
      return;
    }
    String pattern =
        "%s %s ?livedStatus . ?livedStatus %s ?livedKind FILTER NOT %s FILTER NOT %s"
            .formatted(
                THING,
                path(iris(links)),
                path(iris(ofStatuses(KIND))),
                isPast("?livedStatus", iris(ofStatuses(END))),
                isFuture("?livedStatus", iris(ofStatuses(START))));
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (ResultRow row :
        rows(
            "SELECT ?livedKind (COUNT(DISTINCT %s) AS ?things) { %s OPTIONAL { %s } } GROUP BY ?livedKind ORDER BY DESC(?things) ?livedKind"
                .formatted(THING, read(select, variable, THING, one), pattern))) {
      counts.merge(
          row.get("livedKind").map(Term::text).orElse("none known"),
          number(row, "things"),
          Integer::sum);
    }
    counts.values().removeIf(number -> number == 0);
    if (counts.isEmpty()) {
      return;
    }
    boolean some =
        !rows("SELECT %s { %s FILTER NOT EXISTS { %s } } LIMIT 1"
                .formatted(THING, things(select, variable, THING), pattern))
            .isEmpty();
    Set<String> taken = new LinkedHashSet<>();
    String status = select.fresh(STATUS, taken);
    String kind = select.fresh(KIND, taken);
    String advice =
        "%s %s %s . %s %s %s FILTER NOT %s FILTER NOT %s"
            .formatted(
                Select.named(variable),
                path(links.stream().map(shortName)),
                status,
                status,
                path(ofStatuses(KIND).stream().map(shortName)),
                kind,
                isPast(status, ofStatuses(END).stream().map(shortName)),
                isFuture(status, ofStatuses(START).stream().map(shortName)));
    found.today.add(
        "%s: the query does not read %s: %s on %s; `%s`, with %s in %s%s, tells them apart"
            .formatted(
                one.type.text(),
                links.stream().map(shortName).collect(Collectors.joining(", ")),
                counts.entrySet().stream()
                    .map(count -> "%,d %s".formatted(count.getValue(), count.getKey()))
                    .collect(Collectors.joining(", ")),
                today,
                Select.optional(advice, some),
                kind,
                select.clauses(),
                select.place(variable)));
  }

  private Set<String> ofStatuses(String role) {
    return statuses.stream()
        .flatMap(one -> one.properties(role).stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private String isPast(String thing, Stream<String> ends) {
    return "EXISTS { %s %s ?to FILTER (STR(?to) < \"%s\") }".formatted(thing, path(ends), today);
  }

  private String isFuture(String thing, Stream<String> starts) {
    return "EXISTS { %s %s ?from FILTER (STR(?from) > \"%s\") }"
        .formatted(thing, path(starts), today);
  }

  /// Adds a sentence if things are replaced by or part of others of the answer.
  private void addReplaced(Select select, Var variable, Lived one) {
    Set<String> later = one.properties(LATER);
    Set<String> earlier = one.properties(EARLIER);
    if (later.isEmpty() && earlier.isEmpty()) {
      return;
    }
    List<ResultRow> pairs =
        rows(
            "SELECT ?thing ?other { %s %s %s %s . %s FILTER (%s != %s) BIND (%s AS ?thing) BIND (%s AS ?other) } ORDER BY ?thing ?other"
                .formatted(
                    read(select, variable, THING, one),
                    OTHER,
                    path(Stream.concat(iris(later), iris(earlier).map(iri -> "^" + iri))),
                    THING,
                    read(select, variable, OTHER, one),
                    THING,
                    OTHER,
                    THING,
                    OTHER));
    if (pairs.isEmpty()) {
      return;
    }
    Set<String> replaced = new TreeSet<>();
    pairs.forEach(pair -> replaced.add(pair.iri("thing").orElse("")));
    Optional<String> conditions =
        select.written(variable, "?other", new Rereading(entities, shortName));
    found.twice.add(
        "%s: %,d of those that the query reads %s replaced by or part of others of these, such as %s (%s); `FILTER NOT EXISTS { %s?other %s %s }`%s%s leaves them out"
            .formatted(
                one.type.text(),
                replaced.size(),
                replaced.size() == 1 ? "is" : "are",
                pairs.getFirst().text("thing"),
                pairs.getFirst().text("other"),
                conditions.map(own -> own + " . ").orElse(""),
                path(
                    Stream.concat(
                        later.stream().map(shortName),
                        earlier.stream().map(iri -> "^" + shortName.apply(iri)))),
                Select.named(variable),
                select.place(variable),
                conditions.isPresent() ? "" : ", with the same conditions for ?other,"));
  }

  private static String read(Select select, Var variable, String as, Lived one) {
    return "%s %s a <%s> .".formatted(things(select, variable, as), as, one.type.key());
  }

  private static String things(Select select, Var variable, String as) {
    return "{ SELECT DISTINCT (%s AS %s) { %s } LIMIT %d }"
        .formatted(variable, as, Rereading.pattern(select, variable), MAX_THINGS);
  }

  private static Stream<String> iris(Set<String> properties) {
    return properties.stream().map(iri -> "<" + iri + ">");
  }

  private static String path(Stream<String> links) {
    return links.collect(Collectors.joining("|"));
  }

  private static int number(ResultRow row, String name) {
    return row.number(name).orElse(0.0).intValue();
  }

  private List<ResultRow> rows(String query) {
    return entities.found(QueryFactory.create(query, Syntax.syntaxARQ));
  }
}
