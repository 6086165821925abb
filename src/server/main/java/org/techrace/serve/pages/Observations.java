package org.techrace.serve.pages;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.vocabulary.XSD;
import org.techrace.entity.Ask;
import org.techrace.entity.Entities;
import org.techrace.entity.Natural;
import org.techrace.entity.ResultRow;
import org.techrace.entity.Term;
import org.techrace.rdf.DataCube;
import org.techrace.rdf.Iris;
import org.techrace.rdf.Tool;
import org.techrace.report.Nearest;
import org.techrace.serve.http.Parameters;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.view.Address;
import org.techrace.serve.view.Colours;
import org.techrace.serve.view.Shown;

/// The choice of a reader among the observations of all data cubes: a measure, one value of each of
/// its dimensions, and several of the dimension whose values are compared. Each dimension has a
/// parameter with the local name of its property.
///
/// @param measure what is measured
/// @param measures all measures, by name
/// @param fixed the dimensions with one value
/// @param along the dimension whose values are compared; empty if there is none
/// @param time the property of the time; empty if the observations have none
/// @param times the kinds of times, if there are several, such as a year or the end of a period:
///   figures of two kinds are not on one axis
/// @param first the first year; 0 without a time
/// @param last the last year
/// @param from the first year that is chosen
/// @param to the last year that is chosen
/// @param address the address with the choice, without form and format of the answer
public record Observations(
    Term measure,
    List<Term> measures,
    List<Dimension> fixed,
    Optional<Dimension> along,
    Optional<Node> time,
    Optional<Dimension> times,
    int first,
    int last,
    int from,
    int to,
    Address address) {
  /// The folder of the queries.
  static final String FOLDER = "observations/";

  private static final String WITHIN = FOLDER + "within";

  static final String MEASURE = "measure";
  static final String BY = "by";
  static final String TIME = "time";
  static final String FROM = "from";
  static final String TO = "to";

  /// The most dimensions that the queries have places for, besides the time.
  private static final int DIMENSIONS = 5;

  private static final int YEAR_LENGTH = 4;

  /// The least part of the most figures that a whole must have to be shown by default.
  private static final double NEARLY = 0.8;

  /// No observation has this property.
  private static final Node NONE = NodeFactory.createURI(Tool.NAMESPACE + "none");

  private static final Node DATA_SET = NodeFactory.createURI(DataCube.DATA_SET);

  private static final Set<String> TIMES =
      Set.of(XSD.gYear.getURI(), XSD.gYearMonth.getURI(), XSD.date.getURI(), XSD.dateTime.getURI());

  /// The parameters that are not a dimension.
  private static final Set<String> OTHERS =
      Set.of(MEASURE, BY, TIME, FROM, TO, "view", "scale", "share", "page", "format", "since");

  /// A dimension.
  ///
  /// @param property its property
  /// @param name its parameter
  /// @param values its values, by name
  public record Dimension(Term property, String name, List<Value> values) {
    /// Returns the heading of its field.
    public String heading() {
      return Shown.heading(name);
    }

    /// Returns the chosen values.
    public List<Value> chosen() {
      return values.stream().filter(Value::chosen).toList();
    }

    /// Returns the value that a reader sees who chooses none. Of the values with nearly as many
    /// figures as any, it is the whole with the most parts, or a thing that has a colour of its own
    /// in all pictures; without these the value with the most figures.
    private Value usual(Unusual unusual) {
      Value most =
          values.stream()
              .max(
                  Comparator.comparing((Value value) -> !value.isAmong(unusual.doubtful))
                      .thenComparingLong(Value::figures))
              .orElseThrow();
      return values.stream()
          .filter(value -> unusual.rank(value) > 0 && !value.isAmong(unusual.doubtful))
          .filter(value -> value.figures >= NEARLY * most.figures)
          .max(Comparator.comparingInt(unusual::rank))
          .orElse(most);
    }

    /// Returns the number of values, without that of the observations that have none.
    int size() {
      return (int) values.stream().filter(value -> value.term.isPresent()).count();
    }

    /// Reports whether a value is among some things.
    boolean hasAny(Set<String> things) {
      return values.stream()
          .flatMap(value -> value.term.stream())
          .anyMatch(term -> things.contains(term.key()));
    }

    private Dimension choosing(Collection<String> keys) {
      return new Dimension(
          property,
          name,
          values.stream()
              .map(value -> new Value(value.term, value.figures, keys.contains(value.key())))
              .toList());
    }
  }

  /// A value of a dimension.
  ///
  /// @param term the value; empty for observations without the dimension
  /// @param figures the number of its observations
  public record Value(Optional<Term> term, long figures, boolean chosen) {
    private boolean isAmong(Set<String> things) {
      return term.filter(one -> things.contains(one.key())).isPresent();
    }

    /// Returns the value in an address.
    public String key() {
      return term.map(Addresses::document).orElse("");
    }

    /// Returns the name of the value.
    public String text() {
      return term.map(Term::text).orElse("–");
    }
  }

  /// What decides about the values that are shown by default.
  ///
  /// @param doubtful the IRIs of values that are not shown by default
  /// @param parts the IRIs of values that have other values of the same figures in them, with the
  ///   number of these
  /// @param colours the IRIs of things with a fixed colour, with its number
  private record Unusual(
      Set<String> doubtful, Map<String, Integer> parts, Map<String, Integer> colours) {
    static final Unusual NONE = new Unusual(Set.of(), Map.of(), Map.of());

    /// Returns a number that is larger for a value which a reader rather expects, 0 for others.
    int rank(Value value) {
      String key = value.term.map(Term::key).orElse("");
      int colour = colours.getOrDefault(key, 0);
      return parts.containsKey(key)
          ? Colours.COUNT + parts.getOrDefault(key, 0)
          : colour == 0 ? 0 : Colours.COUNT + 1 - colour;
    }
  }

  /// Reads the choice of a request. What the request does not choose has the value with the most
  /// observations.
  ///
  /// @throws Refusal 404 if the graph has no observations, 400 for a parameter or value that no
  ///   observation of the measure has
  static Observations of(String path, Parameters parameters, Entities entities) {
    List<Term> measures =
        entities.rows(FOLDER + "measures").stream()
            .flatMap(row -> row.get("measure").stream())
            .toList();
    if (measures.isEmpty()) {
      throw new Refusal(404, "The graph has no observations of data cubes.");
    }
    Term measure =
        parameters
            .first(MEASURE)
            .map(wanted -> named(wanted, measures))
            .orElse(measures.getFirst());
    List<Term> properties = new ArrayList<>();
    List<Term> times = new ArrayList<>();
    for (ResultRow row : entities.rows(ask("dimensions", measure))) {
      Term property = row.get("dimension").orElseThrow();
      if (row.get("value").filter(Observations::isTime).isEmpty()) {
        properties.add(property);
      } else {
        times.add(property);
      }
    }
    properties = properties.subList(0, Math.min(DIMENSIONS, properties.size()));
    Optional<Dimension> kinds = kinds(parameters, measure, times, entities);
    Optional<Node> time =
        kinds
            .map(kind -> kind.chosen().getFirst().term)
            .orElseGet(() -> times.stream().findFirst())
            .map(Observations::node);
    Ask combinations = of(kinds, ask("combinations", measure).with("time", time.orElse(NONE)));
    for (int i = 0; i < DIMENSIONS; i++) {
      combinations =
          combinations.with("p" + (i + 1), i < properties.size() ? node(properties.get(i)) : NONE);
    }
    Map<String, Integer> places = new LinkedHashMap<>();
    properties.forEach(property -> places.put(name(property), places.size() + 1));
    check(parameters, places.keySet());
    List<ResultRow> combined = entities.rows(combinations);
    return choose(
        parameters,
        path,
        measure,
        measures,
        properties,
        time,
        kinds,
        combined,
        areas(entities),
        new Unusual(doubtful(entities), parts(combined, entities), Colours.of(entities).fixed()));
  }

  /// Returns the IRIs of the values of dimensions that have other such values in them, with the
  /// number of these.
  private static Map<String, Integer> parts(List<ResultRow> combinations, Entities entities) {
    Set<Node> values =
        combinations.stream()
            .flatMap(row -> row.terms().entrySet().stream())
            .filter(term -> term.getKey().matches("v\\d"))
            .flatMap(term -> term.getValue().node().stream())
            .filter(Node::isURI)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    return values.isEmpty()
        ? Map.of()
        : entities.rows(Ask.of("wholes").about(List.copyOf(values))).stream()
            .filter(row -> row.get("part").flatMap(Term::node).filter(values::contains).isPresent())
            .flatMap(row -> row.iri("whole").stream())
            .collect(Collectors.toMap(whole -> whole, whole -> 1, Integer::sum));
  }

  /// Returns the IRIs of the values that are not shown by default.
  private static Set<String> doubtful(Entities entities) {
    return entities.rows(FOLDER + "cautions").stream()
        .flatMap(row -> row.iri("value").stream())
        .collect(Collectors.toSet());
  }

  /// Returns the IRIs of the things that have a place on the map.
  static Set<String> areas(Entities entities) {
    return entities.rows(FOLDER + "areas").stream()
        .flatMap(row -> row.iri("area").stream())
        .collect(Collectors.toSet());
  }

  private static Observations choose(
      Parameters parameters,
      String path,
      Term measure,
      List<Term> measures,
      List<Term> properties,
      Optional<Node> time,
      Optional<Dimension> kinds,
      List<ResultRow> combinations,
      Set<String> areas,
      Unusual unusual) {
    List<Dimension> all =
        IntStream.range(0, properties.size())
            .mapToObj(i -> dimension(properties.get(i), i + 1, combinations))
            .toList();
    Optional<Dimension> along =
        parameters
            .first(BY)
            .flatMap(name -> all.stream().filter(one -> one.name.equals(name)).findFirst())
            .or(
                () ->
                    all.stream()
                        .max(
                            Comparator.comparing(
                                    (Dimension one) -> one.size() > 1 && one.hasAny(areas))
                                .thenComparingInt(Dimension::size)));
    List<ResultRow> left = combinations;
    Map<Integer, Dimension> fixed = new TreeMap<>();
    // What the request chooses comes first: a usual value may not go with it.
    List<Integer> order =
        IntStream.range(0, all.size())
            .boxed()
            .filter(i -> along.filter(all.get(i)::equals).isEmpty())
            .sorted(Comparator.comparing(i -> parameters.first(all.get(i).name).isEmpty()))
            .toList();
    for (int i : order) {
      Dimension whole = all.get(i);
      Dimension possible = dimension(properties.get(i), i + 1, left);
      Value value =
          parameters
              .first(whole.name)
              .map(wanted -> value(wanted, whole))
              .flatMap(wanted -> same(wanted, possible))
              .orElseGet(() -> possible.usual(unusual));
      fixed.put(i, possible.choosing(Set.of(value.key())));
      String variable = "v" + (i + 1);
      left = left.stream().filter(row -> key(row, variable).equals(value.key())).toList();
    }
    List<ResultRow> rest = left;
    Optional<Dimension> compared =
        along.map(
            whole -> {
              Set<String> wanted = keys(parameters.all(whole.name), whole.name, all);
              wanted.remove("");
              return dimension(whole.property, all.indexOf(whole) + 1, rest)
                  .choosing(Set.copyOf(wanted));
            });
    int first = year(left, "first", Comparator.naturalOrder());
    int last = year(left, "last", Comparator.reverseOrder());
    int from = Math.clamp(year(parameters, FROM, first), first, last);
    int to = Math.clamp(year(parameters, TO, last), from, last);
    Address address = Address.of(path).with(MEASURE, Addresses.document(measure));
    for (String name : parameters.values().keySet()) {
      boolean kept = BY.equals(name) || TIME.equals(name) || !OTHERS.contains(name);
      address = kept ? address.with(name, keys(parameters.all(name), name, all)) : address;
    }
    if (from > first) {
      address = address.with(FROM, Integer.toString(from));
    }
    if (to < last) {
      address = address.with(TO, Integer.toString(to));
    }
    return new Observations(
        measure,
        measures.stream().sorted(Natural.BY_TEXT).toList(),
        List.copyOf(fixed.values()),
        compared,
        time,
        kinds,
        first,
        last,
        from,
        to,
        address);
  }

  /// Returns the values of a parameter as addresses have them.
  private static Set<String> keys(List<String> wanted, String name, List<Dimension> all) {
    Optional<Dimension> dimension = all.stream().filter(one -> one.name.equals(name)).findFirst();
    return wanted.stream()
        .map(
            one ->
                dimension.filter(_ -> !one.isEmpty()).map(own -> value(one, own).key()).orElse(one))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /// Returns the kinds of times that the figures of a measure have, one of them chosen: the one
  /// with the most figures, if the request chooses none. Empty if there is one kind. A figure with
  /// several times, such as the start and the end of a period, is of the first kind.
  private static Optional<Dimension> kinds(
      Parameters parameters, Term measure, List<Term> times, Entities entities) {
    if (times.size() < 2) {
      return unused(parameters);
    }
    Ask ask = ask("times", measure).about(times.stream().map(Observations::node).toList());
    Map<String, Value> kinds = new LinkedHashMap<>();
    for (ResultRow row : entities.rows(ask)) {
      Set<String> had = Set.of(row.text("times").split(" ", -1));
      Optional<Term> time =
          times.stream()
              .filter(one -> had.contains(one.key()))
              .min(Comparator.comparing(one -> !kinds.containsKey(one.key())));
      long figures = row.count("figures");
      kinds.merge(
          time.map(Term::key).orElse(""),
          new Value(time, figures, false),
          (one, other) -> new Value(time, one.figures + other.figures, false));
    }
    if (kinds.size() < 2) {
      return unused(parameters);
    }
    Dimension all = new Dimension(new Term.Unnamed(TIME), TIME, List.copyOf(kinds.values()));
    Value chosen =
        parameters
            .first(TIME)
            .map(wanted -> value(wanted, all))
            .orElseGet(() -> all.usual(Unusual.NONE));
    return Optional.of(all.choosing(Set.of(chosen.key())));
  }

  /// Refuses a request that chooses a kind of time if the figures have only one.
  private static Optional<Dimension> unused(Parameters parameters) {
    if (parameters.first(TIME).isPresent()) {
      throw new Refusal(
          400,
          "'%s' is not a parameter of this measure: its figures have one kind of time."
              .formatted(TIME));
    }
    return Optional.empty();
  }

  /// Limits a query to the figures of the chosen kind of time. Figures of no kind have none of the
  /// times.
  private static Ask of(Optional<Dimension> kinds, Ask ask) {
    String place = "p" + (DIMENSIONS + 1);
    Optional<Term> kind = kinds.flatMap(all -> all.chosen().getFirst().term);
    return kind.map(time -> ask.with(place, node(time)))
        .orElseGet(() -> ask.with(place, DATA_SET).about(others(kinds)));
  }

  /// Returns the properties of all kinds of times.
  private static List<Node> others(Optional<Dimension> kinds) {
    return kinds.stream()
        .flatMap(all -> all.values.stream())
        .flatMap(value -> value.term.stream())
        .map(Observations::node)
        .toList();
  }

  private static Ask ask(String query, Term measure) {
    return Ask.of(FOLDER + query).with("this", node(measure));
  }

  /// Returns the keys of the things that the reader compares.
  Set<String> compared() {
    return along.stream()
        .flatMap(along -> along.chosen().stream())
        .flatMap(value -> value.term().stream())
        .map(Term::key)
        .collect(Collectors.toSet());
  }

  /// Returns the dimensions that the form has a field for, with one value each.
  public List<Dimension> fields() {
    return Stream.concat(fixed.stream(), times.stream()).toList();
  }

  /// Returns the call of the query for the chosen observations of all values that are compared.
  Ask figures() {
    Ask ask =
        ask("figures", measure)
            .with("time", time.orElse(NONE))
            .with("along", along.map(Dimension::property).map(Observations::node).orElse(NONE));
    List<Node> absent = new ArrayList<>();
    int place = 0;
    for (Dimension dimension : fixed) {
      Optional<Term> value = dimension.chosen().getFirst().term;
      if (value.isEmpty()) {
        absent.add(node(dimension.property));
      } else {
        place++;
        ask = ask.with("p" + place, node(dimension.property)).with("v" + place, node(value.get()));
      }
    }
    while (place <= DIMENSIONS) {
      place++;
      ask = ask.with("p" + place, DATA_SET);
    }
    if (times.isPresent()) {
      if (time.isEmpty()) {
        absent.addAll(others(times));
      } else {
        ask = ask.with("p" + place, time.get());
      }
    }
    return ask.about(absent);
  }

  /// Refuses parameters that are no dimension.
  private static void check(Parameters parameters, Set<String> dimensions) {
    for (String name : parameters.values().keySet()) {
      if (!OTHERS.contains(name) && !dimensions.contains(name)) {
        throw new Refusal(
            400,
            "Unknown parameter '%s'. The dimensions of this measure are %s."
                .formatted(name, List.copyOf(dimensions)));
      }
    }
    parameters
        .first(BY)
        .filter(by -> !dimensions.contains(by))
        .ifPresent(
            by -> {
              throw new Refusal(
                  400, "'%s' must be one of %s.".formatted(BY, List.copyOf(dimensions)));
            });
  }

  private static Term named(String wanted, List<Term> measures) {
    List<Value> values =
        measures.stream().map(measure -> new Value(Optional.of(measure), 0, false)).toList();
    return chosen(wanted, values)
        .flatMap(Value::term)
        .orElseThrow(
            () ->
                refusal(
                    "No observation has the measure '%s'; %s"
                        .formatted(wanted, nearest(wanted, values))));
  }

  private static Value value(String wanted, Dimension dimension) {
    return chosen(wanted, dimension.values)
        .orElseThrow(
            () ->
                refusal(
                    "No observation of this measure has '%s' = '%s'; %s"
                        .formatted(dimension.name, wanted, nearest(wanted, dimension.values))));
  }

  /// Returns the value that a request names: by its form in addresses or the end of it, its IRI, or
  /// its label. Empty if several values have that end or label.
  private static Optional<Value> chosen(String wanted, List<Value> values) {
    Optional<Value> one = values.stream().filter(value -> value.key().equals(wanted)).findFirst();
    if (one.isPresent()) {
      return one;
    }
    List<Value> others =
        values.stream()
            .filter(
                value ->
                    value.key().endsWith("/" + wanted)
                        || value.term.map(Term::key).filter(wanted::equals).isPresent()
                        || value.text().equalsIgnoreCase(wanted))
            .toList();
    return others.size() == 1 ? Optional.of(others.getFirst()) : Optional.empty();
  }

  private static String nearest(String wanted, List<Value> values) {
    List<String> keys =
        values.stream().map(Value::key).filter(key -> !key.isEmpty()).distinct().toList();
    List<String> names = new ArrayList<>(keys);
    keys.forEach(key -> names.add(key.substring(key.lastIndexOf('/') + 1)));
    values.forEach(value -> names.add(value.text()));
    return Nearest.suggest(wanted, Nearest.of(wanted, names).isPresent() ? names : keys);
  }

  private static Refusal refusal(String sentence) {
    return new Refusal(400, sentence).with("Give the name in an address, the IRI or the label.");
  }

  private static Optional<Value> same(Value wanted, Dimension dimension) {
    return dimension.values.stream().filter(one -> one.key().equals(wanted.key())).findFirst();
  }

  /// Returns a dimension with the values that it has in some combinations.
  private static Dimension dimension(Term property, int place, List<ResultRow> combinations) {
    String variable = "v" + place;
    Map<String, Optional<Term>> terms = new LinkedHashMap<>();
    Map<String, Long> figures = new LinkedHashMap<>();
    for (ResultRow row : combinations) {
      String key = key(row, variable);
      terms.putIfAbsent(key, row.get(variable));
      figures.merge(key, row.count("figures"), Long::sum);
    }
    List<Value> values =
        terms.entrySet().stream()
            .map(term -> new Value(term.getValue(), figures.getOrDefault(term.getKey(), 0L), false))
            .sorted(Comparator.comparing(Value::text, Natural.ORDER))
            .toList();
    return new Dimension(property, name(property), values);
  }

  private static String key(ResultRow row, String variable) {
    return row.get(variable).map(Addresses::document).orElse("");
  }

  private static String name(Term property) {
    return Iris.localName(property.key());
  }

  private static boolean isTime(Term value) {
    return value instanceof Term.Value literal && TIMES.contains(literal.datatype());
  }

  private static int year(List<ResultRow> combinations, String variable, Comparator<String> order) {
    return combinations.stream()
        .map(row -> row.text(variable))
        .filter(time -> time.length() >= YEAR_LENGTH)
        .min(order)
        .map(time -> Integer.parseInt(time.substring(0, YEAR_LENGTH)))
        .orElse(0);
  }

  private static int year(Parameters parameters, String name, int usual) {
    Optional<String> year = parameters.first(name).filter(text -> !text.isEmpty());
    if (year.isPresent() && !year.get().matches("\\d{1,4}")) {
      throw new Refusal(400, "'%s' must be a year.".formatted(name));
    }
    return year.map(Integer::parseInt).orElse(usual);
  }

  private static Node node(Term term) {
    return term.node()
        .orElseThrow(() -> new Refusal(404, "A dimension has values without a name."));
  }

  /// Reports whether a time is within the chosen years. Figures without a time are, unless the
  /// reader chose years.
  boolean contains(String when) {
    if (time.isEmpty()) {
      return true;
    }
    if (when.length() < YEAR_LENGTH) {
      return from == first && to == last;
    }
    int year = Integer.parseInt(when.substring(0, YEAR_LENGTH));
    return from <= year && year <= to;
  }

  /// Returns the chosen values that the heading contains: those of dimensions with several values,
  /// and a kind of time that is not the usual one.
  List<String> values() {
    return Stream.concat(
            fixed.stream().filter(dimension -> dimension.values.size() > 1),
            times.stream().filter(kind -> !kind.usual(Unusual.NONE).chosen()))
        .flatMap(dimension -> dimension.chosen().stream())
        .filter(value -> value.term.isPresent())
        .map(Value::text)
        .toList();
  }

  /// Returns those of some things that are places and contain others of them. The project may have
  /// no query for this.
  static Set<String> placesWithOthers(Set<String> things, Entities entities) {
    boolean asked =
        entities.queries().in("observations").stream()
            .anyMatch(query -> query.name().equals(WITHIN));
    return things.isEmpty() || !asked
        ? Set.of()
        : wholes(things, row -> row.get("place").isPresent(), entities);
  }

  /// Returns those of some things that contain others of them.
  ///
  /// @param counted whether a row of the query counts
  static Set<String> wholes(Set<String> things, Predicate<ResultRow> counted, Entities entities) {
    List<Node> nodes = things.stream().sorted().map(NodeFactory::createURI).toList();
    return entities.rows(Ask.of(WITHIN).about(nodes)).stream()
        .filter(counted)
        .flatMap(row -> row.iri("whole").stream())
        .filter(things::contains)
        .collect(Collectors.toSet());
  }
}
