package org.techrace.serve.sparql;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.Query;
import org.apache.jena.sparql.core.TriplePath;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.syntax.PatternVars;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.SKOS;
import org.techrace.entity.Ask;
import org.techrace.entity.ResultRow;
import org.techrace.entity.Term;
import org.techrace.rdf.DataCube;
import org.techrace.rdf.Tool;

/// Finds lists, data sets and classes that are selections, and whose things a query asks not to
/// exist: by `NOT EXISTS`, `MINUS`, an `OPTIONAL` with a variable that must not be bound, or a
/// number of them that must be 0. What a selection does not have can exist in the world, also if
/// the query asks this of all things of a complete class.
///
/// The things that fit such a pattern by itself decide, not the terms that the query names: figures
/// of an indicator are of data sets, and the subjects of a property are of classes.
final class AbsentThings {
  /// The most things of a variable that are looked at.
  private static final int MAX_THINGS = 100;

  /// The most data sets that are looked at.
  private static final int MAX_SETS = 500;

  private final Rereading reading;
  private final Set<String> quantities;

  /// The properties that lead to what replaces or contains a thing.
  private final Set<String> ofWholes;

  private final Set<String> names = new LinkedHashSet<>();
  private final Set<String> sentences = new LinkedHashSet<>();

  private AbsentThings(Rereading reading) {
    this.reading = reading;
    this.quantities = Components.of(reading.entities()).with(Components.QUANTITY);
    quantities.add(DataCube.DATA_SET);
    this.ofWholes = SparseProperties.ofThePast(reading);
    ofWholes.add(SKOS.broader.getURI());
    ofWholes.add(SKOS.narrower.getURI());
  }

  /// Returns the sentences about a query.
  ///
  /// @param inSteps the query, [in steps][Select#inSteps]
  static List<String> of(Query inSteps, Rereading reading) {
    AbsentThings found = new AbsentThings(reading);
    Select.eachIn(inSteps, select -> select.absences().forEach(found::add));
    if (!found.names.isEmpty()) {
      found.sentences.add(absence(found.names));
    }
    return List.copyOf(found.sentences);
  }

  private static String absence(Collection<String> names) {
    return Limits.sentence(names, "a selection, so absence from it proves nothing");
  }

  private void add(Select.Absence absence) {
    if (absence.isApart()) {
      // It says nothing about the rest.
      return;
    }
    Select alone = absence.alone();
    if (!reading.fits(Rereading.pattern(alone))) {
      // Nothing has what the query names, such as figures of one area: others of its kind decide.
      alone = alone.only(alone.allPatterns().stream().filter(this::saysTheKind).toList());
    }
    Collection<Var> outside = PatternVars.vars(absence.rest().query().getQueryPattern());
    if (alone.allPatterns().stream().anyMatch(one -> leadsToWhole(one, outside))
        || leavesOutKinds(absence.alone())) {
      return;
    }
    Optional<Covered> covered = covered(absence.rest(), alone);
    if (covered.filter(found -> found.some == found.all).isPresent()) {
      return;
    }
    List<TriplePath> patterns = alone.allPatterns();
    Set<Node> about = new LinkedHashSet<>();
    patterns.stream()
        .flatMap(one -> Stream.of(one.getSubject(), one.getObject()))
        .filter(Node::isURI)
        .forEach(about::add);
    boolean isListed = about.stream().anyMatch(this::isStated);
    Set<Node> things = new LinkedHashSet<>(patterns.stream().map(TriplePath::getSubject).toList());
    things.removeIf(one -> !Var.isVar(one) || outside.contains(Var.alloc(one)));
    // Only the things that nothing in the pattern leads to are absent.
    Set<Node> values = new LinkedHashSet<>();
    patterns.stream()
        .filter(one -> things.contains(one.getSubject()))
        .forEach(one -> values.add(one.getObject()));
    for (Node one : things) {
      if (!values.contains(one)) {
        Var thing = Var.alloc(one);
        Set<Node> sets = values(alone, thing, DataCube.DATA_SET);
        if (sets.isEmpty()) {
          about.addAll(belongings(alone, thing, isListed));
        } else if (!isAmongThem(absence.rest(), alone)) {
          addFigures(covered, sets);
          about.removeAll(sets);
        }
      }
    }
    names.addAll(selections(about));
  }

  /// Reports whether a pattern is about what replaces or contains a thing of the rest of the query:
  /// without it, a thing is current, or has no parts in its list.
  private boolean leadsToWhole(TriplePath pattern, Collection<Var> outside) {
    return Select.links(pattern).stream().anyMatch(ofWholes::contains)
        && Stream.of(pattern.getSubject(), pattern.getObject())
            .anyMatch(one -> Var.isVar(one) && outside.contains(Var.alloc(one)));
  }

  /// Reports whether a pattern names only kinds that a count must not mix with others, such as
  /// plans: what it leaves out is known, and is not absent.
  private boolean leavesOutKinds(Select alone) {
    return alone.allPatterns().stream()
        .filter(one -> !RDF.Nodes.type.equals(one.getPredicate()))
        .map(one -> alone.asked(one.getObject()))
        .anyMatch(kinds -> !kinds.isEmpty() && kinds.stream().allMatch(this::isCautioned));
  }

