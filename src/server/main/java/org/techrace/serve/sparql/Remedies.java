package org.techrace.serve.sparql;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.jena.graph.Node;
import org.apache.jena.riot.out.NodeFmtLib;
import org.apache.jena.sparql.core.Var;
import org.techrace.entity.ResultRow;
import org.techrace.entity.Term;

/// Writes what a reader can add to a query, so that its observations no longer differ in a
/// dimension. Each pattern is evaluated: one that would leave out many things of the rows is not
/// offered, and one that leaves out a few says so.
final class Remedies {
  /// The variable of an observation.
  static final String FIGURE = "openFigure";

  /// The variable of an observation that it is compared with.
  static final String OTHER = "openMirrored";

  /// The variables of the keys of a row, with a number.
  static final String KEY = "openKey";

  /// The share of the things of the best time, or of all things, that are nearly all.
  private static final double NEARLY = 0.9;

  /// The share of the things that a pattern must keep to be an advice.
  private static final double ENOUGH = 0.8;

  private static final String ROWS = "rows";

  private final Rereading reading;
  private final UnaryOperator<String> shortName;
  private final Set<String> properties;
  private final Set<String> series;
  private final String quantity;
  private final ValueUses.Use use;
  private final String read;
  private final String whole;

  /// @param properties the dimensions of all observations
  /// @param series the dimensions that identify a series of observations over time
  /// @param quantity the property that says what is measured; empty if there is none
  /// @param use the use of the observations
  /// @param read a query with the observations and the keys of their rows
  /// @param whole the same with all observations of these rows
  Remedies(
      Rereading reading,
      Set<String> properties,
      Set<String> series,
      String quantity,
      ValueUses.Use use,
      String read,
      String whole) {
    this.reading = reading;
    this.shortName = reading.shortName();
    this.properties = properties;
    this.series = series;
    this.quantity = quantity;
    this.use = use;
    this.read = read;
    this.whole = whole;
  }

  /// The things of an answer that its numbers describe.
  ///
  /// @param pattern binds `?openThing` and its name, `?openName`
  /// @param name what the things are
  private record Things(String pattern, String name) {}

  /// A dimension of the observations.
  ///
  /// @param with the number of observations with a value
  /// @param values the number of values
  /// @param one one of the values
  private record Dimension(String property, int with, int values, Optional<Node> one) {}

  /// Returns the advice to fix a dimension to a value, or else to show it.
  ///
  /// @param besides other values, which observations with this one must not have too
  /// @param reads what the pattern reads
  String one(String property, Node value, List<Node> besides, String reads) {
    return kept(
            things(property),
            alone("?" + FIGURE, "<" + property + ">", value, besides, NodeFmtLib::strTTL),
            alone(use.figure(), shortName.apply(property), value, besides, this::written),
            reads)
        .orElseGet(() -> shown(property));
  }

  private static String alone(
      String figure,
      String property,
      Node value,
      List<Node> besides,
      Function<Node, String> written) {
    String pattern = "%s %s %s".formatted(figure, property, written.apply(value));
    return besides.isEmpty()
        ? pattern
        : "%s FILTER NOT EXISTS { VALUES ?not { %s } %s %s ?not }"
            .formatted(
                pattern,
                besides.stream().map(written).collect(Collectors.joining(" ")),
                figure,
                property);
  }

  /// Returns the advice to leave out some values of a dimension, or else to show it.
  String without(String property, List<Node> values, String reads) {
    String part = use.select().fresh(property);
    return kept(
            things(property),
            "?%s <%s> ?openPart FILTER (?openPart NOT IN (%s))"
                .formatted(FIGURE, property, names(values, NodeFmtLib::strTTL)),
            "%s %s %s FILTER (%s NOT IN (%s))"
                .formatted(
                    use.figure(),
                    shortName.apply(property),
                    part,
                    part,
                    names(values, this::written)),
            reads)
        .orElseGet(() -> shown(property));
  }

  /// Returns the advice to show the values of a dimension.
  String shown(String property) {
    Select select = use.select();
    Var figure = use.figures().getFirst();
    boolean some =
        !rows("SELECT ?none { { %s } FILTER NOT EXISTS { ?%s <%s> ?none } } LIMIT 1"
                .formatted(read, FIGURE, property))
            .isEmpty();
    boolean isColumn = !use.only().isEmpty() && select.value(figure, property).isPresent();
    return select.showing(figure, property, some, isColumn ? "" : use.place(), reading);
  }

