package org.techrace.serve.sparql;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.Query;
import org.apache.jena.riot.out.NodeFmtLib;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.util.ExprUtils;
import org.apache.jena.vocabulary.DCTerms;
import org.apache.jena.vocabulary.SKOS;
import org.techrace.entity.Ask;
import org.techrace.entity.ResultRow;
import org.techrace.entity.Term;
import org.techrace.rdf.DataCube;
import org.techrace.rdf.Tool;

/// The dimensions that a query leaves open: it adds up, averages, ranks or compares values of
/// observations that differ in their data set, unit, method, time or another component, and neither
/// groups by it nor fixes it. Such a number can count the same thing twice, though each value is
/// right. Also a list can have several values for one area and year. Rows with values in different
/// units, such as currencies, do not compare either.
///
/// The query `components` of `queries/pages` says which properties are components of observations.
/// The observations that the query reads decide which are open: they are read again, at most 50,000
/// of them.
final class OpenDimensions {
  private static final int MAX_FIGURES = 50_000;

  /// The most pairs of figures that are looked at for what differs between the two.
  private static final int MAX_PAIRS = 10_000;

  private static final int MAX_VALUES = 500;

  /// The most quantities of a query that are looked at one by one.
  private static final int MAX_QUANTITIES = 4;

  private static final String FIGURE = Remedies.FIGURE;
  private static final String MIRRORED = Remedies.OTHER;
  private static final String KEY = Remedies.KEY;

  private final Rereading reading;
  private final UnaryOperator<String> shortName;

  /// The dimensions of all observations, and the property of the day of an edition.
  private final Set<String> known;

  /// The dimensions whose values are things that are counted one by one.
  private final Set<String> members;

  /// The dimensions whose values are times.
  private final Set<String> times;

  /// The properties of units.
  private final Set<String> units;

  /// The dimensions that identify a series of observations over time.
  private final Set<String> series;

  /// The property that says what is measured; empty if there is none.
  private final String quantity;

  /// The measures that have bounds; without any, all measures.
  private final Set<String> values;

  /// The dimensions that are the ends of a relation.
  private final List<String> ends;

  /// The property of the day of an edition; empty if there is none.
  private final String edition;

  /// The dimensions with a sentence about groups, to add to.
  private final Set<String> groups;

  /// True if the query reads several figures, so that a sentence names its own.
  private final boolean several;

  private OpenDimensions(
      Rereading reading,
      Set<String> known,
      Set<String> members,
      Set<String> times,
      Set<String> units,
      Set<String> series,
      String quantity,
      Set<String> values,
      List<String> ends,
      String edition,
      Set<String> groups,
      boolean several) {
    this.reading = reading;
    this.known = known;
    this.groups = groups;
    this.several = several;
    this.values = values;
    this.ends = ends;
    this.edition = edition;
    this.series = series;
    this.quantity = quantity;
    this.members = members;
    this.times = times;
    this.units = units;
    this.shortName = reading.shortName();
  }

  /// The dimensions that a query leaves open.
  ///
  /// @param sentences those about its dimensions
  /// @param groups the [dimensions of variables][#dimension] with a sentence about groups, such as
  ///   areas that contain others
  /// @param said the dimensions of variables with any sentence
  record Found(List<String> sentences, Set<String> groups, Set<String> said) {}

  /// Returns the name of a dimension of the observations of a variable.
  static String dimension(Var figure, String property) {
    return Select.named(figure) + " " + property;
  }

  /// Returns a sentence for each open dimension. Those about units come first.
  ///
  /// @param query the query of the answer
  /// @param said the dimensions about which the answer has a sentence already
  static Found of(Query query, Set<String> said, Rereading reading) {
    // Each dimension of the same figures is named once, though several parts of the query leave it
    // open.
    Map<Said, String> limits = new LinkedHashMap<>();
    Set<String> groups = new LinkedHashSet<>();
    reading
        .checks()
        .run(
            "figures that differ in year, unit, data set or otherwise",
            () -> find(query, said, reading, limits, groups));
    return new Found(
        List.copyOf(limits.values()),
        groups,
        limits.keySet().stream().flatMap(Said::dimensions).collect(Collectors.toSet()));
  }

