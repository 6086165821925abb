package org.techrace.serve.pages;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.Query;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.binding.BindingFactory;
import org.techrace.entity.Ask;
import org.techrace.entity.Entities;
import org.techrace.entity.PageQuery;
import org.techrace.entity.Term;
import org.techrace.serve.current.KeptReleases;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.Body;
import org.techrace.serve.http.Format;
import org.techrace.serve.http.Parameters;
import org.techrace.serve.http.Part;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.http.Request;
import org.techrace.serve.http.Route;
import org.techrace.serve.pages.Observations.Dimension;
import org.techrace.serve.text.Reader;
import org.techrace.serve.view.Address;
import org.techrace.serve.view.Bars;
import org.techrace.serve.view.Chart;
import org.techrace.serve.view.Choice;
import org.techrace.serve.view.Colours;
import org.techrace.serve.view.Drawing;
import org.techrace.serve.view.Line;
import org.techrace.serve.view.Panel;
import org.techrace.serve.view.Plot;
import org.techrace.serve.view.Table;
import org.techrace.serve.view.View;

/// `/observations`: the observations of all data cubes as lines, bars, a map or a table, by the
/// choice in the address ([Observations]). The same as a file: `format=svg`, `png` or `csv`. The
/// queries are in `queries/pages/observations`.
public final class ObservationsPage implements Part {
  /// The path of the page.
  public static final String PATH = "/observations";

  /// The path of the picture for other sites.
  public static final String ALONE = Panel.ALONE + "observations";

  private static final String FIGURE = "figure";
  private static final String SHARE = "share=yes";
  private static final List<String> VIEWS =
      List.of(
          ObservationsContent.LINES,
          ObservationsContent.BARS,
          ObservationsContent.MAP,
          ObservationsContent.TABLE);
  private static final List<String> COLUMNS =
      List.of(
          "series",
          "start",
          "when",
          "value",
          "lower",
          "upper",
          "unit",
          "qualifier",
          "without",
          "source");

  /// How many things have a line if the reader chooses none.
  private static final int COMPARED = 5;

  /// The most bars of a picture.
  private static final int MOST_BARS = 50;

  /// The most things that a reader can remove from a picture of all.
  private static final int REMOVABLE = 10;

  private static final int FRAME_MARGIN = 230;

  private final Templates templates;
  private final PictureStyle style;
  private final KeptReleases kept;

  public ObservationsPage(Templates templates, PictureStyle style, KeptReleases kept) {
    this.templates = templates;
    this.style = style;
    this.kept = kept;
  }

  @Override
  public List<Route> routes() {
    return List.of(Route.page(PATH, this::answer), Route.page(ALONE, this::answer));
  }

  /// What is drawn.
  ///
  /// @param compared the things that the reader can remove, the largest first
  /// @param lines the figures
  /// @param note what bars leave out, or empty
  private record Drawn(View view, List<Term> compared, List<Line> lines, String note) {}