  /// Returns the advice to read one time, the last that nearly all things have, or else the newest
  /// observation of each series, or else to show the time.
  ///
  /// @param isFlow true if the query adds up values that add up over time: the newest of each has
  ///   not the rest of a sum
  String time(String property, boolean isFlow) {
    Things things = allSeries(property);
    List<ResultRow> rows =
        rows(
            "SELECT ?openValue (COUNT(DISTINCT ?openThing) AS ?with) { { %s } ?%s <%s> ?openValue . %s } GROUP BY ?openValue"
                .formatted(read, FIGURE, property, things.pattern));
    int most = rows.stream().mapToInt(row -> Rereading.number(row, "with")).max().orElse(0);
    Optional<Node> last =
        rows.stream()
            .filter(row -> Rereading.number(row, "with") >= NEARLY * most)
            .flatMap(row -> row.get("openValue").stream())
            .max((one, other) -> one.text().compareTo(other.text()))
            .flatMap(Term::node);
    return last.flatMap(
            time ->
                kept(
                    things,
                    "?%s <%s> %s".formatted(FIGURE, property, NodeFmtLib.strTTL(time)),
                    "%s %s %s".formatted(use.figure(), shortName.apply(property), written(time)),
                    "one"))
        .or(() -> isFlow ? Optional.empty() : newest(property))
        .orElseGet(() -> shown(property));
  }

  /// Returns the advice to read the newest observation of each series; empty if the query reads no
  /// other ones.
  Optional<String> newest(String time) {
    List<Dimension> dimensions = dimensions(series);
    int all = figures("");
    return newest(
        time, dimensions, all, "the newest of each", paths -> evaluatedNewest(paths, time));
  }

  /// Returns the number of observations that fit a pattern.
  private int figures(String pattern) {
    return number(
        "SELECT (COUNT(DISTINCT ?%s) AS ?readNumber) { { %s } %s }"
            .formatted(FIGURE, read, pattern));
  }

  /// Returns the advice to leave out the observations that a newer edition replaces.
  ///
  /// @param edition the property of the day of the edition
  /// @param dimensions the properties that say what the editions have in common
  String newestEdition(String edition, Set<String> dimensions) {
    int all = figures("");
    return newest(edition, dimensions(dimensions), all, "the newest edition", _ -> "")
        .orElseGet(() -> shown(edition));
  }

  private Optional<String> newest(
      String time,
      List<Dimension> dimensions,
      int all,
      String reads,
      Function<List<List<String>>, String> evaluated) {
    List<List<String>> paths = new ArrayList<>();
    StringBuilder fixed = new StringBuilder();
    fixedQuantity().ifPresent(fixed::append);
    List<Dimension> some = new ArrayList<>();
    for (Dimension one : dimensions) {
      if (one.property.equals(time) || one.property.equals(quantity)) {
        continue;
      }
      if (one.with < all) {
        some.add(one);
      } else if (one.values == 1 && one.one.isPresent()) {
        fixed.append(fixed(one.property, one.one.get()));
      } else {
        paths.add(List.of(one.property));
      }
    }
    if (!some.isEmpty() && some.stream().mapToInt(Dimension::with).sum() == all) {
      // Each has one of them, such as a place or an owner.
      paths.add(some.stream().map(Dimension::property).toList());
    } else if (!some.isEmpty()) {
      return Optional.empty();
    }
    Set<String> taken = new LinkedHashSet<>();
    StringBuilder same = new StringBuilder();
    for (List<String> path : paths) {
      same.append(path.stream().map(shortName).collect(Collectors.joining("|", "", " ")))
          .append(use.select().fresh("each", taken))
          .append(" ; ");
    }
    String day = use.select().fresh("day", taken);
    String newer = use.select().fresh("newer", taken);
    String later = use.select().fresh("later", taken);
    String name = shortName.apply(time);
    String pattern =
        "FILTER NOT EXISTS { %s %s%s %s . %s %s%s%s %s FILTER (STR(%s) > STR(%s)) }"
            .formatted(use.figure(), same, name, day, newer, fixed, same, name, later, later, day);
    String condition = evaluated.apply(paths);
    if (condition.isEmpty()) {
      return Optional.of("`%s` reads %s%s".formatted(pattern, reads, use.place()));
    }
    return figures(condition) < all
        ? kept(allSeries(time), condition, pattern, reads)
        : Optional.empty();
  }