  /// @param limits the sentences, to add to
  /// @param groups the dimensions with a sentence about groups, to add to
  private static void find(
      Query query,
      Set<String> said,
      Rereading reading,
      Map<Said, String> limits,
      Set<String> groups) {
    Components known = Components.of(reading.entities());
    Set<String> measures = known.with(Components.MEASURE);
    Set<String> bounded = known.with(Components.BOUNDED);
    Set<String> times = known.with(Components.TIME);
    Set<String> units = known.with(Components.UNIT);
    Set<String> components = known.dimensions();
    String quantity = known.with(Components.QUANTITY).stream().findFirst().orElse("");
    Set<String> all = new LinkedHashSet<>(components);
    all.addAll(known.with(Components.EDITION));
    Set<String> same = new LinkedHashSet<>(components);
    same.removeAll(units);
    Set<String> series = new LinkedHashSet<>(same);
    series.removeAll(known.with(Components.TIME, Components.FROM, Components.TO));
    series.remove(quantity);
    series.remove(DataCube.DATA_SET);
    components.removeAll(said);
    List<ValueUses.Use> uses = ValueUses.of(query, measures);
    OpenDimensions open =
        new OpenDimensions(
            reading,
            all,
            known.with(Components.MEMBER),
            times,
            units,
            series,
            quantity,
            bounded.isEmpty() ? measures : bounded,
            List.copyOf(known.with(Components.END)),
            known.with(Components.EDITION).stream().findFirst().orElse(""),
            groups,
            uses.stream()
                    .flatMap(use -> use.figures().stream())
                    .map(Select::named)
                    .distinct()
                    .count()
                > 1);
    IdentityHashMap<ValueUses.Use, List<Term>> quantities = new IdentityHashMap<>();
    // Numbers of many quantities have no other dimension in common, and most queries that read
    // many observations are of this kind.
    for (ValueUses.Use use : quantity.isEmpty() ? List.<ValueUses.Use>of() : uses) {
      String mixed = open.in(use, Set.of(quantity)).get(quantity);
      if (mixed != null) {
        said(use, quantity, "", mixed, limits);
        if (quantities.computeIfAbsent(use, open::quantities).isEmpty()) {
          limits.clear();
          limits.put(new Said(quantity, "", List.of(use.figures().getFirst())), mixed);
          return;
        }
      }
    }
    for (ValueUses.Use use : units.isEmpty() ? List.<ValueUses.Use>of() : uses) {
      open.in(use.betweenRows(units), units)
          .forEach((property, sentence) -> said(use, property, "", sentence, limits));
    }
    UnequalTimes unequal = new UnequalTimes(reading, times, quantity, measures);
    // One time of both is also one of each, where no other dimension of both is compared.
    Predicate<ValueUses.Use> isFirst =
        use -> use.isLoose() || use.figures().stream().allMatch(Select::isInner);
    uses.stream().filter(isFirst).forEach(use -> said(use, unequal, limits));
    for (ValueUses.Use use : uses) {
      open.mirrored(use, components)
          .ifPresent(sentence -> said(use, Components.END, "", sentence, limits));
    }
    for (ValueUses.Use use : uses) {
      open.editions(use, same)
          .ifPresent(sentence -> said(use, Components.EDITION, "", sentence, limits));
    }
    for (ValueUses.Use use : uses) {
      List<Term> some =
          quantity.isEmpty() ? List.of() : quantities.computeIfAbsent(use, open::quantities);
      if (some.isEmpty()) {
        open.in(use, components)
            .forEach((property, sentence) -> said(use, property, "", sentence, limits));
      }
      for (Term one : some) {
        ValueUses.Use own = use.of(NodeFactory.createURI(quantity), one.node().orElseThrow());
        open.in(own, components)
            .forEach(
                (property, sentence) ->
                    said(
                        use,
                        property,
                        one.key(),
                        "%s: %s".formatted(one.text(), sentence),
                        limits));
      }
    }
    uses.stream().filter(isFirst.negate()).forEach(use -> said(use, unequal, limits));
  }

  private static void said(ValueUses.Use use, UnequalTimes unequal, Map<Said, String> to) {
    unequal.of(use).forEach((property, sentence) -> said(use, property, "", sentence, to));
  }

  /// Adds a sentence, unless there is one about the same dimension of one of these observations.
  private static void said(
      ValueUses.Use use, String property, String quantity, String sentence, Map<Said, String> to) {
    if (to.keySet().stream()
        .noneMatch(
            said ->
                said.property.equals(property)
                    && said.quantity.equals(quantity)
                    && said.isOf(use.figures()))) {
      to.put(new Said(property, quantity, use.figures()), sentence);
    }
  }

  /// Returns the quantities of a use that has a few: each has dimensions of its own. Empty if it
  /// has one, or many.
  private List<Term> quantities(ValueUses.Use use) {
    if (use.figures().size() > 1) {
      return List.of();
    }
    List<Term> found =
        rows(
                "SELECT DISTINCT ?what { { %s } ?%s <%s> ?what } ORDER BY ?what LIMIT %d"
                    .formatted(read(use), FIGURE, quantity, MAX_QUANTITIES + 1))
            .stream()
            .flatMap(row -> row.get("what").stream())
            .filter(Term.Link.class::isInstance)
            .toList();
    return found.size() > 1 && found.size() <= MAX_QUANTITIES ? found : List.of();
  }

  /// The dimension, the quantity and the figures of a sentence.
  private record Said(String property, String quantity, List<Var> figures) {
    /// Reports whether it is about one of some figures. Two can be of sub-selects, where each has a
    /// name of its own.
    boolean isOf(List<Var> others) {
      return !Collections.disjoint(figures, others)
          || (figures.size() + others.size() > 2
              && !Collections.disjoint(names(figures), names(others)));
    }

