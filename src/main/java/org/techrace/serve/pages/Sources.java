package org.techrace.serve.pages;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.techrace.entity.Ask;
import org.techrace.entity.Entities;
import org.techrace.entity.Term;
import org.techrace.rdf.Iris;
import org.techrace.serve.view.Line;

/// The sources of what a page shows.
final class Sources {
  /// More things than that hardly come from more sources.
  private static final int ASKED = 200;

  private Sources() {}

  /// The sources that speak of the things in some lines.
  static List<Site.Source> of(List<Line> lines, Entities entities) {
    return of(
        lines.stream().flatMap(l -> l.terms().values().stream()).flatMap(Collection::stream),
        entities);
  }

  /// The sources that speak of some things of ours.
  static List<Site.Source> of(Stream<? extends Term> terms, Entities entities) {
    List<Node> things =
        terms
            .filter(t -> t instanceof Term.Link link && link.iri().startsWith(Iris.BASE))
            .map(Term::key)
            .filter(iri -> !iri.startsWith(Iris.ONTOLOGY))
            .distinct()
            .limit(ASKED)
            .map(NodeFactory::createURI)
            .toList();
    return things.isEmpty()
        ? List.of()
        : Line.of(entities.rows(Ask.of("shown").about(things)), List.of("graph")).stream()
            .flatMap(
                line ->
                    line.first("graph").stream()
                        .map(
                            graph ->
                                new Site.Source(
                                    new Term.Link(graph.key(), graph.text()),
                                    line.first("licence").map(Term::key).orElse(""))))
            .toList();
  }
}
