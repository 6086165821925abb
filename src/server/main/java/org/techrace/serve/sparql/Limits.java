package org.techrace.serve.sparql;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.Query;
import org.apache.jena.shared.impl.PrefixMappingImpl;
import org.apache.jena.sparql.core.TriplePath;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.syntax.PatternVars;
import org.apache.jena.vocabulary.RDF;
import org.techrace.entity.Ask;
import org.techrace.entity.Entities;
import org.techrace.entity.ResultRow;
import org.techrace.entity.Term;
import org.techrace.rdf.DataCube;
import org.techrace.serve.current.Lease;
import org.techrace.serve.pages.ShortNames;

/// What limits an answer. An answer without a wrong fact misleads if the list that it counts is a
/// selection, or if the newest year has figures of few areas. The query `limits` of `queries/pages`
/// states such limits of a list, a data set, an indicator or a class; the query `limited` finds
/// those that the things of an answer belong to.
public final class Limits {
  /// The most things of an answer that are looked at.
  private static final int MAX_THINGS = 100;

  /// The number of open dimensions before what limits the lists and classes.
  private static final int FIRST_OPEN = 4;

  /// The most limits that an answer has.
  private static final int MOST = 5;

  /// The most names of a sentence; it has the number of the others.
  private static final int MAX_NAMED = 5;

  /// The most data sets that are looked at.
  private static final int MAX_SETS = 500;

  /// The check of the parts of a query, in words of a reader.
  private static final String PARTS = "parts that match nothing";

  /// The check of the classes and times of things, in words of a reader.
  private static final String KINDS =
      "kinds of things that do not count together, incomplete years, things of subclasses";

  private Limits() {}

  /// Returns a sentence for each limit of the answer to a query of a reader, see the other method.
  ///
  /// @param query the query
  /// @param named its terms
  /// @param table the answer, with the columns of [Subjects#addedTo]
  /// @param rows the rows that the reader sees
  /// @param empty true if the answer has no rows, only numbers that are 0, or is false
  /// @param time the CPU time for reading again what the query reads. What needs more is not looked
  ///   for, and the last sentence says so
  public static List<String> of(
      Query query,
      NamedTerms named,
      ResultTable table,
      List<List<List<Term>>> rows,
      boolean empty,
      Lease lease,
      Duration time) {
    return of(
        query,
        named,
        Subjects.things(table, rows),
        Subjects.roots(named, table, rows),
        empty,
        lease,
        time);
  }

  /// Returns a sentence for each limit of the answer to a query of a reader, the most important
  /// ones first: also literals that match nothing and open dimensions, which a tested question does
  /// not have.
  ///
  /// @param query the query that was evaluated
  /// @param named its terms
  /// @param things the IRIs of the things in the rows of the answer
  /// @param roots those that the rows are about, see [NamedTerms#roots]
  /// @param empty true if the answer has no rows, only numbers that are 0, or is false
  /// @param time the CPU time for reading again what the query reads. What needs more is not looked
  ///   for, and the last sentence says so
  public static List<String> of(
      Query query,
      NamedTerms named,
      Collection<String> things,
      Set<String> roots,
      boolean empty,
      Lease lease,
      Duration time) {
    return CpuLimit.run(
        time,
        reached ->
            of(
                Select.ofGraph(query),
                named,
                things,
                roots,
                empty,
                lease,
                rereading(lease, reached)));
  }

  /// Returns what reads again until a signal is set.
  private static Rereading rereading(Lease lease, AtomicBoolean reached) {
    return new Rereading(lease.entities().alone().until(reached), ShortNames.of(lease)::shortened);
  }

