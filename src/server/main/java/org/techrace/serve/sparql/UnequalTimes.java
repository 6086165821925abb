package org.techrace.serve.sparql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.TriplePath;
import org.apache.jena.sparql.core.Var;
import org.techrace.entity.ResultRow;
import org.techrace.entity.Term;

/// Finds two quantities that a query divides, compares or shows together, each of another time: a
/// ratio of the exports of 2023 and the product of 2025 is of no year. The rows do not show both
/// times, and no condition connects them.
///
/// The advice is one time that both have.
///
/// @param times the dimensions whose values are times
/// @param quantity the property that says what is measured; empty if there is none
/// @param measures the properties of observations with values
record UnequalTimes(Rereading reading, Set<String> times, String quantity, Set<String> measures) {
  /// The share of the things of the best time that are nearly all.
  private static final double NEARLY = 0.9;

  /// Returns a sentence for each property of times, by the property.
  Map<String, String> of(ValueUses.Use use) {
    Map<String, String> sentences = new LinkedHashMap<>();
    if (use.figures().size() == 2 && !quantity.isEmpty() && areOfTwoQuantities(use)) {
      for (String time : times) {
        if (!isSaid(use, time)) {
          sentence(use, time).ifPresent(found -> sentences.put(time, found));
        }
      }
    }
    return sentences;
  }

  private static Var left(ValueUses.Use use) {
    return use.figures().getFirst();
  }

  private static Var right(ValueUses.Use use) {
    return use.figures().getLast();
  }

  /// Reports whether the query fixes a quantity of each, another one.
  private boolean areOfTwoQuantities(ValueUses.Use use) {
    Set<Node> one = use.values(left(use), quantity);
    Set<Node> other = use.values(right(use), quantity);
    return one.stream().anyMatch(Node::isURI)
        && other.stream().anyMatch(Node::isURI)
        && Collections.disjoint(one, other);
  }

  /// Reports whether the rows show both times, or the query connects them.
  private static boolean isSaid(ValueUses.Use use, String time) {
    Set<Node> one = use.values(left(use), time);
    Set<Node> other = use.values(right(use), time);
    return !Collections.disjoint(one, other)
        || (one.stream().anyMatch(use.select()::shows)
            && other.stream().anyMatch(use.select()::shows))
        || use.select().conditions().stream()
            .map(condition -> condition.getVarsMentioned())
            .anyMatch(
                named -> !Collections.disjoint(named, one) && !Collections.disjoint(named, other));
  }

  private Optional<String> sentence(ValueUses.Use use, String time) {
    String pattern =
        "%s %s %s <%s> ?unequalOne . %s <%s> ?unequalOther"
            .formatted(
                use.pattern().getQueryPattern(),
                Rereading.bound(use.figures()),
                left(use),
                time,
                right(use),
                time);
    if (!reading.fits(
        pattern + " FILTER (SUBSTR(STR(?unequalOne), 1, 4) != SUBSTR(STR(?unequalOther), 1, 4))")) {
      return Optional.empty();
    }
    return Optional.of(
        "%s: it differs between the figures that the query %s: %s of %s are of %s, %s of %s of %s; %s"
            .formatted(
                reading.shortName().apply(time),
                use.verb(),
                Select.named(left(use)),
                quantities(use, left(use)),
                span(use, left(use), right(use), time),
                Select.named(right(use)),
                quantities(use, right(use)),
                span(use, right(use), left(use), time),
                advice(use, time)));
  }

  private String quantities(ValueUses.Use use, Var figure) {
    return use.values(figure, quantity).stream()
        .filter(Node::isURI)
        .map(reading::name)
        .collect(Collectors.joining(", "));
  }

  /// Returns the first and the last time of an observation, without the conditions of the other
  /// one.
  private String span(ValueUses.Use use, Var figure, Var other, String time) {
    ResultRow row =
        reading
            .rows(
                "SELECT (MIN(STR(?unequalTime)) AS ?first) (MAX(STR(?unequalTime)) AS ?last) { %s %s <%s> ?unequalTime }"
                    .formatted(
                        Rereading.pattern(use.select().withoutThing(other), figure), figure, time))
            .getFirst();
    String first = row.text("first");
    return first.equals(row.text("last")) ? first : first + " to " + row.text("last");
  }

