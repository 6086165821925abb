package org.techrace.serve.pages;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.Query;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.binding.BindingFactory;
import org.techrace.entity.Ask;
import org.techrace.entity.Entities;
import org.techrace.entity.PageQuery;
import org.techrace.entity.ResultRow;
import org.techrace.report.Nearest;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Format;
import org.techrace.serve.http.Parameters;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.view.Address;
import org.techrace.serve.view.Choice;
import org.techrace.serve.view.Colours;
import org.techrace.serve.view.Line;
import org.techrace.serve.view.Panel;
import org.techrace.serve.view.QueryText;
import org.techrace.serve.view.Sorting;
import org.techrace.serve.view.View;

/// The panel of a page that a request names: a query of `queries/pages`, the thing that it is
/// about, and one of several charts.
///
/// @param about the thing that the panel is about
/// @param chart the chart, in the form of its IRI in an address; empty for all
/// @param filters what a reader chooses of the lines
public record PanelChoice(PageQuery query, Optional<String> about, String chart, Choice filters) {
  /// The parameter with the thing, in the form of its IRI in an address.
  public static final String OF = "of";

  /// The parameter with the chart.
  public static final String CHART = "chart";

  private static final Set<String> FOLDERS = Set.of("entity", "explore", "home");

  /// Reads the choice of a request.
  ///
  /// @param name the name of the query, such as `entity/staff`
  /// @throws Refusal 404 if the query or the thing does not exist, 400 if no thing is named
  public static PanelChoice of(String name, Parameters parameters, Lease lease) {
    String folder = name.replaceFirst("/.*", "");
    List<PageQuery> known =
        FOLDERS.stream().flatMap(one -> lease.entities().queries().in(one).stream()).toList();
    PageQuery query =
        known.stream()
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new Refusal(
                        404,
                        "No page has a picture '%s'; %s"
                            .formatted(
                                name,
                                Nearest.suggest(
                                    name, known.stream().map(PageQuery::name).toList()))));
    Optional<String> about = Optional.empty();
    if (folder.equals("entity")) {
      String of =
          parameters
              .first(OF)
              .orElseThrow(
                  () -> new Refusal(400, "The parameter 'of' must name the thing: ?of=THING."));
      about = Optional.of(ThingNames.known(of, lease));
    }
    Choice filters =
        new Choice(Panel.ALONE + name, Choice.kept(parameters, query), new Sorting(""), 1);
    return new PanelChoice(query, about, parameters.first(CHART).orElse(""), filters);
  }

  /// Returns the call of the query.
  public Ask ask() {
    Ask ask = Ask.of(query.name());
    return about.map(iri -> ask.with("this", NodeFactory.createURI(iri))).orElse(ask);
  }

  /// Returns the query with its values, and only for the chart if one is named.
  Query queryOfChart(Entities entities) {
    Query query = entities.query(ask());
    if (chart.isEmpty()) {
      return query;
    }
    Query one = query.cloneQuery();
    Var variable = Var.alloc(CHART);
    Node iri = NodeFactory.createURI(new Addresses(entities.iris()).iri(chart));
    one.setValuesDataBlock(List.of(variable), List.of(BindingFactory.binding(variable, iri)));
    return one;
  }

  /// Returns the address of the panel alone.
  Address address(Addresses addresses) {
    return filters
        .filtered(Address.of(Panel.ALONE + query.name()))
        .with(OF, about.map(addresses::documentOf).orElse(""))
        .with(CHART, chart);
  }

  /// Returns the parameters that name the panel in a citation.
  public Map<String, List<String>> cited(Addresses addresses) {
    return Panel.cited(address(addresses));
  }

  /// Returns the address of the picture, as SVG; empty if the panel has none.
  public String picture(Entities entities) {
    View view = Panel.view(query, lines(entities.rows(ask())), Colours.of(entities));
    return EmbedPage.drawing(view).isEmpty()
        ? ""
        : address(new Addresses(entities.iris())).with("format", Format.SVG.suffix()).toString();
  }

  /// Returns the lines of the chart that pass the filters.
  List<Line> lines(List<ResultRow> rows) {
    List<Line> lines = Panel.lines(query, rows).stream().filter(this::contains).toList();
    return filters.keyed(lines, Addresses::document).apply(lines);
  }

  private boolean contains(Line line) {
    return chart.isEmpty()
        || line.first(CHART).filter(term -> Addresses.document(term).equals(chart)).isPresent();
  }

  /// Returns the title: that of the chart or of the panel, with the name of the thing.
  public String title(Entities entities) {
    String title =
        chart.isEmpty()
            ? QueryText.of(query, "Title")
            : entities
                .labels()
                .of(NodeFactory.createURI(new Addresses(entities.iris()).iri(chart)));
    return about
        .map(iri -> named(title, entities.labels().of(NodeFactory.createURI(iri))))
        .orElse(title);
  }

  private static String named(String title, String thing) {
    return thing.equals(title) ? title : thing + ": " + title;
  }
}
