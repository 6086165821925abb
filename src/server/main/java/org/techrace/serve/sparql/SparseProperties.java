package org.techrace.serve.sparql;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.jena.graph.Node;
import org.apache.jena.query.Query;
import org.apache.jena.sparql.core.TriplePath;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.vocabulary.OWL;
import org.apache.jena.vocabulary.RDF;
import org.techrace.entity.Term;

/// Finds properties that a query requires of things of a class, but that many of the class do not
/// have, such as the year of their foundation, or that a step of a path requires of the things
/// before it. The answer leaves these things out, and one without the property can have it in the
/// world.
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
    without.addAll(ofThePast(reading));
    without.add(RDF.type.getURI());
  }

  /// Returns the properties that only things have that have ended, or that others replace.
  static Set<String> ofThePast(Rereading reading) {
    return reading.entities().rows("lifetimes").stream()
        .filter(row -> OF_THE_PAST.contains(row.text("role")))
        .flatMap(row -> row.iri("property").stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
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
    for (TriplePath one : select.patterns()) {
      List<String> links = Select.links(one);
      if (links.isEmpty() || links.stream().anyMatch(without::contains)) {
        continue;
      }
      if (one.getSubject().isURI()) {
        // A property that the thing has is in the answer. Only one value of it can be missing.
        if (!Var.isVar(one.getObject()) || !has(one.getSubject(), links)) {
          Set<Node> types = classes(one.getSubject());
          types.forEach(type -> ofClass(type, links).ifPresent(sentences::add));
        }
      } else if (Var.isVar(one.getSubject())) {
        Chosen chosen = chosen(select, one);
        if (chosen.isOfClass(select)) {
          ofClass(select.asked(chosen.patterns.getFirst().getObject()).iterator().next(), links)
              .ifPresent(sentences::add);
        } else if (chosen.isTyped()) {
          sentence(select, chosen, one).ifPresent(sentences::add);
        }
      }
    }
  }

  /// The things that a query chooses by classes and other constants, and a path from them to a
  /// property.
  ///
  /// @param root the things where the path begins
  /// @param path the properties from these to the property
  /// @param patterns the patterns of the path and those with classes and other constants
  private record Chosen(Var root, List<List<String>> path, List<TriplePath> patterns) {
    boolean isTyped() {
      return patterns.stream().anyMatch(one -> RDF.Nodes.type.equals(one.getPredicate()));
    }

    boolean isOfClass(Select select) {
      return path.size() == 1
          && patterns.size() == 1
          && isTyped()
          && select.asked(patterns.getFirst().getObject()).size() == 1;
    }
  }

  private static Chosen chosen(Select select, TriplePath pattern) {
    List<TriplePath> all = select.patterns();
    List<TriplePath> kept = new ArrayList<>();
    List<List<String>> path = new ArrayList<>(List.of(Select.links(pattern)));
    Set<Node> seen = new LinkedHashSet<>();
    Node root = pattern.getSubject();
    Optional<TriplePath> next = Optional.of(pattern);
    while (next.isPresent()) {
      root = next.get().getSubject();
      seen.add(root);
      for (TriplePath one : all) {
        if (root.equals(one.getSubject())
            && !one.equals(pattern)
            && !select.asked(one.getObject()).isEmpty()) {
          kept.add(one);
        }
      }
      Node object = root;
      next =
          all.stream()
              .filter(one -> object.equals(one.getObject()))
              .filter(one -> Var.isVar(one.getSubject()) && !seen.contains(one.getSubject()))
              .filter(one -> !Select.links(one).isEmpty())
              .findFirst();
      next.ifPresent(
          one -> {
            kept.add(one);
            path.addFirst(Select.links(one));
          });
    }
    return new Chosen(Var.alloc(root), path, kept);
  }

  private Optional<String> sentence(Select select, Chosen chosen, TriplePath pattern) {
    String read = Rereading.pattern(select.only(chosen.patterns), chosen.root);
    String has =
        "%s %s ?sparseValue".formatted(pattern.getSubject(), Rereading.path(Select.links(pattern)));
    int all = reading.number(chosen.root, read);
    int have =
        reading.number(
            chosen.root,
            Rereading.pattern(
                    select.only(chosen.patterns), chosen.root, Var.alloc(pattern.getSubject()))
                + has);
    return isFew(have, all)
        ? Optional.of(
            "%s: of %,d that the classes and constants of the query choose, %,d (%.0f %%) have %s; the others can have one that is not in the graph"
                .formatted(
                    Select.named(chosen.root),
                    all,
                    have,
                    100.0 * have / all,
                    chosen.path.stream().map(reading::shortPath).collect(Collectors.joining("/"))))
        : Optional.empty();
  }

  private static boolean isFew(int have, int all) {
    return have > 0 && have < NEARLY_ALL * all;
  }

  private boolean has(Node thing, List<String> links) {
    return reading.fits(
        "%s %s ?sparseValue".formatted(Rereading.iri(thing), Rereading.path(links)));
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

  private Optional<String> ofClass(Node type, List<String> links) {
    Var thing = Var.alloc("sparseThing");
    String ofClass = "%s a %s".formatted(thing, Rereading.iri(type));
    int all = reading.number(thing, ofClass);
    int have =
        reading.number(thing, "%s ; %s ?sparseValue".formatted(ofClass, Rereading.path(links)));
    return isFew(have, all)
        ? Optional.of(
            "%s: %,d of %,d (%.0f %%) have %s; the others can have one that is not in the graph"
                .formatted(
                    reading.name(type), have, all, 100.0 * have / all, reading.shortPath(links)))
        : Optional.empty();
  }
}