  /// @param again reads until the time is over
  static List<String> of(
      Query query,
      NamedTerms named,
      Collection<String> things,
      Set<String> roots,
      boolean empty,
      Lease lease,
      Rereading again) {
    Entities entities = lease.entities();
    Set<String> limits = new LinkedHashSet<>(UnknownTerms.of(named, lease));
    limits.addAll(UnboundVariables.of(query));
    limits.addAll(UnmatchedTerms.of(query, lease, again));
    if (query.isDescribeType()) {
      again.checks().run(KINDS, () -> ofDescribed(query, again).forEach(limits::add));
    }
    Set<String> first = new LinkedHashSet<>();
    Query members = members(query, again);
    List<String> beyond = empty && query.hasOffset() ? ofOffset(query, again) : List.of();
    limits.addAll(beyond);
    Reading reading = ofReading(query, named, empty && limits.isEmpty(), again);
    UnnamedThings.Found unnamed = unnamed(members, entities, again);
    limits.addAll(unnamed.first());
    limits.addAll(reading.missing);
    OpenDimensions.Found open = OpenDimensions.of(query, reading.periods.ends(), again);
    Lifetimes.Found lifetimes = lifetimes(members, named, again);
    // A fifth dimension matters less than what a list or a class leaves out.
    open.sentences().stream().limit(FIRST_OPEN).forEach(limits::add);
    limits.addAll(reading.periods.sentences());
    limits.addAll(reading.mixed);
    // A false answer says that nothing lacks what the statement excludes.
    if (!query.isAskType() || !empty) {
      String absence = "whether missing things are only missing in the graph";
      limits.addAll(
          ofSelect(absence, query, again, inSteps -> AbsentProperties.of(inSteps, again)));
      limits.addAll(ofSelect(absence, query, again, inSteps -> AbsentThings.of(inSteps, again)));
    }
    limits.addAll(
        ofSelect(
            "what else a value can mean",
            query,
            again,
            inSteps -> OpenMeanings.of(inSteps, open.said(), again)));
    limits.addAll(lifetimes.twice());
    limits.addAll(ofListsAndKinds(query, named, things, roots, open.groups(), entities, again));
    limits.addAll(unnamed.last());
    limits.addAll(reading.left);
    limits.addAll(lifetimes.today());
    limits.addAll(open.sentences());
    // They are read last, because they can take long.
    first.addAll(
        ofSelect(
            PARTS,
            query,
            again,
            inSteps -> MissingJoins.ofParts(inSteps, named.properties(), again)));
    first.addAll(limits);
    List<String> minor = minor(named.others(), entities);
    first.removeAll(minor);
    // A statement that is true needs no note on what else its terms could mean.
    if (!query.isAskType() || empty || hasVariables(query)) {
      first.addAll(minor);
    }
    return Stream.concat(
            first.stream().map(one -> Select.explained(one, members, again)),
            again.checks().last().stream())
        .toList();
  }

  /// Returns the sentences about the kinds of the things that a `DESCRIBE` without a pattern names.
  private static Stream<String> ofDescribed(Query query, Rereading reading) {
    return query.getResultURIs().stream()
        .flatMap(thing -> CautionedKinds.ofThing(thing.getURI(), reading).stream());
  }

  private static boolean hasVariables(Query query) {
    return !PatternVars.vars(query.getQueryPattern()).isEmpty();
  }

  /// Returns a sentence if an answer has no row because it begins after the last one.
  ///
  /// @param of what has the rows, such as "the list"
  /// @param rows the number of all rows
  /// @param offset the number of rows that are left out
  public static Optional<String> beyond(String of, long rows, long offset) {
    return rows > 0 && offset >= rows
        ? Optional.of(
            "%s has %,d row%s, and the offset %,d is after the last one"
                .formatted(of, rows, rows == 1 ? "" : "s", offset))
        : Optional.empty();
  }

  /// Returns such a sentence about the rows of a query of a reader, or that there was no time to
  /// count them.
  ///
  /// @param query the query, without the offset
  /// @param offset the number of its rows that are left out
  /// @param time the CPU time for reading again what the query reads. What needs more is not looked
  ///   for, and the last sentence says so
  public static Optional<String> beyond(Query query, long offset, Lease lease, Duration time) {
    return CpuLimit.run(
        time,
        reached -> {
          Rereading reading = rereading(lease, reached);
          return beyond(Select.ofGraph(query), offset, reading)
              .or(() -> reading.checks().last().stream().findFirst());
        });
  }