    Stream<String> dimensions() {
      return figures.stream().map(figure -> dimension(figure, property));
    }

    private static List<String> names(List<Var> figures) {
      return figures.stream().map(Select::named).toList();
    }
  }

  private Map<String, String> in(ValueUses.Use use, Set<String> components) {
    Set<String> some = new LinkedHashSet<>(components);
    if (!use.only().isEmpty()) {
      some.retainAll(use.only());
    }
    if (some.isEmpty() || use.isLoose()) {
      return Map.of();
    }
    return use.figures().size() > 1 ? compared(use, some) : mixed(use, some);
  }

  /// Returns a sentence if one row has the observations of two ends in both orders, with the same
  /// values: a symmetric measure, which a sum of them counts twice.
  private Optional<String> mirrored(ValueUses.Use use, Set<String> components) {
    if (ends.size() != 2
        || use.figures().size() > 1
        || !use.only().isEmpty()
        || !has(use, Set.copyOf(ends))) {
      return Optional.empty();
    }
    Set<String> others = new LinkedHashSet<>(components);
    ends.forEach(others::remove);
    String sameRow =
        IntStream.range(0, use.keys().size())
            .mapToObj(
                i ->
                    " FILTER (sameTerm(COALESCE(?%1$s%3$d, ''), COALESCE(?%2$s%1$s%3$d, '')))"
                        .formatted(KEY, MIRRORED, i))
            .collect(Collectors.joining());
    ResultRow row =
        rows(("SELECT (COUNT(DISTINCT ?%1$s) AS ?all) (SUM(IF(?left = ?right, 0, 1)) AS ?different)"
                  + " { { %3$s } ?%1$s <%5$s> ?from ; <%6$s> ?to ; %7$s ?left . ?%2$s <%5$s> ?to ;"
                  + " <%6$s> ?from ; %7$s ?right . { %4$s }%8$s FILTER (?from != ?to) FILTER NOT"
                  + " EXISTS { VALUES ?each { %9$s } ?%1$s ?each ?own . ?%2$s ?each ?its FILTER"
                  + " (?own != ?its) } }")
                .formatted(
                    FIGURE,
                    MIRRORED,
                    read(use),
                    read(use, MIRRORED),
                    ends.getFirst(),
                    ends.getLast(),
                    Rereading.path(values),
                    sameRow,
                    Rereading.iris(others)))
            .getFirst();
    int all = row.number("all").orElse(0.0).intValue();
    if (all < 2 || row.number("different").orElse(1.0) > 0) {
      return Optional.empty();
    }
    String first = shortName.apply(ends.getFirst());
    String last = shortName.apply(ends.getLast());
    return Optional.of(
        "%s, %s: %,d of the figures that the query %s are %,d pairs in both orders with the same value; `%s %s ?one ; %s ?other FILTER (STR(?one) < STR(?other))`%s reads each pair once"
            .formatted(
                first, last, all, use.verb(), all / 2, use.figure(), first, last, use.place()));
  }

