package org.techrace.serve.pages;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.techrace.serve.view.Chart;
import org.techrace.serve.view.Line;
import org.techrace.serve.view.Plot;

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
    return things.isEmpty()
        ? List.of()
        : dated(sources(entities.rows(Ask.of("shown").about(things))), things, entities);
  }

  /// Returns the sources of each chart, by its title: those of its figures.
  static Map<Term, List<Site.Source>> ofCharts(Chart chart, Entities entities) {
    return ofEach(
        chart.plots().stream()
            .collect(Collectors.toMap(Plot::title, Plot::samples, (_, last) -> last)),
        entities);
  }

  /// Returns the sources of the figures under each heading.
  static Map<Term, List<Site.Source>> ofEach(Map<Term, List<Term>> figures, Entities entities) {
    List<Node> nodes = nodes(figures.values().stream().flatMap(List::stream));
    if (nodes.isEmpty()) {
      return Map.of();
    }
    Map<String, List<ResultRow>> editions =
        editions(nodes, entities).stream()
            .collect(Collectors.groupingBy(row -> row.iri("thing").orElseThrow()));
    Map<String, Site.Source> all = new HashMap<>();
    where(_ -> true, entities).forEach(source -> all.put(source.graph().iri(), source));
    Map<Term, List<Site.Source>> sources = new HashMap<>();
    figures.forEach(
        (heading, terms) -> {
          List<ResultRow> rows =
              terms.stream()
                  .flatMap(term -> editions.getOrDefault(term.key(), List.of()).stream())
                  .toList();
          sources.put(
              heading,
              rows.stream()
                  .flatMap(row -> row.iri("graph").stream())
                  .distinct()
                  .flatMap(graph -> Optional.ofNullable(all.get(graph)).stream())
                  .map(source -> dated(source, rows))
                  .toList());
        });
    return sources;
  }

  private static List<ResultRow> editions(List<Node> things, Entities entities) {
    return entities.rows(Ask.of("editions").about(things));
  }

  /// Returns sources with the years of the editions that some figures or data sets are from, and
  /// not of all their editions.
  private static List<Site.Source> dated(
      List<Site.Source> sources, List<Node> things, Entities entities) {
    if (sources.isEmpty() || things.isEmpty()) {
      return sources;
    }
    List<ResultRow> editions = editions(things, entities);
    return sources.stream().map(source -> dated(source, editions)).toList();
  }

  private static Site.Source dated(Site.Source source, List<ResultRow> editions) {
    List<String> years =
        editions.stream()
            .filter(row -> row.iri("graph").filter(source.graph().iri()::equals).isPresent())
            .map(row -> row.text("year"))
            .filter(year -> !year.isEmpty())
            .distinct()
            .sorted()
            .toList();
    return years.isEmpty()
        ? source
        : source.issuedIn(
            years.size() == 1 ? years.getFirst() : years.getFirst() + "–" + years.getLast());
  }

  private static List<Node> nodes(Stream<? extends Term> terms) {
    return terms
        .flatMap(term -> term instanceof Term.Link link ? Stream.of(link.iri()) : Stream.empty())
        .distinct()
        .sorted()
        .map(NodeFactory::createURI)
        .toList();
  }

  /// Returns the source with a named graph.
  static List<Site.Source> of(String graph, Entities entities) {
    return where(graph::equals, entities);
  }

  /// Returns the sources with some named graphs, the one with most values first, else the largest.
  /// The ontology is none: it gives terms, not figures.
  ///
  /// @param origins the graphs, and the data sets whose editions date them, with the number of
  ///   values that each gives
  public static List<Site.Source> of(Map<String, Long> origins, Entities entities) {
    String ontology = entities.iris().graph("ontology");
    List<Site.Source> sources =
        where(graph -> origins.containsKey(graph) && !graph.equals(ontology), entities).stream()
            .sorted(
                Comparator.comparing(
                    source -> origins.getOrDefault(source.graph().iri(), 0L),
                    Comparator.reverseOrder()))
            .toList();
    List<Node> nodes = origins.keySet().stream().sorted().map(NodeFactory::createURI).toList();
    return dated(sources, nodes, entities);
  }

  /// Returns the number of values that each graph or data set gives.
  ///
  /// @param rows the solutions of a query of [ValueOrigins] by cell
  public static Map<String, Long> counted(Stream<List<Term>> rows) {
    Map<String, Long> counts = new HashMap<>();
    rows.forEach(
        row -> {
          long count =
              row.stream()
                  .flatMap(term -> term.number().stream())
                  .mapToLong(Double::longValue)
                  .max()
                  .orElse(1);
          row.stream()
              .filter(Term.Link.class::isInstance)
              .forEach(term -> counts.merge(term.key(), count, Long::sum));
        });
    return counts;
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
    List<Site.Source> found =
        ValueOrigins.of(
                asked,
                numbers.isEmpty() ? query.variables() : numbers,
                !numbers.isEmpty(),
                Labels::names)
            .map(
                origins ->
                    of(
                        counted(
                            entities.found(origins).stream()
                                .map(row -> List.copyOf(row.terms().values()))),
                        entities))
            .orElse(List.of());
    return found.isEmpty() ? of(lines, entities) : found;
  }

  /// Returns the sources of some statements: the named graphs that have them.
  ///
  /// @param statements lines with the variables `subject`, `property` and `object`
  static List<Site.Source> ofStatements(List<Line> statements, Entities entities) {
    DatasetGraph dataset = entities.dataset();
    Map<String, Long> graphs =
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
                    .collect(Collectors.groupingBy(graph -> graph, Collectors.counting())));
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