  /// Answers `/observations` and `/embed/observations`.
  public Answer answer(Request request, Lease lease) {
    Entities entities = lease.entities();
    Parameters parameters = request.parameters();
    String kind = parameters.first(ObservationsContent.VIEW).orElse("");
    if (!kind.isEmpty() && !VIEWS.contains(kind)) {
      throw new Refusal(400, "'view' must be one of %s.".formatted(VIEWS));
    }
    Observations asked = Observations.of(PATH, parameters, entities);
    PageQuery query = entities.queries().get(Observations.FOLDER + "figures");
    Ask ask = asked.figures();
    List<Line> all =
        FigureChoice.newestEditions(
            Panel.lines(query, entities.rows(ask)).stream()
                .map(line -> FigureLines.named(line, asked))
                .map(
                    line ->
                        line.first("by")
                            .map(set -> FigureLines.with(line, "source", set))
                            .orElse(line))
                .filter(line -> asked.contains(line.text("when")))
                .toList());
    boolean share = Reader.current().has(SHARE) && all.stream().anyMatch(FigureLines::isPart);
    List<Line> lines =
        share ? all.stream().flatMap(line -> FigureShares.share(line).stream()).toList() : all;
    boolean mixed =
        lines.stream().map(line -> line.text("unit")).distinct().count() > 1
            || FigureChoice.isAmbiguous(lines);
    List<Line> compared = FigureChoice.ofOneSet(lines, asked.compared());
    // Totals that lack parts do not compare.
    List<Line> whole = compared.stream().filter(line -> !line.isPartial()).toList();
    // Things that are not chosen do not choose the time.
    List<Line> counted =
        asked.compared().size() > 1 && !kind.equals(ObservationsContent.MAP)
            ? FigureLines.of(asked.compared(), whole)
            : FigureLines.isAnyRanked(whole) ? FigureLines.ranked(whole) : whole;
    List<Line> last = FigureChoice.latest(FigureLines.valued(counted).toList(), whole);
    // Bars show bounds too, so a time with bounds only is enough.
    List<Line> barred =
        FigureChoice.latest(
            counted.stream().filter(line -> FigureLines.number(line).isPresent()).toList(), whole);
    Format format = request.choose(List.of(Format.HTML, Format.SVG, Format.PNG, Format.CSV));
    if (format == Format.CSV) {
      List<String> csv = new ArrayList<>(COLUMNS);
      csv.add(FIGURE);
      // The figures of the things that the reader compares, as the picture; without a choice all.
      List<Line> rows =
          asked.compared().isEmpty() ? lines : FigureLines.of(asked.compared(), lines);
      List<Site.Source> sources = sources(ask, query, rows, entities);
      return Csv.answer("observations", csv, rows, sources, request, lease);
    }
    // Things that the reader chooses have a line for each data set.
    List<Line> drawable = asked.compared().isEmpty() ? compared : lines;
    boolean times =
        FigureLines.of(lined(asked, drawable), drawable).stream()
                .filter(line -> FigureLines.number(line).isPresent())
                .map(line -> line.text("when"))
                .distinct()
                .count()
            > 1;
    List<String> kinds =
        VIEWS.stream()
            .filter(one -> one.equals(ObservationsContent.TABLE) || !mixed)
            .filter(one -> !one.equals(ObservationsContent.LINES) || times)
            .filter(one -> !one.equals(ObservationsContent.MAP) || isMapped(asked, entities))
            .toList();
    String usual = usual(asked, kinds, compared);
    String wanted = kinds.contains(kind) ? kind : usual;
    List<Line> at = wanted.equals(ObservationsContent.BARS) ? barred : last;
    Drawn picture =
        drawn(
            wanted,
            asked,
            query,
            wanted.equals(ObservationsContent.LINES) ? drawable : lines,
            at,
            entities);
    // Figures that no picture shows, such as those of no area, are in a table.
    String shown = picture.lines.isEmpty() ? ObservationsContent.TABLE : wanted;
    Drawn drawn = shown.equals(wanted) ? picture : drawn(shown, asked, query, lines, at, entities);
    List<Site.Source> sources = sources(ask, query, drawn.lines, entities);
    Address address =
        asked
            .address()
            .with(ObservationsContent.VIEW, ObservationsContent.named(shown, usual, kinds));
    address = address.with("scale", Reader.current().has(Chart.LOGARITHMIC) ? "log" : "");
    address = address.with("share", share ? "yes" : "");
    boolean ofOneTime =
        shown.equals(ObservationsContent.MAP) || shown.equals(ObservationsContent.BARS);
    int page = Choice.page(parameters);
    int pages = drawn.view.pages();
    if (page > pages) {
      throw new Refusal(404, "Page %d does not exist; the last page is %d.".formatted(page, pages));
    }
    ObservationsContent content =
        new ObservationsContent(
            asked,
            title(asked),
            mixed
                ? Reader.text("observations.mixed", lines.size())
                : FigureSentence.sentence(
                    asked,
                    wholes(asked, entities),
                    shown.equals(ObservationsContent.BARS) ? barred : last,
                    whole,
                    lines,
                    share),
            shown,
            kinds,
            usual,
            drawn.view.page(page),
            (drawn.note + unmet(share, shown)).strip(),
            mixed || lines.isEmpty() ? "" : FigureLines.unit(lines.getFirst()),
            FigureLines.time(at),
            drawn.compared,
            all.stream().anyMatch(FigureLines::isPart) ? Optional.of(share) : Optional.empty(),
            ofOneTime ? of(at, ask, entities).toString() : entities.text(ask),
            address,
            page,
            pages);
    if (format != Format.HTML) {
      return picture(content, sources, format, lease);
    }
    if (request.path().startsWith(Panel.ALONE)) {
      return alone(content, sources, request, lease);
    }
    Since since = Since.of(request, lease, kept);
    return since.tagged(
        templates.page("observations", lease, sources, Map.of("page", content, "since", since)));
  }

