package org.techrace.serve.sparql;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.jena.graph.Node;
import org.apache.jena.query.Query;
import org.apache.jena.sparql.core.TriplePath;
import org.apache.jena.vocabulary.OWL;
import org.apache.jena.vocabulary.RDF;
import org.techrace.entity.Term;

/// Finds properties that a query requires of things of a class, but that many of the class do not
/// have, such as the year of their foundation. The answer leaves these things out, and one without
/// the property can have it in the world.
///
/// Not the components of observations, which differ by data set, and not the ends and successors of
/// things: without them, a thing still exists.
final class SparseProperties {
  /// A property that at least this share of a class has needs no sentence.
  private static final double NEARLY_ALL = 0.9;

  private static final Set<String> OF_THE_PAST = Set.of("end", "later", "earlier");

  private final Rereading reading;
  private final Set<String> without;
  private final Set<String> sentences = new LinkedHashSet<>();

  private SparseProperties(Rereading reading) {
    this.reading = reading;
    this.without = Components.of(reading.entities()).all();
    reading.entities().rows("lifetimes").stream()
        .filter(row -> OF_THE_PAST.contains(row.text("role")))
        .flatMap(row -> row.iri("property").stream())
        .forEach(without::add);
    without.add(RDF.type.getURI());
  }

  /// Returns a sentence for each such property.
  ///
  /// @param inSteps the query, [in steps][Select#inSteps]
  static List<String> of(Query inSteps, Rereading reading) {
    SparseProperties found = new SparseProperties(reading);
    Select.eachIn(inSteps, found::read);
    return List.copyOf(found.sentences);
  }

  private void read(Select select) {
    List<TriplePath> patterns = select.patterns();
    Map<Node, Set<Node>> classes = new LinkedHashMap<>();
    for (TriplePath one : patterns) {
      if (RDF.Nodes.type.equals(one.getPredicate())) {
        classes
            .computeIfAbsent(one.getSubject(), _ -> new LinkedHashSet<>())
            .addAll(select.asked(one.getObject()));
      }
    }
    for (TriplePath one : patterns) {
      List<String> links = Select.links(one);
      Set<Node> types =
          one.getSubject().isURI()
              ? classes(one.getSubject())
              : classes.getOrDefault(one.getSubject(), Set.of());
      if (!links.isEmpty() && links.stream().noneMatch(without::contains) && types.size() == 1) {
        sentence(types.iterator().next(), links).ifPresent(sentences::add);
      }
    }
  }

  /// Returns the first class of a thing.
  private Set<Node> classes(Node thing) {
    return reading
        .rows(
            "SELECT ?sparseClass { %s a ?sparseClass . ?sparseClass a <%s> } ORDER BY ?sparseClass LIMIT 1"
                .formatted(Rereading.iri(thing), OWL.Class.getURI()))
        .stream()
        .flatMap(row -> row.get("sparseClass").flatMap(Term::node).stream())
        .collect(Collectors.toSet());
  }

  private Optional<String> sentence(Node type, List<String> links) {
    String ofClass = "?sparseThing a %s".formatted(Rereading.iri(type));
    int all = number(ofClass);
    int have = number("%s ; %s ?sparseValue".formatted(ofClass, Rereading.path(links)));
    return have == 0 || have >= NEARLY_ALL * all
        ? Optional.empty()
        : Optional.of(
            "%s: %,d of %,d (%.0f %%) have %s; the others can have one that is not in the graph"
                .formatted(
                    reading.name(type), have, all, 100.0 * have / all, reading.shortPath(links)));
  }

  private int number(String pattern) {
    return reading.number(
        "SELECT (COUNT(DISTINCT ?sparseThing) AS ?readNumber) { %s }".formatted(pattern));
  }
}
