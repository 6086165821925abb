package org.techrace.serve.pages;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.techrace.entity.Entities;
import org.techrace.entity.PageQueries;
import org.techrace.entity.PageQuery;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.Format;
import org.techrace.serve.http.Part;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.http.Request;
import org.techrace.serve.http.Route;
import org.techrace.serve.view.Address;
import org.techrace.serve.view.Chart;
import org.techrace.serve.view.Choice;
import org.techrace.serve.view.Colours;
import org.techrace.serve.view.Drawing;
import org.techrace.serve.view.Facet;
import org.techrace.serve.view.Line;
import org.techrace.serve.view.Panel;
import org.techrace.serve.view.Table;
import org.techrace.serve.view.View;

/// `/explore/x`: the page of the query `queries/pages/explore/x.rq`. `/explore` lists these pages.
public final class ExplorePage implements Part {
  private static final String FOLDER = "explore";

  private final Templates templates;
  private final Reports reports;

  public ExplorePage(Templates templates, Reports reports) {
    this.templates = templates;
    this.reports = reports;
  }

  /// The content of the page.
  ///
  /// @param query the query
  /// @param choice the reader's filters and sort order
  /// @param facets the available filters
  /// @param view the solutions
  /// @param count the number of lines that pass the filters
  /// @param all the number of all lines
  /// @param pages the number of pages
  /// @param sources the sources of a picture
  public record Content(
      PageQuery query,
      Choice choice,
      List<Facet> facets,
      View view,
      int count,
      int all,
      int pages,
      List<Site.Source> sources) {
    /// Returns the address of a picture alone; null for tables, which have files of their own.
    public @Nullable Address alone() {
      return view instanceof Drawing || view instanceof Chart
          ? choice.filtered(Address.of(Panel.ALONE + query.name()))
          : null;
    }
  }

  @Override
  public List<Route> routes() {
    return List.of(Route.page("/explore", this::index), Route.page("/explore/*", this::page));
  }

  /// Answers `/explore`.
  public Answer index(Request request, Lease lease) {
    Map<String, List<PageQuery>> topics =
        lease.entities().queries().in(FOLDER).stream()
            .collect(
                Collectors.groupingBy(
                    q -> q.head("Topic"), LinkedHashMap::new, Collectors.toList()));
    return templates.page(
        "explored",
        lease,
        Map.of(
            "topics",
            topics,
            "kinds",
            Kinds.of(lease.entities()),
            "observations",
            !lease.entities().rows(Observations.FOLDER + "measures").isEmpty(),
            "reports",
            reports.byName().keySet().stream().sorted().toList()));
  }

  /// Answers `/explore/x`.
  public Answer page(Request request, Lease lease) {
    Entities entities = lease.entities();
    PageQuery query = query(request.path(), entities.queries());
    List<Line> all = Panel.lines(query, entities.rows(query.name()));
    Choice choice =
        Choice.of(request.path(), request.parameters(), query).keyed(all, Addresses::document);
    List<Line> chosen = choice.apply(all);
    if (request.choose(List.of(Format.HTML, Format.CSV)) == Format.CSV) {
      List<Site.Source> sources = Sources.of(query, query.query(), chosen, entities);
      return Csv.answer(query.slug(), query.variables(), chosen, sources, request, lease);
    }
    Colours colours = Colours.of(entities);
    View whole = Panel.view(query, chosen, colours);
    int pages = whole.pages();
    if (choice.page() > pages) {
      throw new Refusal(
          404, "Page %d does not exist; the last page is %d.".formatted(choice.page(), pages));
    }
    View part = whole.page(choice.page());
    View view = part instanceof Table table ? table.sortable(choice) : part;
    List<Line> shown = part instanceof Table table ? table.lines() : chosen;
    return templates.page(
        "explore",
        lease,
        Sources.of(shown, entities),
        Map.of(
            "page",
            new Content(
                query,
                choice,
                Facet.of(query, all, choice),
                view,
                chosen.size(),
                all.size(),
                pages,
                view instanceof Table
                    ? List.of()
                    : Sources.of(query, query.query(), chosen, entities))));
  }

  private static PageQuery query(String path, PageQueries queries) {
    String name = path.substring(1);
    return queries.in(FOLDER).stream()
        .filter(q -> q.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new Refusal(404, "No such page. /explore lists the pages."));
  }
}