  /// Returns the kind that answers best: lines, or bars if the last of the lines would be one of
  /// several things with the same value.
  private static String usual(Observations asked, List<String> kinds, List<Line> lines) {
    List<Line> largest =
        FigureChoice.largest(FigureChoice.newest(FigureLines.valued(lines).toList()));
    boolean chance =
        asked.compared().isEmpty()
            && largest.size() > COMPARED
            && largest
                .get(COMPARED - 1)
                .number("value")
                .equals(largest.get(COMPARED).number("value"));
    return chance && kinds.contains(ObservationsContent.BARS)
        ? ObservationsContent.BARS
        : kinds.getFirst();
  }

  /// Returns the things that the reader compares and that contain others of them.
  private static Set<String> wholes(Observations asked, Entities entities) {
    Set<String> chosen = asked.compared();
    return chosen.size() < 2 ? Set.of() : Observations.wholes(chosen, _ -> true, entities);
  }

  /// Returns what the reader asked for and the picture does not show.
  private static String unmet(boolean share, String shown) {
    boolean shares = Reader.current().has(SHARE) && !share;
    boolean logarithmic =
        Reader.current().has(Chart.LOGARITHMIC) && !shown.equals(ObservationsContent.LINES);
    return (shares ? " " + Reader.text("observations.no-share") : "")
        + (logarithmic ? " " + Reader.text("observations.no-log") : "");
  }

  private static boolean isMapped(Observations asked, Entities entities) {
    return asked.along().filter(side -> side.hasAny(Observations.areas(entities))).isPresent();
  }

  /// Draws the chosen things, or those with the largest values.
  private static Drawn drawn(
      String kind,
      Observations asked,
      PageQuery query,
      List<Line> lines,
      List<Line> last,
      Entities entities) {
    Set<String> chosen = asked.compared();
    if (kind.equals(ObservationsContent.TABLE)) {
      List<Line> rows = chosen.isEmpty() ? lines : FigureLines.of(chosen, lines);
      return new Drawn(
          table(rows, asked), chosen.isEmpty() ? List.of() : FigureLines.series(rows), rows, "");
    }
    if (kind.equals(ObservationsContent.MAP) || kind.equals(ObservationsContent.BARS)) {
      boolean map = kind.equals(ObservationsContent.MAP);
      List<Line> some =
          chosen.isEmpty() || map
              ? FigureLines.competing(Set.of(), Set.of(), last)
              : FigureLines.of(chosen, last);
      List<Line> all =
          FigureLines.once(
              Stream.concat(FigureLines.valued(some), FigureLines.bounded(some).stream()).toList());
      List<Line> sorted = FigureLines.isLeast(all) ? all.reversed() : all;
      List<Line> rows = sorted.stream().limit(MOST_BARS).toList();
      boolean removable = !map && (!chosen.isEmpty() || rows.size() <= REMOVABLE);
      return new Drawn(
          Bars.of(rows.stream().map(FigureBars::amount).toList()),
          removable ? FigureLines.series(rows) : List.of(),
          map ? last : rows,
          FigureBars.note(rows, all.size(), chosen.isEmpty() || map ? last : List.of()));
    }
    List<Line> rows = FigureLines.of(lined(asked, lines), lines);
    return new Drawn(
        Panel.view(query, rows, Colours.of(entities)), FigureLines.series(rows), rows, "");
  }