  private static Optional<String> beyond(Query query, long offset, Rereading reading) {
    if (query.hasDatasetDescription() || !query.isSelectType()) {
      return Optional.empty();
    }
    Query rows = query.cloneQuery();
    rows.setPrefixMapping(new PrefixMappingImpl());
    return reading
        .checks()
        .get(
            "the number of all rows",
            Optional.empty(),
            () ->
                beyond(
                    "the query",
                    reading.number(
                        "SELECT (COUNT(*) AS ?%s) { { %s } }".formatted(Rereading.NUMBER, rows)),
                    offset));
  }

  private static List<String> ofOffset(Query query, Rereading reading) {
    Query all = query.cloneQuery();
    all.setOffset(Query.NOLIMIT);
    all.setLimit(Query.NOLIMIT);
    return beyond(all, query.getOffset(), reading).stream().toList();
  }

  /// Returns a query in steps and, if the time is enough, with the things that its observations are
  /// about.
  private static Query members(Query query, Rereading reading) {
    if (query.getQueryPattern() == null) {
      return query;
    }
    Query inSteps = Select.inSteps(query);
    return reading
        .checks()
        .get("what the figures are about", inSteps, () -> Select.withMembers(inSteps, reading));
  }

  /// Returns the first of some limits, at most as many as a reader of an answer reads. If there are
  /// more, a sentence has their number. What was not checked is always the last one.
  ///
  /// @param all where the others are, as the end of a sentence
  public static List<String> first(List<String> limits, String all) {
    List<String> found = limits.stream().filter(one -> !Checks.isLast(one)).toList();
    if (found.size() <= MOST) {
      return limits;
    }
    List<String> first = new ArrayList<>(found.subList(0, MOST));
    first.add("and %d more; %s".formatted(found.size() - MOST, all));
    limits.stream().filter(Checks::isLast).forEach(first::add);
    return first;
  }

  /// Returns a sentence for each kind of things that the query must not mix with others, and for
  /// each limit of the lists, classes and indicators that its things belong to.
  ///
  /// @param groups the dimensions that have a sentence about groups already
  /// @param entities the entities, which do not stop
  private static List<String> ofListsAndKinds(
      Query query,
      NamedTerms named,
      Collection<String> things,
      Set<String> roots,
      Set<String> groups,
      Entities entities,
      Rereading reading) {
    Optional<Counted> counted = counted(query, named, reading);
    List<String> limits = new ArrayList<>();
    counted.ifPresent(found -> limits.addAll(found.kinds.things()));
    counted.ifPresent(found -> limits.addAll(found.newest.sentences()));
    // Of what a query names, the limits are those of its own figures.
    boolean chooses = !named.types().containsAll(named.others());
    boolean readsAnything = readsAnything(query, named);
    Set<String> about =
        about(named, readsAnything ? Set.of() : things, readsAnything ? Set.of() : roots, entities);
    Set<String> sets = dataSets(query, reading);
    sets.removeAll(about);
    Set<String> shown = shown(named, roots);
    limits.addAll(
        of(
            about,
            sets,
            (iri, row) ->
                !(row.text("counted").equals("true") && isCounted(row, counted))
                    && !(row.text("selection").equals("true") && shown.contains(iri))
                    && readsNewest(iri, row, counted)
                    && !(row.text("general").equals("true")
                        && (chooses || !(named.types().isEmpty() || named.types().contains(iri))))
                    && row.iri("property").map(named.properties()::contains).orElse(true),
            "; that is the number of all, not only of what the query reads",
            entities));
    counted.ifPresent(found -> limits.addAll(found.subclasses));
    counted.stream()
        .flatMap(found -> found.kinds.open().entrySet().stream())
        .filter(one -> !groups.contains(one.getKey()))
        .map(Map.Entry::getValue)
        .forEach(limits::add);
    return limits;
  }

  /// Reports whether the rows are about all things of the graph: what limits some of these does not
  /// limit the answer.
  private static boolean readsAnything(Query query, NamedTerms named) {
    if (query.getQueryPattern() == null || named.roots().isEmpty() || !query.isSelectType()) {
      return false;
    }
    Select select = new Select(Select.inSteps(query));
    return named.roots().keySet().stream().map(Var::alloc).allMatch(select::isOfAnything);
  }

