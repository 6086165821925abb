package org.techrace.serve.sparql;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.apache.jena.query.Query;
import org.apache.jena.sparql.core.TriplePath;
import org.apache.jena.sparql.core.Var;
import org.techrace.entity.ResultRow;

/// Finds newest years that are not complete: they have few of the figures or things that a query
/// reads at any time. Also a query that fixes the year gets the sentence, but not one that reads no
/// year after the last that is nearly complete.
///
/// The query `newest` of `queries/pages` returns the properties with times, and what the figures of
/// a year are counted by.
final class NewestYears {
  /// The things of one variable that are looked at.
  private static final int MAX_THINGS = 200_000;

  /// The most quantities of a variable that have a sentence each.
  private static final int MAX_QUANTITIES = 4;

  /// The share of the best year that is nearly complete.
  private static final double NEARLY = 0.9;

  private final Rereading reading;
  private final Set<String> roots;
  private final Set<String> measures;
  private final String quantity;
  private final List<ResultRow> times;
  private final Found found = new Found(new LinkedHashSet<>(), new LinkedHashMap<>());

  /// The newest years of a query.
  ///
  /// @param sentences those about newest years
  /// @param last the newest time of its figures of each quantity, by the IRI of the quantity
  record Found(Set<String> sentences, Map<String, String> last) {}

  private NewestYears(Set<String> roots, Rereading reading) {
    Components components = Components.of(reading.entities());
    this.reading = reading;
    this.roots = roots;
    this.measures = components.with(Components.MEASURE);
    this.quantity = components.with(Components.QUANTITY).stream().findFirst().orElse("");
    this.times = reading.entities().rows("newest");
  }

  /// Returns a sentence for each variable, and for each quantity of figures.
  ///
  /// @param inSteps the query, [in steps][Select#inSteps]
  /// @param roots the names of the variables that the rows are about
  static Found of(Query inSteps, Set<String> roots, Rereading reading) {
    NewestYears found = new NewestYears(roots, reading);
    if (!found.times.isEmpty()) {
      Select.eachIn(inSteps, found::read);
    }
    return found.found;
  }

  private void read(Select select) {
    Set<Var> figures = new LinkedHashSet<>();
    Set<Var> others = new LinkedHashSet<>();
    for (TriplePath one : select.allPatterns()) {
      if (Var.isVar(one.getSubject())) {
        boolean isFigure =
            Select.links(one).stream()
                .anyMatch(link -> link.equals(quantity) || measures.contains(link));
        (isFigure ? figures : others).add(Var.alloc(one.getSubject()));
      }
    }
    others.removeAll(figures);
    others.removeIf(one -> !roots.contains(one.getVarName()));
    for (ResultRow time : times) {
      String property = time.iri("property").orElseThrow();
      if (time.iri("each").isEmpty()) {
        others.stream()
            .filter(one -> Select.reads(select.allPatterns(), one, property))
            .forEach(one -> addThings(select, one, property));
      } else if (!quantity.isEmpty()) {
        figures.forEach(one -> addFigures(select, one, property, time));
      }
    }
  }

  private void addThings(Select select, Var thing, String property) {
    NavigableMap<String, ResultRow> years = new TreeMap<>();
    reading
        .rows(
            "SELECT ?newestYear (COUNT(DISTINCT ?newestThing) AS ?number) (MAX(STR(?newestTime)) AS ?last) { %s ?newestThing <%s> ?newestTime BIND (SUBSTR(STR(?newestTime), 1, 4) AS ?newestYear) } GROUP BY ?newestYear"
                .formatted(read(select, thing, property), property))
        .forEach(row -> years.put(row.text("newestYear"), row));
    if (!isShort(years) || !reads(select, thing, property, years.lastKey())) {
      return;
    }
    ResultRow newest = years.lastEntry().getValue();
    Map.Entry<String, ResultRow> best =
        years.descendingMap().entrySet().stream()
            .filter(one -> number(one.getValue()) == most(years))
            .findFirst()
            .orElseThrow();
    found.sentences.add(
        "%s: the newest year, %s, has %,d until %s; %s has %,d"
            .formatted(
                Select.named(thing),
                years.lastKey(),
                number(newest),
                newest.text("last"),
                best.getKey(),
                number(best.getValue())));
  }