  /// Returns a pattern with the newest observation of each series, for the whole graph and with the
  /// same quantity: one join for all.
  private String evaluatedNewest(List<List<String>> paths, String time) {
    StringBuilder columns = new StringBuilder();
    StringBuilder steps = new StringBuilder();
    for (int i = 0; i < paths.size(); i++) {
      columns.append("?openEach%d ".formatted(i));
      steps.append("%s ?openEach%d ; ".formatted(Rereading.path(paths.get(i)), i));
    }
    String what =
        quantity.isEmpty()
            ? ""
            : "{ SELECT DISTINCT ?openWhat { { %s } ?%s <%s> ?openWhat } } ?openAny <%s> ?openWhat ."
                .formatted(read, FIGURE, quantity, quantity);
    return "{ SELECT %1$s (MAX(STR(?openTime)) AS ?openNewest) { %2$s ?openAny %3$s <%6$s> ?openTime }%4$s } ?%5$s %3$s <%6$s> ?openDay FILTER (STR(?openDay) = ?openNewest)"
        .formatted(
            columns, what, steps, paths.isEmpty() ? "" : " GROUP BY " + columns, FIGURE, time);
  }

  private Optional<String> fixedQuantity() {
    if (quantity.isEmpty()) {
      return Optional.empty();
    }
    List<ResultRow> rows =
        rows(
            "SELECT DISTINCT ?what { { %s } ?%s <%s> ?what } LIMIT 2"
                .formatted(read, FIGURE, quantity));
    return rows.size() == 1
        ? rows.getFirst().get("what").flatMap(Term::node).map(one -> fixed(quantity, one))
        : Optional.empty();
  }

  private String fixed(String property, Node value) {
    return "%s %s ; ".formatted(shortName.apply(property), written(value));
  }

  /// Returns the advice to give two observations the same value of a dimension.
  Optional<String> same(String property, String other) {
    String name = shortName.apply(property);
    String each = use.select().fresh(property);
    return kept(
        things(property),
        "?%1$s <%2$s> ?openSame . ?%3$s <%2$s> ?openSame".formatted(FIGURE, property, OTHER),
        "%s %s %s . %s %s %s".formatted(use.figure(), name, each, other, name, each),
        "the same of both");
  }

  /// Reports whether the observations of each thing have one time, so that no number mixes times.
  boolean hasOneOfEach(String time) {
    Things things = allSeries(time);
    return !things.name.equals(ROWS)
        && rows("SELECT ?openThing { { %s } ?%s <%s> ?time . %s } GROUP BY ?openThing HAVING (COUNT(DISTINCT ?time) > 1) LIMIT 1"
                .formatted(read, FIGURE, time, things.pattern))
            .isEmpty();
  }

  /// Returns a pattern as an advice, with the things that it leaves out; empty if these are many.
  ///
  /// @param things what must stay
  /// @param condition the pattern about `?openFigure`
  /// @param pattern the pattern as the reader adds it
  private Optional<String> kept(Things things, String condition, String pattern, String reads) {
    String all = "{ %s } %s".formatted(read, things.pattern);
    int number = count(all);
    String own = "{ %s } %s . %s".formatted(read, condition, things.pattern);
    int kept = count(own);
    if (kept < ENOUGH * number || kept == 0 || !keepsOtherRows(condition)) {
      return Optional.empty();
    }
    String left = "";
    if (kept < number) {
      List<String> names =
          rows(
                  "SELECT DISTINCT ?openThing ?openName { %s MINUS { SELECT DISTINCT ?openThing { %s } } } ORDER BY ?openThing LIMIT 2"
                      .formatted(all, own))
              .stream()
              .map(row -> row.text("openName"))
              .filter(name -> !name.isEmpty())
              .distinct()
              .toList();
      left =
          "; it leaves out %,d of %,d %s%s"
              .formatted(
                  number - kept,
                  number,
                  things.name,
                  names.isEmpty() ? "" : ", such as " + String.join(", ", names));
    }
    return Optional.of("`%s` reads %s%s%s".formatted(pattern, reads, use.place(), left));
  }