  /// Returns the things that the rows show as they are, such as lists of which only the licence is
  /// read: a list may be a selection, but the query counts none of its things. A query that reads
  /// any graph can count them.
  private static Set<String> shown(NamedTerms named, Set<String> roots) {
    Set<String> shown = new LinkedHashSet<>(named.anyGraph() ? Set.of() : roots);
    shown.removeAll(named.others());
    return shown;
  }

  /// Reports whether the number of a row has been counted for the query.
  private static boolean isCounted(ResultRow row, Optional<Counted> counted) {
    return counted.isPresent()
        && row.iri("property").filter(counted.get().kinds.unsaid()::contains).isEmpty();
  }

  /// Reports whether a query reads figures of the time that a row is about, if it is about one.
  private static boolean readsNewest(String iri, ResultRow row, Optional<Counted> counted) {
    return counted
        .map(found -> found.newest.last().get(iri))
        .filter(last -> last.compareTo(row.text("newest")) < 0)
        .isEmpty();
  }

  /// The sentences with numbers of the things that a query reads.
  ///
  /// @param kinds those about their kinds
  /// @param newest those about their newest year
  /// @param subclasses those about things of subclasses
  private record Counted(
      CautionedKinds.Found kinds, NewestYears.Found newest, List<String> subclasses) {}

  /// Counts what a query reads; empty if the time is over.
  private static Optional<Counted> counted(Query query, NamedTerms named, Rereading reading) {
    if (query.getQueryPattern() == null || !(query.isSelectType() || query.isAskType())) {
      return Optional.empty();
    }
    Query inSteps = asSelect(query);
    return reading
        .checks()
        .get(
            KINDS,
            Optional.empty(),
            () ->
                Optional.of(
                    new Counted(
                        CautionedKinds.of(inSteps, named, reading),
                        NewestYears.of(inSteps, named.roots().keySet(), reading),
                        Subclasses.of(inSteps, reading))));
  }

  /// Returns the data sets of the figures that a query reads, also of those that its rows do not
  /// name.
  private static Set<String> dataSets(Query query, Rereading reading) {
    Set<String> sets = new LinkedHashSet<>();
    if (query.getQueryPattern() != null && query.isSelectType()) {
      reading
          .checks()
          .run(
              "whether data sets are complete",
              () ->
                  Select.eachIn(
                      Select.inSteps(query), select -> addDataSets(select, reading, sets)));
    }
    return sets;
  }

  private static void addDataSets(Select select, Rereading reading, Set<String> to) {
    Set<String> measures = Components.of(reading.entities()).with(Components.MEASURE);
    select.patterns().stream()
        .filter(one -> Select.links(one).stream().anyMatch(measures::contains))
        .map(TriplePath::getSubject)
        .filter(Var::isVar)
        .distinct()
        .flatMap(
            figure ->
                reading
                    .rows(
                        "SELECT DISTINCT ?limitedSet { %s %s <%s> ?limitedSet } ORDER BY ?limitedSet LIMIT %d"
                            .formatted(
                                Rereading.pattern(select, Var.alloc(figure)),
                                figure,
                                DataCube.DATA_SET,
                                MAX_SETS))
                    .stream())
        .flatMap(row -> row.iri("limitedSet").stream())
        .forEach(to::add);
  }

  /// Returns the sentences about areas that an answer about things leaves out.
  ///
  /// @param inSteps the query, [with its members][#members]
  /// @param entities the entities, which do not stop
  private static UnnamedThings.Found unnamed(Query inSteps, Entities entities, Rereading reading) {
    UnnamedThings.Found found = new UnnamedThings.Found();
    if (inSteps.getQueryPattern() != null && inSteps.isSelectType()) {
      // They depend on the release only and are kept.
      List<ResultRow> figures = entities.rows("unnamed");
      reading
          .checks()
          .run(
              "areas whose things have no names",
              () -> UnnamedThings.find(inSteps, figures, reading, found));
    }
    return found;
  }

  private static Lifetimes.Found lifetimes(Query inSteps, NamedTerms named, Rereading reading) {
    return Lifetimes.of(inSteps, named.properties(), reading, LocalDate.now(ZoneOffset.UTC));
  }

