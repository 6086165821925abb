package org.techrace.serve.pages;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.jena.atlas.iterator.Iter;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.Query;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.system.Txn;
import org.apache.jena.vocabulary.DCTerms;
import org.techrace.entity.Ask;
import org.techrace.entity.Entities;
import org.techrace.entity.Labels;
import org.techrace.entity.PageQuery;
import org.techrace.entity.ResultRow;
import org.techrace.entity.Term;
import org.techrace.entity.ViewKind;
import org.techrace.query.ValueOrigins;
import org.techrace.serve.http.Answer;
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
    return where(graph::equals, entities);
  }

  /// Returns the sources with some named graphs, the largest first. The ontology is none: it gives
  /// terms, not figures.
  public static List<Site.Source> of(Set<String> graphs, Entities entities) {
    String ontology = entities.iris().graph("ontology");
    return where(graph -> graphs.contains(graph) && !graph.equals(ontology), entities);
  }

  private static List<Site.Source> where(Predicate<String> graphs, Entities entities) {
    return sources(
        entities.rows("sources").stream()
            .filter(row -> row.iri("graph").filter(graphs).isPresent())
            .toList());
  }

  /// Returns the sources of what a panel shows: of its numbers if it draws any.
  ///
  /// @param query the query of the panel
  /// @param asked the query with its values
  /// @param lines the lines of the panel
  static List<Site.Source> of(PageQuery query, Query asked, List<Line> lines, Entities entities) {
    List<String> numbers = ViewKind.of(query).numbers();
    Set<String> graphs = new HashSet<>();
    ValueOrigins.of(
            asked,
            numbers.isEmpty() ? query.variables() : numbers,
            !numbers.isEmpty(),
            Labels::names)
        .ifPresent(
            origins ->
                entities
                    .found(origins)
                    .forEach(row -> row.terms().values().forEach(g -> graphs.add(g.key()))));
    List<Site.Source> found = of(graphs, entities);
    return found.isEmpty() ? of(lines, entities) : found;
  }

  /// Returns the sources of some statements: the named graphs that have them.
  ///
  /// @param statements lines with the variables `subject`, `property` and `object`
  static List<Site.Source> ofStatements(List<Line> statements, Entities entities) {
    DatasetGraph dataset = entities.dataset();
    Set<String> graphs =
        Txn.calculateRead(
            dataset,
            () ->
                statements.stream()
                    .flatMap(
                        line ->
                            Iter.asStream(
                                dataset.findNG(
                                    Node.ANY,
                                    node(line, "subject"),
                                    node(line, "property"),
                                    node(line, "object"))))
                    .map(quad -> quad.getGraph().getURI())
                    .collect(Collectors.toSet()));
    return of(graphs, entities);
  }

  private static Node node(Line line, String variable) {
    return NodeFactory.createURI(line.first(variable).orElseThrow().key());
  }

  /// Returns an answer with links to the sources of its values and to their licences, for formats
  /// that have no place for them, such as CSV.
  public static Answer linked(Answer answer, List<Site.Source> sources) {
    Answer linked = answer;
    for (Site.Source source : sources) {
      linked = linked.withLink(source.graph().iri(), DCTerms.source.getURI());
    }
    for (String licence :
        sources.stream()
            .flatMap(s -> s.licence().stream())
            .map(Term.Link::iri)
            .distinct()
            .toList()) {
      linked = linked.withLink(licence, "license");
    }
    return linked;
  }

  private static List<Site.Source> sources(List<ResultRow> rows) {
    return Line.of(rows, List.of("graph")).stream()
        .flatMap(line -> line.first("graph").stream().map(graph -> source(graph, line)))
        .toList();
  }

  private static Site.Source source(Term graph, Line line) {
    return new Site.Source(
        graph instanceof Term.Link link
            ? new Term.Link(link.iri(), link.text(), true, link.local(), link.language())
            : new Term.Link(graph.key(), graph.text(), true, graph.local()),
        line.first("licence")
            .flatMap(l -> l instanceof Term.Link link ? Optional.of(link) : Optional.empty()),
        line.first("publisher").filter(one -> !graph.text().contains(one.text())),
        line.text("issued"),
        line.first("completeness").map(Term::text).orElse(""));
  }
}
