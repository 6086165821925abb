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
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryCancelledException;
import org.apache.jena.vocabulary.RDF;
import org.techrace.entity.Ask;
import org.techrace.entity.Entities;
import org.techrace.entity.ResultRow;
import org.techrace.entity.Term;
import org.techrace.serve.current.Lease;

/// What limits an answer. An answer without a wrong fact misleads if the list that it counts is a
/// selection, or if the newest year has figures of few areas. The query `limits` of `queries/pages`
/// states such limits of a list, a data set, an indicator or a class; the query `limited` finds
/// those that the things of an answer belong to.
public final class Limits {
  /// The most things of an answer that are looked at.
  private static final int MAX_THINGS = 100;

  /// The most CPU time for reading again what a query reads. What needs more is not looked for, the
  /// least important first.
  private static final Duration CPU_TIME = Duration.ofMillis(800);

  /// The number of open dimensions before what limits the lists and classes.
  private static final int FIRST_OPEN = 4;

  /// The most limits that an answer has.
  private static final int MOST = 5;

  private Limits() {}

  /// Returns a sentence for each limit of the answer to a query of a reader, see the other method.
  ///
  /// @param query the query
  /// @param named its terms
  /// @param table the answer, with the columns of [Subjects#addedTo]
  /// @param rows the rows that the reader sees
  /// @param empty true if the answer has no rows, only numbers that are 0, or is false
  /// @param shortName the name of an IRI in a query
  public static List<String> of(
      Query query,
      NamedTerms named,
      ResultTable table,
      List<List<List<Term>>> rows,
      boolean empty,
      Lease lease,
      UnaryOperator<String> shortName) {
    return of(
        query,
        named,
        Subjects.things(table, rows),
        Subjects.roots(named, table, rows),
        empty,
        lease,
        shortName);
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
  /// @param shortName the name of an IRI in a query
  public static List<String> of(
      Query query,
      NamedTerms named,
      Collection<String> things,
      Set<String> roots,
      boolean empty,
      Lease lease,
      UnaryOperator<String> shortName) {
    Entities entities = lease.entities();
    Set<String> limits = new LinkedHashSet<>(UnboundVariables.of(query));
    limits.addAll(UnmatchedTerms.of(query, lease, shortName));
    Set<String> first = new LinkedHashSet<>();
    try (CpuLimit limit = new CpuLimit(CPU_TIME)) {
      Entities stopping = entities.until(limit.reached());
      Rereading again = new Rereading(stopping, shortName);
      Query members = members(query, again);
      Reading reading = ofReading(query, named, empty && limits.isEmpty(), stopping, shortName);
      UnnamedThings.Found unnamed = unnamed(members, entities, again);
      limits.addAll(unnamed.first());
      limits.addAll(reading.missing);
      List<String> open = OpenDimensions.of(query, reading.periods.ends(), stopping, shortName);
      Lifetimes.Found lifetimes = lifetimes(members, named, again);
      // A fifth dimension matters less than what a list or a class leaves out.
      open.stream().limit(FIRST_OPEN).forEach(limits::add);
      limits.addAll(reading.periods.sentences());
      limits.addAll(reading.mixed);
      limits.addAll(lifetimes.twice());
      limits.addAll(ofListsAndKinds(query, named, things, roots, entities, stopping, shortName));
      limits.addAll(unnamed.last());
      limits.addAll(reading.left);
      limits.addAll(lifetimes.today());
      limits.addAll(open);
      // They are read last, because they can take long.
      first.addAll(ofParts(query, named, again));
      first.addAll(limits);
      List<String> minor = minor(named.others(), entities);
      first.removeAll(minor);
      first.addAll(minor);
      return first.stream().map(one -> Select.explained(one, members, again)).toList();
    }
  }

  /// Returns a query in steps and, if the time is enough, with the things that its observations are
  /// about.
  private static Query members(Query query, Rereading reading) {
    if (query.getQueryPattern() == null) {
      return query;
    }
    Query inSteps = Select.inSteps(query);
    try {
      return Select.withMembers(inSteps, reading);
    } catch (QueryCancelledException e) {
      return inSteps;
    }
  }

  /// Returns a sentence for each limit of the answer to a tested question.
  ///
  /// @param query the query that was evaluated
  /// @param named its terms
  /// @param things the IRIs of the things in the rows of the answer
  /// @param roots those that the rows are about, see [NamedTerms#roots]
  /// @param shortName the name of an IRI in a query
  public static List<String> ofQuestion(
      Query query,
      NamedTerms named,
      Collection<String> things,
      Set<String> roots,
      Entities entities,
      UnaryOperator<String> shortName) {
    try (CpuLimit limit = new CpuLimit(CPU_TIME)) {
      Entities stopping = entities.until(limit.reached());
      Rereading again = new Rereading(stopping, shortName);
      Query members = members(query, again);
      UnnamedThings.Found unnamed = unnamed(members, entities, again);
      List<String> limits = new ArrayList<>(unnamed.first());
      limits.addAll(lifetimes(members, named, again).all());
      limits.addAll(ofListsAndKinds(query, named, things, roots, entities, stopping, shortName));
      limits.addAll(unnamed.last());
      return limits;
    }
  }

  /// Returns the first of some limits, at most as many as a reader of an answer reads. If there are
  /// more, the last sentence has their number.
  ///
  /// @param all where the others are, as the end of a sentence
  public static List<String> first(List<String> limits, String all) {
    if (limits.size() <= MOST) {
      return limits;
    }
    List<String> first = new ArrayList<>(limits.subList(0, MOST));
    first.add("and %d more; %s".formatted(limits.size() - MOST, all));
    return first;
  }

  /// Returns a sentence for each kind of things that the query must not mix with others, and for
  /// each limit of the lists, classes and indicators that its things belong to.
  ///
  /// @param stopping the entities, which stop once the CPU time is used
  private static List<String> ofListsAndKinds(
      Query query,
      NamedTerms named,
      Collection<String> things,
      Set<String> roots,
      Entities entities,
      Entities stopping,
      UnaryOperator<String> shortName) {
    Optional<CautionedKinds.Found> kinds = kinds(query, named, stopping, shortName);
    List<String> limits = new ArrayList<>();
    kinds.ifPresent(found -> limits.addAll(found.things()));
    limits.addAll(ofAbsence(named, entities));
    // Of what a query names, the limits are those of its own figures.
    boolean chooses = !named.types().containsAll(named.others());
    limits.addAll(
        of(
            about(named, things, roots, entities),
            (iri, row) ->
                !(kinds.isPresent() && row.text("counted").equals("true"))
                    && !(chooses && row.text("general").equals("true"))
                    && row.iri("property")
                        .map(property -> reads(named, property, iri))
                        .orElse(true),
            entities));
    kinds.ifPresent(found -> limits.addAll(found.open()));
    return limits;
  }

  /// Reports whether a query reads a property, of a class also as its type.
  private static boolean reads(NamedTerms named, String property, String iri) {
    return property.equals(RDF.type.getURI())
        ? named.types().contains(iri)
        : named.properties().contains(property);
  }

  /// Returns the sentences about kinds of things; empty if the things of the query cannot be read.
  private static Optional<CautionedKinds.Found> kinds(
      Query query, NamedTerms named, Entities entities, UnaryOperator<String> shortName) {
    if (query.getQueryPattern() == null || !query.isSelectType()) {
      return Optional.empty();
    }
    try {
      Rereading reading = new Rereading(entities, shortName);
      return Optional.of(CautionedKinds.of(Select.inSteps(query), named, reading));
    } catch (QueryCancelledException e) {
      return Optional.empty();
    }
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
      try {
        UnnamedThings.find(inSteps, figures, reading, found);
      } catch (QueryCancelledException e) {
        // The rest would take too long.
      }
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
      Query query,
      NamedTerms named,
      boolean empty,
      Entities entities,
      UnaryOperator<String> shortName) {
    Reading found =
        new Reading(
            new ArrayList<>(), new PeriodFigures.Found(), new ArrayList<>(), new ArrayList<>());
    if (query.getQueryPattern() == null
        || !(query.isSelectType() || (query.isAskType() && empty))) {
      return found;
    }
    Query inSteps = asSelect(query);
    try {
      Rereading reading = new Rereading(entities, shortName);
      found.missing.addAll(OtherTypes.of(inSteps, reading));
      found.missing.addAll(OtherConcepts.of(inSteps, reading));
      found.left.addAll(BoundedFigures.of(inSteps, named.properties(), reading));
      if (empty && found.missing.isEmpty() && found.left.isEmpty()) {
        found.missing.addAll(MissingJoins.of(inSteps, named.properties(), reading));
      }
      found.missing.addAll(0, EmptySums.of(inSteps, reading));
      found.missing.addAll(MissingValues.of(inSteps, reading));
      PeriodFigures.of(inSteps, reading, found.periods);
      found.mixed.addAll(MixedTimes.of(inSteps, reading));
      found.mixed.addAll(RepeatedThings.of(inSteps, reading));
      found.left.addAll(SparseProperties.of(inSteps, reading));
    } catch (QueryCancelledException e) {
      // The rest would take too long.
    }
    return found;
  }

  /// Returns a `SELECT` or an `ASK` in steps, as a `SELECT`.
  private static Query asSelect(Query query) {
    return Select.inSteps(query.isAskType() ? Select.ofAsk(query) : query);
  }

  /// Returns the sentences about parts of the query that nothing matches.
  private static List<String> ofParts(Query query, NamedTerms named, Rereading reading) {
    if (query.getQueryPattern() == null || !(query.isSelectType() || query.isAskType())) {
      return List.of();
    }
    try {
      return MissingJoins.ofParts(asSelect(query), named.properties(), reading);
    } catch (QueryCancelledException e) {
      return List.of();
    }
  }

  /// Returns a sentence if the query asks for what is not in a selection: a list or a class that it
  /// names, or else the class that its properties say.
  private static List<String> ofAbsence(NamedTerms named, Entities entities) {
    Set<String> about = named.excluded();
    if (about.stream().allMatch(iri -> rows(iri, entities).isEmpty())) {
      about = classes(named.excludedProperties(), entities);
    }
    Set<String> names = new LinkedHashSet<>();
    for (String iri : about) {
      for (ResultRow row : rows(iri, entities)) {
        if (row.text("selection").equals("true")) {
          names.add(row.text("name"));
        }
      }
    }
    return names.isEmpty()
        ? List.of()
        : List.of(String.join("; ", names) + ": a selection, so absence from it proves nothing");
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

  /// Returns the classes of the subjects of some properties.
  private static Set<String> classes(Set<String> properties, Entities entities) {
    Set<String> classes = new LinkedHashSet<>();
    List<Node> nodes = properties.stream().map(NodeFactory::createURI).toList();
    if (!nodes.isEmpty()) {
      entities.rows(Ask.of("limited").about(nodes)).stream()
          .filter(row -> row.iri("thing").isEmpty())
          .forEach(row -> row.iri("about").ifPresent(classes::add));
    }
    return classes;
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
    NamedTerms named =
        new NamedTerms(Set.of(), Set.of(iri), Set.of(), Set.of(), Set.of(), Map.of(), false);
    return own.isEmpty()
        ? of(
            about(named, Set.of(iri), Set.of(iri), entities),
            (_, row) ->
                row.iri("property")
                    .map(property -> !property.equals(RDF.type.getURI()))
                    .orElse(true),
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
    return of(about, (_, _) -> true, entities);
  }

  /// Returns a sentence if a class has subclasses whose things are not its own.
  public static List<String> ofSubclasses(String iri, Entities entities) {
    return subclasses(iri, entities).stream().map(row -> row.text("limit")).toList();
  }

  /// @param concerns whether a row about something concerns the answer
  private static List<String> of(
      Collection<String> about, BiPredicate<String, ResultRow> concerns, Entities entities) {
    Map<String, Set<String>> names = new LinkedHashMap<>();
    for (String iri : about) {
      for (ResultRow row : rows(iri, entities)) {
        if (concerns.test(iri, row)) {
          names
              .computeIfAbsent(row.text("limit"), l -> new LinkedHashSet<>())
              .add(row.text("name"));
        }
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
    List<ResultRow> rows =
        new ArrayList<>(entities.rows(Ask.of("limits").about(List.of(NodeFactory.createURI(iri)))));
    rows.addAll(subclasses(iri, entities));
    return rows;
  }

  private static List<ResultRow> subclasses(String iri, Entities entities) {
    return entities.rows(Ask.of("subclasses").about(List.of(NodeFactory.createURI(iri))));
  }

  private static String sentence(Set<String> names, String limit) {
    String joined = String.join("; ", names);
    return joined.isEmpty() ? limit : joined + ": " + limit;
  }
}