  /// What a query does not read, or reads more than once.
  ///
  /// @param missing the patterns that match nothing
  /// @param periods what it says of figures of periods
  /// @param mixed what it compares or counts wrongly
  /// @param left what it leaves out
  private record Reading(
      List<String> missing, PeriodFigures.Found periods, List<String> mixed, List<String> left) {}

  /// @param empty true if the patterns that match nothing are looked for
  private static Reading ofReading(
      Query query, NamedTerms named, boolean empty, Rereading reading) {
    Reading found =
        new Reading(
            new ArrayList<>(), new PeriodFigures.Found(), new ArrayList<>(), new ArrayList<>());
    if (query.getQueryPattern() == null
        || !(query.isSelectType() || (query.isAskType() && empty))) {
      return found;
    }
    Query inSteps = asSelect(query);
    Checks checks = reading.checks();
    checks.run(
        "values of another datatype or language",
        () -> found.missing.addAll(OtherTypes.of(inSteps, reading)));
    checks.run(
        "narrower and equal concepts",
        () -> found.missing.addAll(OtherConcepts.of(inSteps, reading)));
    checks.run(
        "figures that have only bounds",
        () -> found.left.addAll(BoundedFigures.of(inSteps, named.properties(), reading)));
    if (empty && found.missing.isEmpty() && found.left.isEmpty()) {
      checks.run(
          PARTS, () -> found.missing.addAll(MissingJoins.of(inSteps, named.properties(), reading)));
    }
    String numbers = "numbers in place of missing values";
    checks.run(numbers, () -> found.missing.addAll(0, EmptySums.of(inSteps, reading)));
    checks.run(numbers, () -> found.missing.addAll(FilledValues.of(inSteps, reading)));
    checks.run(
        "listed values without rows",
        () -> found.missing.addAll(MissingValues.of(inSteps, reading)));
    checks.run(
        "MINUS and NOT EXISTS without effect",
        () -> found.missing.addAll(IdleParts.of(inSteps, reading)));
    checks.run("figures of a period", () -> PeriodFigures.of(inSteps, reading, found.periods));
    checks.run(
        "times of different precision", () -> found.mixed.addAll(MixedTimes.of(inSteps, reading)));
    String twice = "what is counted twice";
    checks.run(twice, () -> found.mixed.addAll(RepeatedThings.of(inSteps, reading)));
    checks.run(twice, () -> found.mixed.addAll(EntryGroups.of(inSteps, reading)));
    checks.run(
        "properties that few things have",
        () -> found.left.addAll(SparseProperties.of(inSteps, reading)));
    return found;
  }

  /// Returns a `SELECT` or an `ASK` in steps, as a `SELECT`.
  private static Query asSelect(Query query) {
    return Select.inSteps(query.isAskType() ? Select.ofAsk(query) : query);
  }

  /// Returns the sentences about a `SELECT` or an `ASK`.
  ///
  /// @param of what they are about, in words of a reader
  /// @param found returns the sentences about the query in steps
  private static List<String> ofSelect(
      String of, Query query, Rereading reading, Function<Query, List<String>> found) {
    return query.getQueryPattern() == null || !(query.isSelectType() || query.isAskType())
        ? List.of()
        : reading.checks().get(of, List.of(), () -> found.apply(asSelect(query)));
  }

  /// Returns what may have limits.
  private static Set<String> about(
      NamedTerms named, Collection<String> things, Set<String> roots, Entities entities) {
    Set<String> about = new LinkedHashSet<>(named.others());
    List<Node> some =
        Stream.concat(
                things.stream().distinct().limit(MAX_THINGS),
                roots.isEmpty() ? ofUnknownClass(named) : Stream.empty())
            .map(NodeFactory::createURI)
            .toList();
    if (!some.isEmpty()) {
      for (ResultRow row : entities.rows(Ask.of("limited").about(some))) {
        if (row.iri("thing").map(roots::contains).orElse(true)) {
          row.iri("about").ifPresent(about::add);
        }
      }
    }
    return about;
  }

  /// Returns the properties of the roots whose class the query does not ask for.
  private static Stream<String> ofUnknownClass(NamedTerms named) {
    return named.roots().values().stream()
        .filter(properties -> !properties.contains(RDF.type.getURI()))
        .flatMap(Set::stream)
        .distinct();
  }

