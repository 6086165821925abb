package org.techrace.serve.sparql;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.jena.query.Query;
import org.apache.jena.sparql.core.TriplePath;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.syntax.PatternVars;
import org.techrace.entity.ResultRow;
import org.techrace.rdf.Tool;

/// Finds things in an answer of kinds that a count or a sum must not mix with others, such as plans
/// and possible duplicates. A kind that the query names is meant.
///
/// The query `cautions` of `queries/pages` returns the paths from things to their kinds, and
/// `tool:caution` has what must be said of a kind.
final class CautionedKinds {
  /// The most things of a variable that are looked at.
  private static final int MAX_THINGS = 200_000;

  /// The variable of a thing in the queries here.
  private static final String THING = "?cautionThing";

  private static final Pattern IRI = Pattern.compile("<([^<>]+)>");

  /// The way of the row with the number of all things.
  private static final int ALL = -1;

  private final Rereading reading;
  private final NamedTerms named;
  private final List<Way> ways;
  private final Found found =
      new Found(new LinkedHashSet<>(), new LinkedHashMap<>(), new LinkedHashSet<>());

  /// The sentences about an answer.
  ///
  /// @param things those about kinds of things
  /// @param open those about kinds of the values of a property that the query leaves open, by its
  ///   [dimension][OpenDimensions#dimension]
  /// @param unsaid the properties, such as a status, by which the things have no such kind; a count
  ///   by one can leave out others
  record Found(Set<String> things, Map<String, String> open, Set<String> unsaid) {}

  /// A way from things to their kinds.
  ///
  /// @param path the path
  /// @param where further conditions
  /// @param open the property that the query must not fix; empty if it may
  /// @param read the property that the query must read; empty if it need not
  private record Way(String path, String where, String open, String read) {
    String pattern(int number) {
      return "{ %s %s ?cautionKind . ?cautionKind <%s> ?caution FILTER (LANG(?caution) IN ('en', '')) %s BIND (%d AS ?cautionWay) }"
          .formatted(THING, path, Tool.CAUTION, where.replace("?thing", THING), number);
    }
  }

  /// Things with the same caution, found on one way.
  ///
  /// @param kinds their kinds
  private record Part(Set<String> kinds, int number) {
    Part and(Part other) {
      Set<String> both = new LinkedHashSet<>(kinds);
      both.addAll(other.kinds);
      return new Part(both, number + other.number);
    }
  }

  private CautionedKinds(NamedTerms named, Rereading reading) {
    this.reading = reading;
    this.named = named;
    this.ways =
        reading.entities().rows("cautions").stream()
            .map(
                row ->
                    new Way(
                        row.text("path"),
                        row.text("where"),
                        row.iri("open").orElse(""),
                        row.iri("read").orElse("")))
            .toList();
  }

  /// Returns a sentence for each variable with such things.
  ///
  /// @param inSteps the query, [in steps][Select#inSteps]
  static Found of(Query inSteps, NamedTerms named, Rereading reading) {
    CautionedKinds found = new CautionedKinds(named, reading);
    if (!found.ways.isEmpty()) {
      found.ways.forEach(way -> found.found.unsaid.add(way.read));
      Select.eachIn(inSteps, found::read);
    }
    return found.found;
  }

  /// Returns a sentence for each such kind of a thing.
  static List<String> ofThing(String iri, Rereading reading) {
    NamedTerms none = new NamedTerms(Set.of(), Set.of(), Set.of(), Map.of(), false, false);
    return new CautionedKinds(none, reading)
        .ways.stream()
            .flatMap(
                way ->
                    reading
                        .rows(
                            "SELECT DISTINCT ?cautionKind ?caution { VALUES %s { <%s> } %s } ORDER BY ?cautionKind"
                                .formatted(THING, iri, way.pattern(0)))
                        .stream())
            .map(
                row ->
                    "of the kind '%s': %s".formatted(row.text("cautionKind"), row.text("caution")))
            .distinct()
            .toList();
  }

  private void read(Select select) {
    Set<String> said = new LinkedHashSet<>();
    for (Var variable : things(select)) {
      add(select, variable, said);
    }
  }