  private boolean isCautioned(Node kind) {
    return kind.isURI()
        && reading.fits("%s <%s> ?absentCaution".formatted(Rereading.iri(kind), Tool.CAUTION));
  }

  /// Reports whether the rest of a query reads figures of the same quantity: it chooses among
  /// these, such as the newest.
  private boolean isAmongThem(Select rest, Select alone) {
    return !Collections.disjoint(quantities(rest), quantities(alone));
  }

  private Set<Node> quantities(Select select) {
    Set<Node> found = new LinkedHashSet<>();
    select.allPatterns().stream()
        .filter(one -> Select.links(one).stream().anyMatch(quantities::contains))
        .filter(one -> !Select.links(one).contains(DataCube.DATA_SET))
        .forEach(one -> found.add(one.getObject()));
    return found;
  }

  /// Reports whether a pattern says the kind of things: its value is open, a class, a quantity or a
  /// list.
  private boolean saysTheKind(TriplePath pattern) {
    return Var.isVar(pattern.getObject())
        || RDF.Nodes.type.equals(pattern.getPredicate())
        || Select.links(pattern).stream().anyMatch(quantities::contains)
        || !selections(Set.of(pattern.getObject())).isEmpty();
  }

  private void addFigures(Optional<Covered> covered, Set<Node> sets) {
    Set<String> partial = selections(sets);
    if (!partial.isEmpty()) {
      sentences.add(absence(partial) + covered.map(found -> "; " + found.text()).orElse(""));
    } else if (covered.isPresent() && sets.stream().noneMatch(this::isStated)) {
      sentences.add(
          Limits.sentence(
              sets.stream().map(reading::name).toList(),
              covered.get().text() + ", so absence from it proves nothing"));
    }
  }

  /// The things of the rest of a query that such a pattern fits.
  ///
  /// @param thing the variable that both have
  private record Covered(Var thing, int some, int all) {
    String text() {
      return "%,d of %,d %s have such figures".formatted(some, all, Select.named(thing));
    }
  }

  /// Returns how many things have what must be absent; empty if the rest of the query has no
  /// variable in common with it.
  private Optional<Covered> covered(Select rest, Select alone) {
    Collection<Var> inside = PatternVars.vars(alone.query().getQueryPattern());
    return PatternVars.vars(rest.query().getQueryPattern()).stream()
        .filter(inside::contains)
        .findFirst()
        .map(
            thing -> {
              String things = Rereading.pattern(rest, thing);
              return new Covered(
                  thing,
                  reading.number(thing, things + Rereading.pattern(alone, thing)),
                  reading.number(thing, things));
            });
  }

  private Set<Node> values(Select select, Var thing, String property) {
    Set<Node> values = new LinkedHashSet<>();
    reading
        .rows(
            "SELECT DISTINCT ?absentSet { %s %s <%s> ?absentSet } ORDER BY ?absentSet LIMIT %d"
                .formatted(Rereading.pattern(select, thing), thing, property, MAX_SETS))
        .forEach(row -> row.get("absentSet").flatMap(Term::node).ifPresent(values::add));
    return values;
  }

  /// Returns the lists that things belong to, and their classes.
  ///
  /// @param isListed true if the query names their list: the others of their class do not matter
  private Set<Node> belongings(Select select, Var thing, boolean isListed) {
    Set<Node> some = new LinkedHashSet<>();
    String pattern = "%s FILTER (ISIRI(%s))".formatted(Rereading.pattern(select, thing), thing);
    reading
        .rows(
            "SELECT DISTINCT (%s AS ?absentThing) { %s } LIMIT %d"
                .formatted(thing, pattern, MAX_THINGS))
        .forEach(row -> row.get("absentThing").flatMap(Term::node).ifPresent(some::add));
    Set<Node> about = new LinkedHashSet<>();
    if (!some.isEmpty()) {
      reading
          .entities()
          .rows(Ask.of("limited").about(List.copyOf(some)))
          .forEach(row -> row.iri("about").map(NodeFactory::createURI).ifPresent(about::add));
      about.removeAll(some);
    }
    if (!isListed) {
      reading
          .rows(
              "SELECT DISTINCT ?absentClass { %s %s a ?absentClass } ORDER BY ?absentClass LIMIT %d"
                  .formatted(pattern, thing, MAX_THINGS))
          .forEach(row -> row.get("absentClass").flatMap(Term::node).ifPresent(about::add));
    }
    return about;
  }

  /// Returns the names of those that are selections.
  private Set<String> selections(Collection<Node> about) {
    Set<String> found = new LinkedHashSet<>();
    List<Node> known = about.stream().filter(Node::isURI).toList();
    if (!known.isEmpty()) {
      for (ResultRow row : reading.entities().rows(Ask.of("limits").about(known))) {
        if (row.text("selection").equals("true")) {
          found.add(row.text("name"));
        }
      }
    }
    return found;
  }

  private boolean isStated(Node set) {
    return set.isURI()
        && reading.fits("%s <%s> ?absentDegree".formatted(Rereading.iri(set), Tool.COMPLETENESS));
  }
}