  /// Returns a sentence for each limit of a thing and its data sets. If there are none, those of
  /// its class.
  ///
  /// @param sets the IRIs of the data sets that it is in
  public static List<String> ofThing(String iri, Set<String> sets, Entities entities) {
    Set<String> all = new LinkedHashSet<>(Set.of(iri));
    all.addAll(sets);
    List<String> own = of(all, entities);
    NamedTerms named = new NamedTerms(Set.of(), Set.of(iri), Set.of(), Map.of(), false, false);
    return own.isEmpty()
        ? of(
            about(named, Set.of(iri), Set.of(iri), entities),
            Set.of(),
            // The numbers of its class say nothing about it.
            (_, row) -> !row.text("counted").equals("true") && row.iri("property").isEmpty(),
            "",
            entities)
        : own;
  }

  /// Returns a sentence for each limit of a thing that is shown by itself: also of its kind, such
  /// as of a plan.
  ///
  /// @param shortName the name of an IRI in a query
  public static List<String> ofSingle(
      String iri, Entities entities, UnaryOperator<String> shortName) {
    List<String> limits =
        new ArrayList<>(CautionedKinds.ofThing(iri, new Rereading(entities, shortName)));
    limits.addAll(ofThing(iri, Set.of(), entities));
    return limits;
  }

  /// Returns a sentence for each limit of some lists, data sets, indicators and classes. What has
  /// the same limit is in one sentence.
  public static List<String> of(Collection<String> about, Entities entities) {
    List<String> limits = new ArrayList<>(of(about, Set.of(), (_, _) -> true, "", entities));
    about.forEach(iri -> limits.addAll(ofSubclasses(iri, entities)));
    return limits;
  }

  /// Returns a sentence if a class has subclasses whose things are not its own.
  public static List<String> ofSubclasses(String iri, Entities entities) {
    return entities.rows(Ask.of("subclasses").about(List.of(NodeFactory.createURI(iri)))).stream()
        .map(row -> row.text("limit"))
        .toList();
  }

  /// @param together more, which are read together
  /// @param concerns whether a row about something concerns the answer
  /// @param ofAll the end of a sentence with a number that is not of what the answer reads
  private static List<String> of(
      Collection<String> about,
      Collection<String> together,
      BiPredicate<String, ResultRow> concerns,
      String ofAll,
      Entities entities) {
    List<ResultRow> rows = new ArrayList<>();
    about.forEach(iri -> rows.addAll(rows(iri, entities)));
    if (!together.isEmpty()) {
      rows.addAll(
          entities.rows(
              Ask.of("limits").about(together.stream().map(NodeFactory::createURI).toList())));
    }
    Map<String, Set<String>> names = new LinkedHashMap<>();
    for (ResultRow row : rows) {
      if (concerns.test(row.iri("about").orElse(""), row)) {
        names
            .computeIfAbsent(
                row.text("limit") + (row.text("counted").equals("true") ? ofAll : ""),
                _ -> new LinkedHashSet<>())
            .add(row.text("name"));
      }
    }
    return names.entrySet().stream().map(one -> sentence(one.getValue(), one.getKey())).toList();
  }

  /// Returns the limits that all others come before.
  private static List<String> minor(Collection<String> about, Entities entities) {
    return about.stream()
        .flatMap(iri -> rows(iri, entities).stream())
        .filter(row -> row.text("minor").equals("true"))
        .map(row -> sentence(Set.of(row.text("name")), row.text("limit")))
        .toList();
  }

  private static List<ResultRow> rows(String iri, Entities entities) {
    // One at a time: the answer depends on the release only, and many queries ask for it.
    return entities.rows(Ask.of("limits").about(List.of(NodeFactory.createURI(iri))));
  }

  /// Returns a sentence about some things.
  static String sentence(Collection<String> names, String limit) {
    String joined = names.stream().limit(MAX_NAMED).collect(Collectors.joining("; "));
    if (names.size() > MAX_NAMED) {
      joined += " and %d more".formatted(names.size() - MAX_NAMED);
    }
    return joined.isEmpty() ? limit : joined + ": " + limit;
  }
}
