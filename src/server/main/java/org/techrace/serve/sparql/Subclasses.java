package org.techrace.serve.sparql;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.query.Query;
import org.apache.jena.sparql.core.TriplePath;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.RDFS;
import org.techrace.entity.Ask;
import org.techrace.entity.ResultRow;

/// Finds things of subclasses, which a query leaves out because it names only their common class.
///
/// The query `subclasses` of `queries/pages` says which classes have such things.
final class Subclasses {
  private static final Var TYPE = Var.alloc("subclassType");

  private Subclasses() {}

  /// Returns a sentence for each class, with the things that fit the rest of the query.
  ///
  /// @param inSteps the query, [in steps][Select#inSteps]
  static List<String> of(Query inSteps, Rereading reading) {
    Set<String> sentences = new LinkedHashSet<>();
    Select.eachIn(
        inSteps,
        select -> {
          for (TriplePath one : select.patterns()) {
            if (RDF.Nodes.type.equals(one.getPredicate()) && Var.isVar(one.getSubject())) {
              select.asked(one.getObject()).stream()
                  .filter(Node::isURI)
                  .filter(type -> hasOthers(type, reading))
                  .forEach(type -> add(select, one, type, reading, sentences));
            }
          }
        });
    return List.copyOf(sentences);
  }

  private static boolean hasOthers(Node type, Rereading reading) {
    return !reading.entities().rows(Ask.of("subclasses").about(List.of(type))).isEmpty();
  }

  private static void add(
      Select select, TriplePath pattern, Node type, Rereading reading, Set<String> sentences) {
    Var thing = Var.alloc(pattern.getSubject());
    String of = "<%s>+".formatted(RDFS.subClassOf.getURI());
    List<String> classes =
        reading
            .rows(
                "SELECT DISTINCT %1$s { %1$s %2$s %3$s FILTER EXISTS { ?any a %1$s } }"
                    .formatted(TYPE, of, Rereading.iri(type)))
            .stream()
            .flatMap(row -> row.iri(TYPE.getVarName()).stream())
            .toList();
    Select others =
        select.replacing(
            pattern,
            List.of(
                new TriplePath(
                    Triple.create(thing, NodeFactory.createURI(RDF.type.getURI()), TYPE))));
    // A thing counts once, in its own class.
    List<ResultRow> rows =
        reading.rows(
            "SELECT %1$s (COUNT(DISTINCT %2$s) AS ?readNumber) { VALUES %1$s { %3$s } %4$s FILTER NOT EXISTS { %2$s a %5$s } FILTER NOT EXISTS { %2$s a ?closer . ?closer %6$s %1$s } } GROUP BY %1$s ORDER BY DESC(?readNumber) %1$s"
                .formatted(
                    TYPE,
                    thing,
                    Rereading.iris(classes),
                    Rereading.pattern(others, thing, TYPE),
                    Rereading.iri(type),
                    of));
    int all = rows.stream().mapToInt(row -> Rereading.number(row, Rereading.NUMBER)).sum();
    if (all > 0) {
      sentences.add(
          "%s: %,d more %s of its subclasses: %s; `a/rdfs:subClassOf*` in place of `a` reads them too"
              .formatted(
                  reading.name(type),
                  all,
                  all == 1 ? "is" : "are",
                  rows.stream()
                      .filter(row -> row.get(TYPE.getVarName()).isPresent())
                      .map(
                          row ->
                              "%s (%,d)"
                                  .formatted(
                                      row.text(TYPE.getVarName()),
                                      Rereading.number(row, Rereading.NUMBER)))
                      .collect(Collectors.joining(", "))));
    }
  }
}