  /// Reports whether a condition on some of the observations leaves the rows of the others.
  private boolean keepsOtherRows(String condition) {
    if (use.keys().isEmpty() || use.whole().equals(use.pattern())) {
      return true;
    }
    String rows = things(List.of(), ROWS).pattern;
    return count("{ %s } %s . %s".formatted(whole, condition, rows))
        >= ENOUGH * count("{ %s } %s".formatted(whole, rows));
  }

  private int count(String pattern) {
    return number("SELECT (COUNT(DISTINCT ?openThing) AS ?readNumber) { %s }".formatted(pattern));
  }

  /// Returns what the numbers are about: the rows, or for numbers of all, the dimension of a series
  /// with most values.
  ///
  /// @param open the dimension that is open
  private Things things(String open) {
    return use.keys().isEmpty()
        ? differing(open).stream()
            .findFirst()
            .map(one -> things(List.of(one.property), "values of " + shortName.apply(one.property)))
            .orElseGet(() -> things(List.of(), ROWS))
        : things(List.of(), ROWS);
  }

  /// Returns the series of each row.
  ///
  /// @param time the property of their times
  private Things allSeries(String time) {
    List<String> properties = differing(time).stream().map(Dimension::property).toList();
    return things(properties, properties.isEmpty() ? ROWS : "series");
  }

  /// Returns the dimensions in which the series differ, first that with most values.
  private List<Dimension> differing(String open) {
    return dimensions(series).stream()
        .filter(one -> !one.property.equals(open) && one.values > 1)
        .sorted(Comparator.comparingInt(one -> -one.values))
        .toList();
  }

  /// Returns the different keys and values of some dimensions.
  private Things things(List<String> properties, String name) {
    StringBuilder pattern = new StringBuilder();
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < use.keys().size(); i++) {
      parts.add("?%s%d".formatted(KEY, i));
    }
    for (String property : properties) {
      String variable = "?openSeries" + parts.size();
      // Observations without a value are a series of their own, but have no value to keep.
      pattern.append(
          (properties.size() == 1 ? "?%s <%s> %s . " : "OPTIONAL { ?%s <%s> %s } ")
              .formatted(FIGURE, property, variable));
      parts.addFirst(variable);
    }
    String all =
        parts.stream()
            .map("COALESCE(STR(%s), '')"::formatted)
            .collect(Collectors.joining(", ' ', ", "CONCAT('', ", ")"));
    pattern.append(
        parts.isEmpty()
            ? "BIND (1 AS ?openThing) BIND (1 AS ?openName)"
            : "BIND (%s AS ?openThing) BIND (%s AS ?openName)".formatted(all, parts.getFirst()));
    return new Things(pattern.toString(), name);
  }

  private List<Dimension> dimensions(Set<String> some) {
    // Those of all properties are read at once: each advice about the observations needs some.
    return rows(
            "SELECT ?each (COUNT(DISTINCT ?%1$s) AS ?with) (COUNT(DISTINCT ?value) AS ?values) (SAMPLE(?value) AS ?one) { { %2$s } VALUES ?each { %3$s } ?%1$s ?each ?value } GROUP BY ?each ORDER BY ?each"
                .formatted(FIGURE, read, Rereading.iris(properties)))
        .stream()
        .filter(row -> row.iri("each").filter(some::contains).isPresent())
        .map(
            row ->
                new Dimension(
                    row.iri("each").orElseThrow(),
                    Rereading.number(row, "with"),
                    Rereading.number(row, "values"),
                    row.get("one").flatMap(Term::node)))
        .toList();
  }

  private static String names(List<Node> values, Function<Node, String> name) {
    return values.stream().map(name).collect(Collectors.joining(", "));
  }

  private String written(Node term) {
    return reading.written(term);
  }

  private int number(String query) {
    return Rereading.number(rows(query).getFirst(), Rereading.NUMBER);
  }

  private List<ResultRow> rows(String query) {
    return reading.rows(query);
  }
}