  /// Returns a sentence if the same figure of a data set is read in several editions, such as that
  /// of April and that of May.
  private Optional<String> editions(ValueUses.Use use, Set<String> dimensions) {
    if (edition.isEmpty()
        || use.figures().size() > 1
        || !use.only().isEmpty()
        || use.seen().containsKey(edition)
        || !has(use, Set.of(edition))) {
      return Optional.empty();
    }
    String sets =
        rows(
                "SELECT ?set { { %s } ?%s <%s> ?day ; <%s> ?set } GROUP BY ?set HAVING (COUNT(DISTINCT ?day) > 1) LIMIT %d"
                    .formatted(read(use), FIGURE, edition, DataCube.DATA_SET, MAX_VALUES))
            .stream()
            .flatMap(row -> row.get("set").flatMap(Term::node).stream())
            .map(NodeFmtLib::strTTL)
            .collect(Collectors.joining(" "));
    if (sets.isEmpty()) {
      return Optional.empty();
    }
    Map<Term, Set<String>> figures = new LinkedHashMap<>();
    Map<Term, String> days = new LinkedHashMap<>();
    for (ResultRow row :
        rows(
            "SELECT ?%1$s %2$s ?openProperty ?openValue { { %3$s } VALUES ?set { %4$s } ?%1$s <%5$s> ?set VALUES ?openProperty { %6$s <%7$s> } ?%1$s ?openProperty ?openValue }"
                .formatted(
                    FIGURE,
                    keys(use),
                    read(use),
                    sets,
                    DataCube.DATA_SET,
                    Rereading.iris(dimensions),
                    edition))) {
      Term figure = row.get(FIGURE).orElseThrow();
      String property = row.get("openProperty").map(Term::key).orElseThrow();
      String value = row.get("openValue").map(Term::key).orElse("");
      if (property.equals(edition)) {
        days.put(figure, value);
      } else {
        Set<String> same = figures.computeIfAbsent(figure, _ -> new TreeSet<>(key(row, use)));
        same.add(property + " " + value);
      }
    }
    Map<Set<String>, Term> newest = new LinkedHashMap<>();
    Set<Term> older = new LinkedHashSet<>();
    figures.forEach(
        (figure, same) -> {
          Term other = newest.putIfAbsent(same, figure);
          if (other != null && !day(days, other).equals(day(days, figure))) {
            boolean isNewer = day(days, figure).compareTo(day(days, other)) > 0;
            newest.put(same, isNewer ? figure : other);
            older.add(isNewer ? other : figure);
          }
        });
    return older.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%s: %,d of the figures that the query %s %s older edition%s of others that it reads too, such as %s (%s); %s"
                .formatted(
                    shortName.apply(edition),
                    older.size(),
                    use.verb(),
                    older.size() == 1 ? "is an" : "are",
                    older.size() == 1 ? "" : "s",
                    older.iterator().next().text(),
                    day(days, older.iterator().next()),
                    remedies(use, read(use)).newestEdition(edition, dimensions)));
  }

  private static String day(Map<Term, String> days, Term figure) {
    return days.getOrDefault(figure, "");
  }

  /// An open dimension.
  ///
  /// @param property its property
  /// @param values the number of its values in one row
  /// @param some true if other observations of the row have no value
  /// @param keys the keys of the row; an empty one has no value
  private record Open(Node property, int values, boolean some, List<Optional<Node>> keys) {
    int differences() {
      return values + (some ? 1 : 0);
    }
  }

  /// The dimensions in which the observations of one row differ. If one has a total, the others are
  /// those in which the observations of the total differ.
  private Map<String, String> mixed(ValueUses.Use use, Set<String> components) {
    Map<String, Node> totals = new LinkedHashMap<>();
    Map<String, String> limits = mixed(use, components, totals);
    for (Map.Entry<String, Node> total : totals.entrySet()) {
      String sentence = Objects.requireNonNull(limits.get(total.getKey()), "it has a total");
      Map<String, String> others =
          mixed(
              use.of(NodeFactory.createURI(total.getKey()), total.getValue()),
              components,
              new LinkedHashMap<>());
      String name = reading.name(total.getValue());
      limits = new LinkedHashMap<>(Map.of(total.getKey(), sentence));
      for (Map.Entry<String, String> other : others.entrySet()) {
        limits.putIfAbsent(other.getKey(), "%s: %s".formatted(name, other.getValue()));
      }
      break;
    }
    return limits;
  }

  /// Returns the numbers of values and figures of each property in each row. All checks of a use
  /// read them, so those of all properties are read at once.
  private List<ResultRow> properties(ValueUses.Use use) {
    String keys = keys(use);
    return rows(
        ("SELECT %s ?openProperty (COUNT(DISTINCT ?openValue) AS ?values) (COUNT(DISTINCT ?%s)"
                + " AS ?with) { { %s } VALUES ?openProperty { %s } ?%s ?openProperty ?openValue }"
                + " GROUP BY %s ?openProperty")
            .formatted(keys, FIGURE, read(use), Rereading.iris(known), FIGURE, keys));
  }

  /// Reports whether the observations have values of some properties.
  private boolean has(ValueUses.Use use, Set<String> properties) {
    return properties(use).stream()
        .flatMap(row -> row.iri("openProperty").stream())
        .collect(Collectors.toSet())
        .containsAll(properties);
  }

  private Map<String, String> mixed(
      ValueUses.Use use, Set<String> components, Map<String, Node> totals) {
    String keys = keys(use);
    Map<List<String>, Integer> sizes = new LinkedHashMap<>();
    for (ResultRow row :
        rows(
            "SELECT %s (COUNT(?%s) AS ?all) { %s } %s"
                .formatted(keys, FIGURE, read(use), keys.isEmpty() ? "" : "GROUP BY " + keys))) {
      sizes.put(key(row, use), row.number("all").orElse(0.0).intValue());
    }
    Map<String, Open> open = new LinkedHashMap<>();
    for (ResultRow row : properties(use)) {
      int all = sizes.getOrDefault(key(row, use), 0);
      Node property = row.get("openProperty").flatMap(Term::node).orElseThrow();
      Open one =
          new Open(
              property,
              row.number("values").orElse(0.0).intValue(),
              row.number("with").orElse(0.0) < all,
              IntStream.range(0, use.keys().size())
                  .mapToObj(i -> row.get(KEY + i).flatMap(Term::node))
                  .toList());
      if (one.differences() > 1 && (one.values > 1 || !times.contains(property.getURI()))) {
        open.merge(property.getURI(), one, (a, b) -> a.differences() >= b.differences() ? a : b);
      }
    }
    boolean cut = sizes.values().stream().mapToInt(size -> size).sum() >= MAX_FIGURES;
    Map<String, String> limits = new LinkedHashMap<>();
    for (String property : components) {
      Optional.ofNullable(open.get(property))
          .flatMap(one -> sentence(use, cut, one, totals))
          .ifPresent(sentence -> limits.put(property, sentence));
    }
    shorter(use, sizes).ifPresent(sentence -> limits.putIfAbsent("", sentence));
    return limits;
  }

  /// Returns a sentence if the rows of the newest time have fewer observations than those of the
  /// time before: some series end earlier.
  private Optional<String> shorter(ValueUses.Use use, Map<List<String>, Integer> sizes) {
    List<Integer> keys =
        IntStream.range(0, use.keys().size())
            .boxed()
            .filter(at -> use.origins().get(at).stream().anyMatch(times::contains))
            .toList();
    if (keys.size() != 1 || use.isList()) {
      return Optional.empty();
    }
    NavigableMap<String, Integer> byTime = new TreeMap<>();
    sizes.forEach((key, size) -> byTime.merge(key.get(keys.getFirst()), size, Integer::sum));
    if (byTime.size() < 2) {
      return Optional.empty();
    }
    Map.Entry<String, Integer> last = byTime.lastEntry();
    Map.Entry<String, Integer> before = byTime.headMap(last.getKey(), false).lastEntry();
    return last.getValue() < before.getValue()
        ? Optional.of(
            "%s: the query %s %,d figures of the newest, %s, and %,d of the one before, %s; compare only those that both have"
                .formatted(
                    shortName.apply(
                        use.origins().get(keys.getFirst()).stream()
                            .filter(times::contains)
                            .findFirst()
                            .orElseThrow()),
                    use.verb(),
                    last.getValue(),
                    last.getKey(),
                    before.getValue(),
                    before.getKey()))
        : Optional.empty();
  }

  /// @param totals the totals by dimension, to add to
  private Optional<String> sentence(
      ValueUses.Use use, boolean cut, Open open, Map<String, Node> totals) {
    String property = NodeFmtLib.strTTL(open.property);
    boolean addsUp = use.verb().equals(ValueUses.ADDS_UP);
    Set<String> not = addsUp ? notAdditive(use, property) : Set.of();
    boolean isTime = times.contains(open.property.getURI());
    Remedies remedies = remedies(use, read(use));
    if (!not.isEmpty() && isTime && remedies.hasOneOfEach(open.property.getURI())) {
      return Optional.empty();
    }
    // A sum over some times is one of a period, if the values add up along time.
    if (addsUp && not.isEmpty() && isTime && use.isChosen(open.property.getURI())) {
      return Optional.empty();
    }
    StringBuilder same = new StringBuilder();
    for (int i = 0; i < open.keys.size(); i++) {
      int at = i;
      open.keys
          .get(i)
          .ifPresent(
              key ->
                  same.append(" VALUES ?%s%d { %s }".formatted(KEY, at, NodeFmtLib.strTTL(key))));
    }
    List<ResultRow> rows =
        rows(
            ("SELECT ?openValue ?openNewer (COUNT(DISTINCT ?%s) AS ?with) { { %s } %s ?%s %s"
                    + " ?openValue OPTIONAL { ?openValue <%s> ?openNewer } } GROUP BY ?openValue"
                    + " ?openNewer ORDER BY DESC(?with) DESC(?openValue) LIMIT %d")
                .formatted(
                    FIGURE,
                    read(use),
                    same,
                    FIGURE,
                    property,
                    DCTerms.isReplacedBy.getURI(),
                    MAX_VALUES));
    List<Term> values =
        rows.stream().flatMap(row -> row.get("openValue").stream()).distinct().toList();
    Optional<Node> first = newest(values, rows).flatMap(Term::node);
    if (first.isEmpty()) {
      return Optional.empty();
    }
    Map<Term, Set<String>> contained = wholes(values);
    Set<Term> wholes = contained.keySet();
    if (addsUp && wholes.isEmpty() && isSum(use, open, values, not)) {
      return Optional.empty();
    }
    if (!wholes.isEmpty()) {
      groups.add(dimension(use.figures().getFirst(), open.property.getURI()));
    }
    // Shares and other values that do not add up have no totals.
    boolean areTotals = !wholes.isEmpty() && (addsUp ? not : notAdditive(use, property)).isEmpty();
    Node seen = use.seen().get(open.property.getURI());
    if (seen != null) {
      return wholes.isEmpty()
          ? Optional.empty()
          : Optional.of(
              "%s: the query %s %s: %s; `FILTER (%s NOT IN (%s))`%s leaves them out"
                  .formatted(
                      written(open.property),
                      use.verb(),
                      areTotals ? "totals with their parts" : "groups beside their members",
                      two(wholes),
                      seen,
                      names(wholes),
                      use.place()));
    }
    // A total of most other values is the whole; without one, the advice is to leave totals out.
    Optional<Node> all =
        wholes.stream()
            .filter(whole -> contained.getOrDefault(whole, Set.of()).size() * 2 > values.size() - 1)
            .findFirst()
            .flatMap(Term::node);
    all.ifPresent(total -> totals.put(open.property.getURI(), total));
    Node one = all.orElse(first.get());
    StringBuilder more = new StringBuilder();
    if (!wholes.isEmpty()) {
      more.append(
          (areTotals ? "; %s: totals of others" : "; %s: groups of others").formatted(two(wholes)));
    }
    if (open.some && one.isURI() && open.values > 1 && canBeTotals(use, property)) {
      more.append("; some have none, which can be totals");
    }
    if (!not.isEmpty()) {
      more.append("; not additive along it: %s".formatted(String.join(", ", not)));
    }
    if (use.verb().equals(ValueUses.AVERAGES) && !isTime) {
      for (String unit : unweighted(use, property)) {
        more.append(
            "; a mean of values in %s without weights is not the value of all".formatted(unit));
      }
    }
    String iri = open.property.getURI();
    boolean isFlow = addsUp && not.isEmpty();
    String remedy =
        isTime
            ? remedies.time(iri, isFlow)
            : all.isPresent()
                ? remedies.one(
                    iri,
                    one,
                    besides(use, open.property, one),
                    areTotals ? "the total" : "that of all")
                : !wholes.isEmpty() && not.isEmpty()
                    ? remedies.without(
                        iri,
                        wholes.stream().flatMap(whole -> whole.node().stream()).toList(),
                        areTotals ? "the parts without totals" : "the members without groups")
                    : !wholes.isEmpty() || areThings(iri, values)
                        ? remedies.shown(iri)
                        : remedies.one(iri, one, besides(use, open.property, one), "one");
    String found =
        open.values == 1
            ? "some of the figures%s that the query %s%s have %s, others none"
                .formatted(
                    several ? " " + use.figure() : "", use.verb(), together(use), examples(values))
            : "%s%,d values among the figures%s that the query %s%s: %s"
                .formatted(
                    cut ? "at least " : "",
                    open.values,
                    several ? " " + use.figure() : "",
                    use.verb(),
                    together(use),
                    examples(values));
    return Optional.of("%s: %s%s; %s".formatted(written(open.property), found, more, remedy));
  }

  /// Reports whether a sum along a dimension without totals is what a reader wants: that of things,
  /// or of areas that all have a value. What areas do together counts for each of them.
  ///
  /// @param not what does not add up along it
  private boolean isSum(ValueUses.Use use, Open open, List<Term> values, Set<String> not) {
    String iri = open.property.getURI();
    if (members.contains(iri)) {
      return !areConcepts(values);
    }
    List<String> others = ends.stream().filter(end -> !end.equals(iri)).toList();
    return ends.contains(iri)
        && not.isEmpty()
        && !open.some
        && rows("SELECT ?other { { %s } VALUES ?end { %s } ?%s ?end ?other } LIMIT 1"
                .formatted(read(use), Rereading.iris(others), FIGURE))
            .isEmpty();
  }

  /// Reports whether the values of a dimension are things, such as areas and owners: one of them
  /// does not stand for the others.
  private boolean areThings(String property, List<Term> values) {
    return ends.contains(property)
        || members.contains(property)
        || (!property.equals(DataCube.DATA_SET)
            && !property.equals(quantity)
            && !units.contains(property)
            && values.stream().allMatch(Term.Link.class::isInstance)
            && !areConcepts(values));
  }

  /// Returns the other values that observations with a value of a property have too, such as that
  /// of possible duplicates among what exists.
  private List<Node> besides(ValueUses.Use use, Node property, Node one) {
    String link = NodeFmtLib.strTTL(property);
    String value = NodeFmtLib.strTTL(one);
    return rows(
            "SELECT DISTINCT ?openOther { { %s } ?%s %s %s ; %s ?openOther FILTER (?openOther != %s) }"
                .formatted(read(use), FIGURE, link, value, link, value))
        .stream()
        .flatMap(row -> row.get("openOther").flatMap(Term::node).stream())
        .toList();
  }

  /// @param read the observations
  private Remedies remedies(ValueUses.Use use, String read) {
    return new Remedies(reading, known, series, quantity, use, read, read(use, "", use.whole()));
  }

  /// Returns which observations are looked at together.
  private String together(ValueUses.Use use) {
    if (use.keys().isEmpty()) {
      return "";
    }
    return use.isList()
        ? use.origins().stream()
            .flatMap(Set::stream)
            .distinct()
            .map(shortName)
            .collect(Collectors.joining(" and ", " for one ", ""))
        : " in one row";
  }

  /// Returns the value with most figures, or what replaces it (`dct:isReplacedBy`), such as the
  /// newer edition of a data set.
  private static Optional<Term> newest(List<Term> values, List<ResultRow> rows) {
    Map<String, Term> known = new LinkedHashMap<>();
    values.forEach(value -> known.put(value.key(), value));
    Map<Term, Term> newer = new LinkedHashMap<>();
    for (ResultRow row : rows) {
      row.iri("openNewer")
          .map(known::get)
          .ifPresent(other -> row.get("openValue").ifPresent(value -> newer.put(value, other)));
    }
    Optional<Term> found = values.stream().findFirst();
    while (found.isPresent() && newer.containsKey(found.get())) {
      found = Optional.ofNullable(newer.remove(found.get()));
    }
    return found;
  }

  /// Reports whether a value is one of a list, such as a kind of goods, not a thing.
  private boolean areConcepts(List<Term> values) {
    String terms =
        values.stream()
            .flatMap(value -> value.node().stream())
            .filter(Node::isURI)
            .map(NodeFmtLib::strTTL)
            .collect(Collectors.joining(" "));
    String query =
        "SELECT ?value { VALUES ?value { %s } ?value <%s> ?list } LIMIT 1"
            .formatted(terms, SKOS.inScheme.getURI());
    return !rows(query).isEmpty();
  }

  private String names(Collection<Term> wholes) {
    return wholes.stream()
        .map(whole -> shortName.apply(whole.key()))
        .collect(Collectors.joining(", "));
  }

  /// Returns the values that contain others, each with the parts that the graph names.
  private Map<Term, Set<String>> wholes(List<Term> values) {
    List<Node> nodes =
        values.stream().flatMap(value -> value.node().stream()).filter(Node::isURI).toList();
    if (nodes.size() < 2) {
      return Map.of();
    }
    Map<String, Term> known = new LinkedHashMap<>();
    values.forEach(value -> known.put(value.key(), value));
    Map<Term, Set<String>> parts = new LinkedHashMap<>();
    for (ResultRow row : reading.entities().rows(Ask.of("wholes").about(nodes))) {
      row.iri("whole")
          .map(known::get)
          .ifPresent(
              whole -> {
                Set<String> own = parts.computeIfAbsent(whole, _ -> new LinkedHashSet<>());
                row.iri("part").filter(known::containsKey).ifPresent(own::add);
              });
    }
    Map<Term, Set<String>> sorted = new LinkedHashMap<>();
    parts.entrySet().stream()
        .sorted(Comparator.comparingInt(one -> -one.getValue().size()))
        .forEach(one -> sorted.put(one.getKey(), one.getValue()));
    return sorted;
  }

  /// Reports whether the observations without a value of a dimension can be totals of those with
  /// one. Those that all have another dimension instead, which no other has, are of another kind,
  /// such as of places where others are of owners.
  private boolean canBeTotals(ValueUses.Use use, String property) {
    return rows(("SELECT ?each { { %1$s } VALUES ?each { %4$s } ?%2$s ?each ?any OPTIONAL { ?%2$s"
                + " %3$s ?own } } GROUP BY ?each HAVING (COUNT(?own) = 0 && COUNT(DISTINCT ?%2$s) ="
                + " %5$d)")
            .formatted(read(use), FIGURE, property, Rereading.iris(series), without(use, property)))
        .isEmpty();
  }

  private int without(ValueUses.Use use, String property) {
    return Rereading.number(
        rows("SELECT (COUNT(DISTINCT ?%2$s) AS ?%4$s) { { %1$s } FILTER NOT EXISTS { ?%2$s %3$s ?own } }"
                .formatted(read(use), FIGURE, property, Rereading.NUMBER))
            .getFirst(),
        Rereading.NUMBER);
  }

  /// Returns what is measured, or the units, whose figures do not add up along a dimension.
  private Set<String> notAdditive(ValueUses.Use use, String property) {
    return notAdditive(use, property, "?any");
  }

  /// Returns the units whose mean along a dimension is not the value of all: a share counts as much
  /// as another, though the whole of it may be smaller.
  private Set<String> unweighted(ValueUses.Use use, String property) {
    return units.isEmpty() ? Set.of() : notAdditive(use, property, Rereading.path(units));
  }

  /// @param path the path from a figure to what does not add up
  private Set<String> notAdditive(ValueUses.Use use, String property, String path) {
    return rows(
            "SELECT DISTINCT ?what ?along { { %s } ?%s %s ?what . ?what <%s> ?along }"
                .formatted(read(use), FIGURE, path, Tool.NOT_ADDITIVE_ALONG))
        .stream()
        .filter(row -> row.iri("along").map("<%s>"::formatted).filter(property::equals).isPresent())
        .map(row -> row.text("what"))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /// The dimensions in which two observations of one solution differ.
  private Map<String, String> compared(ValueUses.Use use, Set<String> components) {
    Var left = use.figures().getFirst();
    Var right = use.figures().getLast();
    String pairs =
        "SELECT DISTINCT (%s AS ?%s) (%s AS ?%s) { %s %s } LIMIT %d"
            .formatted(
                left,
                FIGURE,
                right,
                MIRRORED,
                use.pattern().getQueryPattern(),
                Rereading.bound(use.figures()),
                MAX_PAIRS);
    Remedies remedies = remedies(use, pairs);
    boolean sameQuantity =
        quantity.isEmpty()
            || reading.fits(
                "{ %1$s } ?%2$s <%4$s> ?what . ?%3$s <%4$s> ?what"
                    .formatted(pairs, FIGURE, MIRRORED, quantity));
    boolean differInUnit =
        !sameQuantity && !(use.verb().equals(ValueUses.DIVIDES) && areOfOneThing(pairs));
    Map<String, String> limits = new LinkedHashMap<>();
    for (ResultRow row :
        rows(
            ("SELECT ?openProperty (SAMPLE(?left) AS ?one) (SAMPLE(?right) AS ?other) { { %s }"
                 + " VALUES ?openProperty { %s } ?%s ?openProperty ?left . ?%s ?openProperty ?right"
                 + " FILTER (?left != ?right) } GROUP BY ?openProperty")
                .formatted(pairs, Rereading.iris(known), FIGURE, MIRRORED))) {
      String property = row.get("openProperty").map(Term::key).orElseThrow();
      if (use.seen().containsKey(property) || !components.contains(property)) {
        continue;
      }
      Optional<String> same = remedies.same(property, Select.named(right));
      // A quotient of two quantities of one thing has units and data sets of both, if none has
      // both.
      if (same.isPresent() || sameQuantity || (differInUnit && units.contains(property))) {
        limits.put(
            property,
            "%s: it differs between the figures that the query compares, such as %s and %s; %s"
                .formatted(
                    shortName.apply(property),
                    row.text("one"),
                    row.text("other"),
                    same.orElse("few or none have the same")));
      }
    }
    return limits;
  }

  /// Reports whether two observations of one solution are of the same area or item. Without the
  /// roles of these, a thing has any dimension of a series.
  private boolean areOfOneThing(String pairs) {
    Set<String> things = new LinkedHashSet<>(ends);
    things.addAll(members);
    if (things.isEmpty()) {
      things.addAll(series);
    }
    return reading.fits(
        "{ %1$s } VALUES ?openThing { %4$s } ?%2$s ?openThing ?what . ?%3$s ?openThing ?what"
            .formatted(pairs, FIGURE, MIRRORED, Rereading.iris(things)));
  }

  private String written(Node term) {
    return term.isURI() ? shortName.apply(term.getURI()) : literal(term);
  }

  private String literal(Node term) {
    String written = NodeFmtLib.strTTL(term);
    String type = term.getLiteralDatatypeURI();
    return written.replace("<" + type + ">", shortName.apply(type));
  }

  /// Names two of some values; of times the first and the last.
  private static String examples(List<Term> values) {
    boolean things = values.stream().allMatch(Term.Link.class::isInstance);
    if (things) {
      return two(values);
    }
    List<String> sorted = values.stream().map(Term::text).sorted().toList();
    String first = sorted.getFirst();
    return first.equals(sorted.getLast()) ? first : first + " to " + sorted.getLast();
  }

  private static String two(Collection<Term> values) {
    return values.stream().limit(2).map(Term::text).collect(Collectors.joining(", "));
  }

  /// Returns the observations that are read, each with the keys of its group.
  private static String read(ValueUses.Use use) {
    return read(use, "");
  }

  /// @param other the start of the names of the variables, to read the observations once more; else
  ///   empty
  private static String read(ValueUses.Use use, String other) {
    return read(use, other, use.pattern());
  }

  private static String read(ValueUses.Use use, String other, Query pattern) {
    StringBuilder columns = new StringBuilder();
    for (int i = 0; i < use.keys().size(); i++) {
      columns.append("(%s AS ?%s%s%d) ".formatted(text(use.keys().get(i)), other, KEY, i));
    }
    return "SELECT DISTINCT %s (%s AS ?%s) { %s %s } LIMIT %d"
        .formatted(
            columns,
            use.figures().getFirst(),
            other.isEmpty() ? FIGURE : other,
            pattern.getQueryPattern(),
            Rereading.bound(use.figures().subList(0, 1)),
            MAX_FIGURES);
  }

  private static String text(Expr expression) {
    return ExprUtils.fmtSPARQL(expression);
  }

  private static String keys(ValueUses.Use use) {
    return IntStream.range(0, use.keys().size())
        .mapToObj(i -> "?" + KEY + i)
        .collect(Collectors.joining(" "));
  }

  private static List<String> key(ResultRow row, ValueUses.Use use) {
    return IntStream.range(0, use.keys().size()).mapToObj(i -> row.text(KEY + i)).toList();
  }

  private List<ResultRow> rows(String query) {
    return reading.rows(query);
  }
}