  /// Returns the last time that nearly all things have in both, at most that of the query's things.
  private String advice(ValueUses.Use use, String time) {
    Select atAnyTime =
        use.select().atAnyTime(left(use), time, measures).atAnyTime(right(use), time, measures);
    Set<Var> things = shared(use);
    String all = "%s %s".formatted(pattern(atAnyTime, use, things), key(things));
    List<ResultRow> byTime =
        reading.rows(
            "SELECT ?unequalTime (COUNT(DISTINCT ?unequalThing) AS ?with) { %s %s <%s> ?unequalTime . %s <%s> ?unequalTime } GROUP BY ?unequalTime ORDER BY ?unequalTime"
                .formatted(all, left(use), time, right(use), time));
    int most = byTime.stream().mapToInt(row -> Rereading.number(row, "with")).max().orElse(0);
    Optional<ResultRow> last =
        byTime.stream()
            .filter(row -> Rereading.number(row, "with") >= NEARLY * most)
            .max(Comparator.comparing(row -> row.text("unequalTime")));
    if (last.isEmpty()) {
      return "no time that both have was found";
    }
    Node value = last.get().get("unequalTime").flatMap(Term::node).orElseThrow();
    List<String> both = new ArrayList<>();
    for (Var figure : use.figures()) {
      both.add(
          "%s %s %s"
              .formatted(
                  Select.named(figure), reading.shortName().apply(time), reading.written(value)));
    }
    boolean isFixed =
        use.figures().stream()
            .flatMap(figure -> use.values(figure, time).stream())
            .anyMatch(one -> !use.select().asked(one).isEmpty());
    boolean isInner =
        use.figures().stream().anyMatch(Select::isInner)
            || !use.select().areTogether(left(use), right(use));
    return "%s%s%s reads one that both have%s"
        .formatted(
            isInner
                ? both.stream().collect(Collectors.joining("` and `", "`", "`"))
                : both.stream().collect(Collectors.joining(" . ", "`", "`")),
            isInner ? ", each in its sub-select," : use.place(),
            isFixed ? " in place of the times in the query" : "",
            things.isEmpty() ? "" : with(things, last.get(), all));
  }

  private String with(Set<Var> things, ResultRow last, String all) {
    return ", with %,d of %,d %s"
        .formatted(
            Rereading.number(last, "with"),
            reading.number(
                "SELECT (COUNT(DISTINCT ?unequalThing) AS ?%s) { %s }"
                    .formatted(Rereading.NUMBER, all)),
            things.stream().map(Select::named).collect(Collectors.joining(", ")));
  }

  private static String pattern(Select select, ValueUses.Use use, Set<Var> things) {
    Set<Var> visible = new LinkedHashSet<>(use.figures());
    visible.addAll(things);
    return Rereading.pattern(select, visible.toArray(Var[]::new));
  }

  /// Returns the variables that both observations have as values.
  private static Set<Var> shared(ValueUses.Use use) {
    Set<Var> shared = objects(use, left(use));
    shared.retainAll(objects(use, right(use)));
    return shared;
  }

  private static Set<Var> objects(ValueUses.Use use, Var figure) {
    return use.select().allPatterns().stream()
        .filter(one -> figure.equals(one.getSubject()) && Var.isVar(one.getObject()))
        .map(TriplePath::getObject)
        .map(Var::alloc)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /// Returns a pattern for the name of the things of a row: all rows have the same one if the query
  /// fixes the things.
  private static String key(Set<Var> things) {
    return "BIND (CONCAT(%s) AS ?unequalThing)"
        .formatted(
            things.stream().map("STR(%s)"::formatted).collect(Collectors.joining(", ' ', ")));
  }
}