  /// Returns the variables of a query that can be things: subjects, then objects that the rows
  /// have, except literals.
  private Set<Var> things(Select select) {
    List<TriplePath> patterns = select.patterns();
    Set<Var> shown = new LinkedHashSet<>(select.query().getGroupBy().getVars());
    shown.addAll(
        select.query().isQueryResultStar()
            ? PatternVars.vars(select.query().getQueryPattern())
            : select.query().getProjectVars());
    return Stream.concat(
            patterns.stream().map(TriplePath::getSubject),
            patterns.stream()
                .filter(one -> shown.contains(one.getObject()) && !reading.hasLiterals(one))
                .map(TriplePath::getObject))
        .filter(Var::isVar)
        .map(Var::alloc)
        .filter(one -> !select.isOfAnything(one))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /// @param said the cautions about other variables, to add to
  private void add(Select select, Var variable, Set<String> said) {
    List<Way> possible =
        ways.stream()
            .filter(way -> way.open.isEmpty() || !isFixed(select, variable, way.open))
            .filter(
                way -> way.read.isEmpty() || Select.reads(select.allPatterns(), variable, way.read))
            .filter(
                way ->
                    reading.canFit(
                        select, variable, way.pattern(0).replace(THING, Rereading.ALONE)))
            .toList();
    if (possible.isEmpty()) {
      return;
    }
    String parts =
        IntStream.range(0, possible.size())
            .mapToObj(number -> possible.get(number).pattern(number))
            .collect(Collectors.joining(" UNION "));
    List<ResultRow> rows =
        reading.rows(
            ("SELECT ?cautionWay ?cautionKind ?caution (COUNT(DISTINCT %s) AS ?readNumber) { {"
                    + " SELECT DISTINCT (%s AS %s) { %s } LIMIT %d } { BIND (%d AS ?cautionWay) }"
                    + " UNION %s } GROUP BY ?cautionWay ?cautionKind ?caution ORDER BY ?cautionWay"
                    + " DESC(?readNumber) ?cautionKind")
                .formatted(
                    THING,
                    variable,
                    THING,
                    Rereading.pattern(select, variable),
                    MAX_THINGS,
                    ALL,
                    parts));
    int all = 0;
    Map<Integer, Map<String, Part>> byWay = new LinkedHashMap<>();
    for (ResultRow row : rows) {
      int way = Rereading.number(row, "cautionWay");
      int number = Rereading.number(row, Rereading.NUMBER);
      if (way == ALL) {
        all = number;
        continue;
      }
      String kind = row.iri("cautionKind").orElseThrow();
      String caution = row.text("caution");
      if (!named.others().contains(kind) && !said.contains(caution)) {
        byWay
            .computeIfAbsent(way, _ -> new LinkedHashMap<>())
            .merge(caution, new Part(Set.of(kind), number), Part::and);
      }
    }
    for (Map.Entry<Integer, Map<String, Part>> one : byWay.entrySet()) {
      Way way = possible.get(one.getKey());
      if (isShown(select, variable, way)) {
        // The kinds of other things in the same row would say the same.
        said.addAll(one.getValue().keySet());
        continue;
      }
      found.unsaid.remove(way.read);
      String sentence = sentence(select, variable, all, way, one.getValue());
      if (way.open.isEmpty()) {
        found.things.add(sentence);
      } else {
        found.open.put(OpenDimensions.dimension(variable, way.open), sentence);
      }
      said.addAll(one.getValue().keySet());
    }
  }

  /// Reports whether each row of a list has the kind of its thing.
  private static boolean isShown(Select select, Var thing, Way way) {
    return Select.isPlain(select.query())
        && select.patterns().stream()
            .filter(one -> thing.equals(one.getSubject()))
            .filter(one -> select.query().getProjectVars().contains(one.getObject()))
            .flatMap(one -> Select.links(one).stream())
            .anyMatch(link -> way.path.equals("<" + link + ">"));
  }

  /// Reports whether a query has a constant as the value of a property of a thing.
  private static boolean isFixed(Select select, Var thing, String property) {
    return select.patterns().stream()
        .filter(one -> Select.isOf(one, thing, property))
        .anyMatch(one -> !select.asked(one.getObject()).isEmpty());
  }

  private String sentence(Select select, Var variable, int all, Way way, Map<String, Part> parts) {
    String path =
        IRI.matcher(way.path)
            .replaceAll(iri -> Matcher.quoteReplacement(reading.shortName().apply(iri.group(1))));
    String kinds =
        parts.values().stream()
            .flatMap(part -> part.kinds.stream())
            .map(reading.shortName())
            .collect(Collectors.joining(" "));
    // Without all of them nothing would be left.
    boolean areAll = parts.values().stream().mapToInt(Part::number).sum() >= all;
    String remedy =
        way.where.isEmpty() && !areAll
            ? ", `FILTER NOT EXISTS { VALUES ?not { %s } %s %s ?not }`%s leaves them out"
                .formatted(kinds, Select.named(variable), path, select.place(variable))
            : "";
    return "%s: of %s%,d that the query reads, %s; %s tells them apart%s"
        .formatted(
            Select.named(variable),
            all < MAX_THINGS ? "" : "at least ",
            all,
            parts.entrySet().stream()
                .map(one -> "some %s (%,d)".formatted(one.getKey(), one.getValue().number))
                .collect(Collectors.joining(", ")),
            path,
            remedy);
  }
}
