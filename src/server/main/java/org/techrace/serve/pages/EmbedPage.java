package org.techrace.serve.pages;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.techrace.entity.Entities;
import org.techrace.entity.ResultRow;
import org.techrace.rdf.Xml;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.Body;
import org.techrace.serve.http.Format;
import org.techrace.serve.http.Part;
import org.techrace.serve.http.Processor;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.http.Request;
import org.techrace.serve.http.Route;
import org.techrace.serve.text.Reader;
import org.techrace.serve.view.Address;
import org.techrace.serve.view.Bars;
import org.techrace.serve.view.Chart;
import org.techrace.serve.view.Colours;
import org.techrace.serve.view.Drawing;
import org.techrace.serve.view.Flows;
import org.techrace.serve.view.Line;
import org.techrace.serve.view.Neighbourhood;
import org.techrace.serve.view.Panel;
import org.techrace.serve.view.Plot;
import org.techrace.serve.view.PointMap;
import org.techrace.serve.view.QueryText;
import org.techrace.serve.view.Rows;
import org.techrace.serve.view.Timeline;
import org.techrace.serve.view.View;

/// `/embed/FOLDER/NAME`: the picture or table of one query of `queries/pages` alone, with its
/// title, sources and release. Any site may show the page in a frame. The same as a file:
/// `format=svg`, `png` or `csv`. `of` names the thing that a panel is about, `chart` one of several
/// charts.
public final class EmbedPage implements Processor, Part {
  /// The path of the picture of pages that have none of their own.
  public static final String PICTURE = "/picture";

  /// The most entries on a page; a file has all.
  private static final int ENTRIES = 200;

  /// The height of the frame around a picture, in pixels.
  private static final int FRAME_MARGIN = 230;

  private static final int TABLE_HEIGHT = 600;

  private final Templates templates;
  private final PictureStyle style;

  public EmbedPage(Templates templates, PictureStyle style) {
    this.templates = templates;
    this.style = style;
  }

  /// The content of the page.
  ///
  /// @param title the title
  /// @param text what is shown, or empty
  /// @param measured what the numbers measure, or empty
  /// @param view the picture or table
  /// @param rest the number of entries that only the file has
  /// @param drawn true if there are files with the picture
  /// @param address the address of this page
  /// @param origin the address of the page on the site that has this panel
  /// @param snippet the HTML that shows this page in a frame
  public record Content(
      String title,
      String text,
      String measured,
      View view,
      int rest,
      boolean drawn,
      Address address,
      String origin,
      String snippet) {}

  @Override
  public List<Route> routes() {
    return List.of(
        Route.page("/embed/entity/*", this),
        Route.page("/embed/explore/*", this),
        Route.page("/embed/home/*", this),
        Route.page("/picture", EmbedPage::preview));
  }

  @Override
  public Answer answer(Request request, Lease lease) {
    Entities entities = lease.entities();
    PanelChoice asked =
        PanelChoice.of(request.path().substring(Panel.ALONE.length()), request.parameters(), lease);
    List<ResultRow> rows = entities.rows(asked.ask());
    List<Line> lines = asked.lines(rows);
    View view = Panel.view(asked.query(), lines, Colours.of(entities));
    if (view.isEmpty()) {
      throw new Refusal(404, "There is nothing to show here.");
    }
    Optional<Drawing> drawing = drawing(view);
    List<Format> offers =
        drawing.isPresent()
            ? List.of(Format.HTML, Format.SVG, Format.PNG, Format.CSV)
            : List.of(Format.HTML, Format.CSV);
    Format format = request.choose(offers);
    List<Site.Source> sources =
        Sources.of(asked.query(), asked.queryOfChart(entities), lines, entities);
    if (format == Format.CSV) {
      return Csv.answer(
          asked.query().slug(), asked.query().variables(), lines, sources, request, lease);
    }
    String title = title(asked, rows, entities);
    if (format == Format.HTML) {
      return page(asked, title, view, sources, request, lease);
    }
    String svg = svg(asked, title, drawing.orElseThrow(), sources, lease);
    byte[] bytes =
        format == Format.SVG ? svg.getBytes(StandardCharsets.UTF_8) : Rasteriser.png(svg);
    String file = asked.query().slug() + "." + format.suffix();
    return Answer.ok(format, Body.of(bytes))
        .withHeader("Content-Disposition", "inline; filename=\"" + file + "\"");
  }