  /// Returns the keys of the things that have a line: those that the reader compares, or those with
  /// the largest last values.
  private static Set<String> lined(Observations asked, List<Line> lines) {
    Set<String> chosen = asked.compared();
    return chosen.isEmpty()
        ? FigureChoice.largest(FigureChoice.newest(FigureLines.valued(lines).toList())).stream()
            .limit(COMPARED)
            .map(FigureLines::thing)
            .collect(Collectors.toSet())
        : chosen;
  }

  /// Returns the sources of the figures in some lines.
  private static List<Site.Source> sources(
      Ask ask, PageQuery query, List<Line> lines, Entities entities) {
    return Sources.of(query, of(lines, ask, entities), lines, entities);
  }

  /// Returns the query for the figures in some lines.
  private static Query of(List<Line> lines, Ask ask, Entities entities) {
    Query some = entities.query(ask).cloneQuery();
    Var figure = Var.alloc(FIGURE);
    some.setValuesDataBlock(
        List.of(figure),
        lines.stream()
            .flatMap(line -> line.all(FIGURE).stream())
            .map(term -> BindingFactory.binding(figure, NodeFactory.createURI(term.key())))
            .toList());
    return some;
  }

  /// Returns a table whose columns have the names of the dimension and of the data set.
  private static Table table(List<Line> lines, Observations asked) {
    Map<String, String> headings = new LinkedHashMap<>();
    headings.put("source", Reader.text("observations.set"));
    headings.put("series", asked.along().map(Dimension::heading).orElse(asked.measure().text()));
    Table table = Table.of(COLUMNS, FigureLines.sorted(lines));
    return new Table(
        table.columns().stream()
            .map(
                column ->
                    new Table.Column(
                        column.variable(),
                        headings.getOrDefault(column.variable(), column.heading()),
                        column.numeric(),
                        column.sort(),
                        column.order()))
            .toList(),
        table.lines());
  }

  private static String title(Observations asked) {
    String measure = asked.measure().text();
    String first =
        measure.isEmpty()
            ? measure
            : new StringBuilder()
                .appendCodePoint(Character.toTitleCase(measure.codePointAt(0)))
                .append(measure.substring(measure.offsetByCodePoints(0, 1)))
                .toString();
    String values = String.join(Reader.text("list.separator"), asked.values());
    return values.isEmpty() ? first : Reader.text("observations.title", first, values);
  }

  private Answer picture(
      ObservationsContent content, List<Site.Source> sources, Format format, Lease lease) {
    Drawing drawing =
        Optional.of(content.view())
            .filter(view -> !view.isEmpty())
            .flatMap(EmbedPage::drawing)
            .orElseThrow(
                () -> new Refusal(404, "There is no picture of this choice; see view=chart."));
    List<String> notes = new ArrayList<>(List.of(content.sentence()));
    notes.add(drawing instanceof Plot plot ? plot.measure() : content.caption());
    notes.add(content.note());
    List<String> foot = EmbedPage.foot(sources, templates.graphName(), lease);
    String svg = style.svg(Picture.of(content.title(), notes, drawing, foot), templates);
    byte[] bytes =
        format == Format.SVG ? svg.getBytes(StandardCharsets.UTF_8) : Rasteriser.png(svg);
    return Answer.ok(format, Body.of(bytes))
        .withHeader(
            "Content-Disposition", "inline; filename=\"observations." + format.suffix() + "\"");
  }

  private Answer alone(
      ObservationsContent content, List<Site.Source> sources, Request request, Lease lease) {
    String site = request.site();
    int height = EmbedPage.drawing(content.view()).map(Drawing::height).orElse(600) + FRAME_MARGIN;
    EmbedPage.Content page =
        new EmbedPage.Content(
            content.title(),
            (content.sentence() + " " + content.note()).strip(),
            content.view() instanceof Bars ? content.caption() : "",
            content.view(),
            0,
            EmbedPage.drawing(content.view()).isPresent(),
            content.alone(),
            site + content.address(),
            EmbedPage.snippet(site + content.alone(), content.title(), height));
    return templates.page("embed", lease, sources, Map.of("page", page)).framed();
  }
}