  private void addFigures(Select select, Var figure, String property, ResultRow time) {
    Map<String, NavigableMap<String, ResultRow>> byQuantity = new TreeMap<>();
    for (ResultRow row :
        reading.rows(
            "SELECT ?newestWhat ?newestYear (COUNT(DISTINCT ?newestEach) AS ?number) { %s ?newestThing <%s> ?newestWhat ; <%s> ?newestTime ; <%s> ?newestEach BIND (SUBSTR(STR(?newestTime), 1, 4) AS ?newestYear) } GROUP BY ?newestWhat ?newestYear"
                .formatted(
                    read(select, figure, property),
                    quantity,
                    property,
                    time.iri("each").orElseThrow()))) {
      if (row.get("newestWhat").isPresent()) {
        byQuantity
            .computeIfAbsent(row.text("newestWhat"), _ -> new TreeMap<>())
            .put(row.text("newestYear"), row);
      }
    }
    Map<String, String> last = last(select, figure, property);
    last.forEach((what, newest) -> found.last.merge(what, newest, NewestYears::later));
    if (byQuantity.size() > MAX_QUANTITIES) {
      return;
    }
    byQuantity.forEach(
        (name, years) -> {
          Map.Entry<String, ResultRow> complete =
              years.descendingMap().entrySet().stream()
                  .filter(one -> number(one.getValue()) >= NEARLY * most(years))
                  .findFirst()
                  .orElseThrow();
          String what = complete.getValue().iri("newestWhat").orElse("");
          String read = last.getOrDefault(what, years.lastKey());
          if (isShort(years) && year(read).compareTo(complete.getKey()) > 0) {
            String full = "%s, with %,d".formatted(complete.getKey(), number(complete.getValue()));
            int number = number(years.lastEntry().getValue());
            found.sentences.add(
                "%s: the newest year, %s, has figures of %,d %s; the last nearly complete year is %s"
                    .formatted(
                        name,
                        years.lastKey(),
                        number,
                        time.text(number == 1 ? "name" : "names"),
                        full));
          }
        });
  }

  /// Returns the newest time of the figures that a query reads with all its conditions, by the IRIs
  /// of their quantities; empty if it has no conditions on them.
  private Map<String, String> last(Select select, Var figure, String property) {
    Map<String, String> last = new LinkedHashMap<>();
    if (select.atAnyTime(figure, property, measures).equals(select)) {
      return last;
    }
    reading
        .rows(
            "SELECT ?newestWhat (MAX(STR(?newestTime)) AS ?last) { { SELECT DISTINCT (%s AS ?newestThing) { %s } LIMIT %d } ?newestThing <%s> ?newestWhat ; <%s> ?newestTime } GROUP BY ?newestWhat"
                .formatted(
                    figure, Rereading.pattern(select, figure), MAX_THINGS, quantity, property))
        .forEach(row -> row.iri("newestWhat").ifPresent(what -> last.put(what, row.text("last"))));
    return last;
  }

  /// Reports whether a query reads a thing of a year.
  private boolean reads(Select select, Var thing, String property, String year) {
    return reading.fits(
        "%s %s <%s> ?newestTime FILTER (SUBSTR(STR(?newestTime), 1, 4) = '%s')"
            .formatted(Rereading.pattern(select, thing), thing, property, year));
  }

  private static String later(String one, String other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private static String year(String time) {
    return time.substring(0, Math.min(4, time.length()));
  }

  private static boolean isShort(NavigableMap<String, ResultRow> years) {
    return !years.isEmpty() && number(years.lastEntry().getValue()) * 2 < most(years);
  }

  private static int most(NavigableMap<String, ResultRow> years) {
    return years.values().stream().mapToInt(NewestYears::number).max().orElse(0);
  }

  private static int number(ResultRow row) {
    return Rereading.number(row, "number");
  }

  /// Returns a pattern for the things of all times. Conditions on their values are left out: they
  /// say nothing about whether a year is complete.
  private String read(Select select, Var thing, String time) {
    return "{ SELECT DISTINCT (%s AS ?newestThing) { %s } LIMIT %d }"
        .formatted(
            thing, Rereading.pattern(select.atAnyTime(thing, time, measures), thing), MAX_THINGS);
  }
}