  /// Returns the address of the first picture of a panel as PNG.
  static Optional<String> picture(Panel panel) {
    Optional<Address> address =
        switch (panel.view()) {
          case Chart chart when !chart.plots().isEmpty() ->
              Optional.of(
                  panel
                      .alone()
                      .with("chart", Addresses.document(chart.plots().getFirst().title())));
          case Drawing _ -> Optional.of(panel.alone());
          default -> Optional.empty();
        };
    return address.map(found -> found.with("format", Format.PNG.suffix()).toString());
  }

  /// Answers `/picture`: redirects to the first picture of the home page, or to the logo.
  public static Answer preview(Request request, Lease lease) {
    Entities entities = lease.entities();
    return entities.queries().in("home").stream()
        .map(query -> Panel.of(query, entities.rows(query.name()), Colours.FREE))
        .filter(panel -> !panel.view().isEmpty())
        .flatMap(panel -> picture(panel).stream())
        .findFirst()
        .map(Answer::seeOther)
        .orElse(Answer.seeOther("/logo"));
  }

  /// Returns what can be drawn in a file: of a view with several charts, none.
  static Optional<Drawing> drawing(View view) {
    if (view instanceof Chart chart) {
      return chart.plots().size() == 1 ? Optional.of(chart.plots().getFirst()) : Optional.empty();
    }
    return view instanceof Drawing drawing ? Optional.of(drawing) : Optional.empty();
  }

  /// Returns the finding of a panel, or its title with the thing that it is about.
  private static String title(PanelChoice asked, List<ResultRow> rows, Entities entities) {
    String finding = Panel.finding(asked.query(), rows);
    if (!finding.isEmpty()) {
      return finding;
    }
    return asked.title(entities);
  }

  private Answer page(
      PanelChoice asked,
      String title,
      View view,
      List<Site.Source> sources,
      Request request,
      Lease lease) {
    String origin = request.site() + origin(asked, lease);
    int height = drawing(view).map(Drawing::height).orElse(TABLE_HEIGHT) + FRAME_MARGIN;
    View first = view.head(ENTRIES);
    Content content =
        new Content(
            title,
            QueryText.of(asked.query(), "Text"),
            Panel.measured(asked.query(), view),
            first,
            view.size() - first.size(),
            drawing(view).isPresent(),
            asked.address(new Addresses(lease.iris())),
            origin,
            snippet(request.site() + asked.address(new Addresses(lease.iris())), title, height));
    return templates.page("embed", lease, sources, Map.of("page", content)).framed();
  }

  /// Returns the HTML that shows an address in a frame.
  public static String snippet(String address, String title, int height) {
    return "<iframe src=\"%s\" title=\"%s\" width=\"100%%\" height=\"%d\" loading=\"lazy\"></iframe>"
        .formatted(Xml.escaped(address), Xml.escaped(title), height);
  }

  private static String origin(PanelChoice asked, Lease lease) {
    return asked
        .about()
        .map(iri -> new Addresses(lease.iris()).page(iri))
        .orElseGet(
            () ->
                asked.query().name().startsWith("home/")
                    ? "/"
                    : asked.filters().filtered(Address.of("/" + asked.query().name())).toString());
  }

  private String svg(
      PanelChoice asked, String title, Drawing drawing, List<Site.Source> sources, Lease lease) {
    List<String> notes = new ArrayList<>();
    switch (drawing) {
      case Plot plot -> notes.add(plot.measure());
      case Flows flows -> notes.add(Panel.measured(asked.query(), flows));
      case Bars _, Timeline _, Rows _, Neighbourhood _, PointMap _ ->
          notes.add(QueryText.measured(asked.query()));
    }
    notes.add(QueryText.of(asked.query(), "Text"));
    List<String> foot = foot(sources, templates.graphName(), lease);
    return style.svg(Picture.of(title, notes, drawing, foot), templates);
  }

  /// Returns the lines below a picture in a file: its sources with their licences, and the release.
  static List<String> foot(List<Site.Source> sources, String graph, Lease lease) {
    String names = Site.Source.credits(sources);
    List<String> foot = new ArrayList<>();
    if (!names.isEmpty()) {
      foot.add(Reader.text("embed.source") + " " + names);
    }
    foot.add(graph + ", " + Reader.text("embed.release", lease.release()));
    return foot;
  }
}
