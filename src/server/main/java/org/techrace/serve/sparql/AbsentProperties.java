package org.techrace.serve.sparql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.jena.graph.Node;
import org.apache.jena.query.Query;
import org.apache.jena.sparql.core.TriplePath;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.syntax.Element;
import org.apache.jena.sparql.syntax.ElementData;
import org.apache.jena.sparql.syntax.ElementFilter;
import org.apache.jena.sparql.syntax.ElementPathBlock;
import org.apache.jena.sparql.syntax.PatternVars;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.SKOS;
import org.techrace.rdf.DataCube;

/// Finds properties that a query excludes, all or some of their values, by `NOT EXISTS`, `MINUS` or
/// an `OPTIONAL` with a variable that must not be bound. A thing without the property can have it
/// in the world: what is missing in the graph is not absent.
///
/// Not the ends and successors of things: without them, a thing still exists. Not the relations of
/// concepts, which their list states in full, and not the components of observations: a total has
/// fewer of them.
final class AbsentProperties {
  private static final String VALUE = "?absentValue";

  private final Rereading reading;
  private final Set<String> without;
  private final Set<String> ofFigures;
  private final Set<String> areas;
  private final Set<String> sentences = new LinkedHashSet<>();

  private AbsentProperties(Rereading reading) {
    Components components = Components.of(reading.entities());
    this.reading = reading;
    this.without = SparseProperties.ofThePast(reading);
    without.add(RDF.type.getURI());
    this.ofFigures = components.with(Components.MEASURE, Components.QUANTITY);
    ofFigures.add(DataCube.DATA_SET);
    this.areas = components.with(Components.END);
  }

  /// Returns a sentence for each such property.
  ///
  /// @param inSteps the query, [in steps][Select#inSteps]
  static List<String> of(Query inSteps, Rereading reading) {
    AbsentProperties found = new AbsentProperties(reading);
    Select.eachIn(inSteps, select -> select.absences().forEach(one -> found.add(select, one)));
    return List.copyOf(found.sentences);
  }

  private void add(Select select, Select.Absence absence) {
    if (absence.variables().isEmpty()) {
      addStatement(absence);
      return;
    }
    Collection<Var> outside = PatternVars.vars(absence.rest().query().getQueryPattern());
    Optional<Path> found = path(absence.part().getElements(), outside);
    if (found.isEmpty()) {
      return;
    }
    Path path = found.get();
    if (path.links.stream().anyMatch(this::isLeftOut) || isOfFigure(absence.rest(), path.thing)) {
      return;
    }
    String name = path.links.stream().map(reading::shortPath).collect(Collectors.joining("/"));
    Select read = path.isAny ? absence.rest() : select;
    String things = Rereading.pattern(read, path.thing);
    int all = reading.number(path.thing, things);
    if (path.isAny) {
      int some = reading.number(path.thing, things + path.pattern());
      if (some < all) {
        sentences.add(
            "%s: %,d of %,d that the rest of the query reads have %s; the others can have one that is not in the graph"
                .formatted(Select.named(path.thing), some, all, name));
      }
      return;
    }
    int none =
        reading.number(path.thing, "%s FILTER NOT EXISTS { %s }".formatted(things, path.pattern()));
    // If no thing has the property, it does not tell some of them from others.
    if (none > 0 && none < all) {
      sentences.add(
          "%s: %,d of %,d that the query reads have no %s; it keeps them, though they can have one that is not in the graph"
              .formatted(Select.named(path.thing), none, all, name));
    }
  }

  /// Adds a sentence about one statement that must not be in the graph.
  private void addStatement(Select.Absence absence) {
    List<TriplePath> patterns = absence.alone().allPatterns();
    if (patterns.size() != 1 || absence.word().equals(Select.Absence.MINUS)) {
      return;
    }
    TriplePath one = patterns.getFirst();
    List<String> links = Select.links(one);
    if (links.isEmpty() || isLeftOut(links) || reading.fits(Rereading.pattern(absence.alone()))) {
      return;
    }
    sentences.add(
        "%s %s %s: not in the graph, which does not prove that it is not so"
            .formatted(
                reading.written(one.getSubject()),
                reading.shortPath(links),
                reading.written(one.getObject())));
  }

  private boolean isLeftOut(List<String> links) {
    return links.stream()
        .anyMatch(link -> without.contains(link) || link.startsWith(SKOS.getURI()));
  }

  /// Reports whether a thing is an observation or an area of one. Only some areas are of a kind.
  private boolean isOfFigure(Select rest, Var thing) {
    return isLinked(rest, TriplePath::getObject, thing, areas)
        || isLinked(rest, TriplePath::getSubject, thing, ofFigures);
  }

  /// Reports whether a thing is the subject, or the value, of one of some properties.
  private static boolean isLinked(
      Select rest, Function<TriplePath, Node> side, Var thing, Set<String> properties) {
    return rest.allPatterns().stream()
        .filter(one -> thing.equals(side.apply(one)))
        .flatMap(one -> Select.links(one).stream())
        .anyMatch(properties::contains);
  }

  /// A path from a thing that the rest of a query reads.
  ///
  /// @param links the properties of each step
  /// @param isAny true if no value of it is allowed, false if only some are not
  private record Path(Var thing, List<List<String>> links, boolean isAny) {
    String pattern() {
      StringBuilder pattern = new StringBuilder();
      String subject = thing.toString();
      for (int i = 0; i < links.size(); i++) {
        String object = VALUE + i;
        pattern.append(" %s %s %s .".formatted(subject, Rereading.path(links.get(i)), object));
        subject = object;
      }
      return pattern.toString();
    }
  }

  /// Returns the path of a part; empty if it is not one path from a thing of the rest to values of
  /// its own.
  private static Optional<Path> path(List<Element> part, Collection<Var> outside) {
    List<TriplePath> left = new ArrayList<>();
    boolean isAny = true;
    for (Element element : part) {
      switch (element) {
        case ElementPathBlock block -> block.getPattern().forEach(left::add);
        case ElementData _, ElementFilter _ -> isAny = false;
        default -> {
          return Optional.empty();
        }
      }
    }
    isAny &= !left.removeIf(one -> RDF.Nodes.type.equals(one.getPredicate()));
    List<List<String>> links = new ArrayList<>();
    Optional<TriplePath> first =
        left.stream().filter(one -> isIn(outside, one.getSubject())).findFirst();
    Optional<TriplePath> next = first;
    while (next.isPresent()) {
      TriplePath step = next.get();
      left.remove(step);
      links.add(Select.links(step));
      Node object = step.getObject();
      if (isIn(outside, object) || links.getLast().isEmpty()) {
        return Optional.empty();
      }
      isAny &= Var.isVar(object);
      next = left.stream().filter(one -> object.equals(one.getSubject())).findFirst();
    }
    return first.isPresent() && left.isEmpty()
        ? Optional.of(new Path(Var.alloc(first.get().getSubject()), links, isAny))
        : Optional.empty();
  }

  private static boolean isIn(Collection<Var> variables, Node term) {
    return Var.isVar(term) && variables.contains(Var.alloc(term));
  }
}
