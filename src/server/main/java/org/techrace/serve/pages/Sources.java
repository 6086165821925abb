package org.techrace.serve.pages;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.techrace.entity.Ask;
import org.techrace.entity.Entities;
import org.techrace.entity.ResultRow;
import org.techrace.entity.Term;
import org.techrace.serve.view.Line;

/// Finds the sources of a page's content.
public final class Sources {
  /// The maximum number of things for which sources are queried. They are taken evenly from the
  /// page, so more things rarely add another source.
  private static final int MAX_SAMPLED_THINGS = 200;

  private Sources() {}

  /// Returns the sources of the things in some lines.
  static List<Site.Source> of(List<Line> lines, Entities entities) {
    return of(
        lines.stream().flatMap(l -> l.terms().values().stream()).flatMap(Collection::stream),
        entities);
  }

  /// Returns the sources of some things.
  public static List<Site.Source> of(Stream<? extends Term> terms, Entities entities) {
    List<String> all =
        terms
            .filter(t -> t instanceof Term.Link link && link.described())
            .map(Term::key)
            .filter(iri -> !iri.startsWith(entities.iris().ontology()))
            .distinct()
            .toList();
    int step = Math.max(1, (all.size() + MAX_SAMPLED_THINGS - 1) / MAX_SAMPLED_THINGS);
    List<Node> things =
        IntStream.range(0, all.size())
            .filter(i -> i % step == 0)
            .mapToObj(i -> NodeFactory.createURI(all.get(i)))
            .toList();
    return things.isEmpty() ? List.of() : sources(entities.rows(Ask.of("shown").about(things)));
  }

  /// Returns the source with a named graph.
  static List<Site.Source> of(String graph, Entities entities) {
    return sources(
        entities.rows("sources").stream()
            .filter(row -> row.iri("graph").filter(graph::equals).isPresent())
            .toList());
  }

  private static List<Site.Source> sources(List<ResultRow> rows) {
    return Line.of(rows, List.of("graph")).stream()
        .flatMap(
            line ->
                line.first("graph").stream()
                    .map(
                        graph ->
                            new Site.Source(
                                new Term.Link(graph.key(), graph.text(), true, graph.local()),
                                line.first("licence")
                                    .flatMap(
                                        l ->
                                            l instanceof Term.Link link
                                                ? Optional.of(link)
                                                : Optional.empty()))))
        .toList();
  }
}
