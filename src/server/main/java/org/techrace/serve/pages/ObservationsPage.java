package org.techrace.serve.pages;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.Query;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.binding.BindingFactory;
import org.apache.jena.vocabulary.XSD;
import org.techrace.entity.Ask;
import org.techrace.entity.Entities;
import org.techrace.entity.PageQuery;
import org.techrace.entity.Term;
import org.techrace.serve.current.KeptReleases;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.Body;
import org.techrace.serve.http.Format;
import org.techrace.serve.http.HttpJson;
import org.techrace.serve.http.Parameters;
import org.techrace.serve.http.Part;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.http.Request;
import org.techrace.serve.http.Route;
import org.techrace.serve.pages.Observations.Dimension;
import org.techrace.serve.pages.Observations.Value;
import org.techrace.serve.text.Reader;
import org.techrace.serve.view.Address;
import org.techrace.serve.view.Amount;
import org.techrace.serve.view.Bars;
import org.techrace.serve.view.Chart;
import org.techrace.serve.view.Choice;
import org.techrace.serve.view.Colours;
import org.techrace.serve.view.Drawing;
import org.techrace.serve.view.FirstPlace;
import org.techrace.serve.view.Line;
import org.techrace.serve.view.Panel;
import org.techrace.serve.view.Plot;
import org.techrace.serve.view.Shown;
import org.techrace.serve.view.Table;
import org.techrace.serve.view.View;
import tools.jackson.databind.node.ObjectNode;

/// `/observations`: the observations of all data cubes as lines, bars, a map or a table, by the
/// choice in the address ([Observations]). The same as a file: `format=svg`, `png` or `csv`. The
/// queries are in `queries/pages/observations`.
public final class ObservationsPage implements Part {
  /// The path of the page.
  public static final String PATH = "/observations";

  /// The path of the picture for other sites.
  public static final String ALONE = Panel.ALONE + "observations";

  private static final String VIEW = "view";
  private static final String FIGURE = "figure";
  private static final String SHARE = "share=yes";
  private static final String LINES = "chart";
  private static final String BARS = "bars";
  private static final String MAP = "map";
  private static final String TABLE = "table";
  private static final List<String> VIEWS = List.of(LINES, BARS, MAP, TABLE);
  private static final List<String> COLUMNS =
      List.of("series", "start", "when", "value", "lower", "upper", "unit", "qualifier", "source");

  /// How many things have a line if the reader chooses none.
  private static final int COMPARED = 5;

  /// The least share of the things that must have a value at a time to compare them.
  private static final double COMPLETE = 0.8;

  /// The most bars of a picture.
  private static final int MOST_BARS = 50;

  /// The most things that a reader can remove from a picture of all.
  private static final int REMOVABLE = 10;

  /// How many of the wholes that bars leave out are named.
  private static final int WHOLES = 4;

  /// The variables with the numbers of a figure, a value before bounds.
  private static final List<String> NUMBERS = List.of("value", "lower", "upper");

  private static final int FRAME_MARGIN = 230;
  private static final int PERCENT = 100;

  /// The first and the last day of a year.
  private static final String FIRST_DAY = "-01-01";

  private static final String LAST_DAY = "-12-31";

  private final Templates templates;
  private final PictureStyle style;
  private final KeptReleases kept;

  public ObservationsPage(Templates templates, PictureStyle style, KeptReleases kept) {
    this.templates = templates;
    this.style = style;
    this.kept = kept;
  }

  /// The content of the page.
  ///
  /// @param title the measure and the chosen values
  /// @param sentence which value is the highest; empty if nothing can be compared
  /// @param kind `chart`, `bars`, `map` or `table`
  /// @param kinds the kinds that the observations can have
  /// @param usual the kind of an address that names none
  /// @param view the picture or table; of a map, the bars for those without scripts
  /// @param note what bars leave out, or empty
  /// @param unit the unit; empty for counts, and if there are several
  /// @param time the time of a map or of bars
  /// @param compared the things in a chart, the largest first
  /// @param share whether the parts of a whole are shown; null if there is none
  /// @param query the query of the observations
  /// @param address the address of the page
  /// @param page the page of a table, and the number of its pages
  public record Content(
      Observations asked,
      String title,
      String sentence,
      String kind,
      List<String> kinds,
      String usual,
      View view,
      String note,
      String unit,
      String time,
      List<Term> compared,
      Optional<Boolean> share,
      String query,
      Address address,
      int page,
      int pages) {
    /// Returns the address of the picture for other sites, or of a file.
    public Address alone() {
      return new Address(ALONE, address.parameters());
    }

    /// Returns the name of a kind for the reader.
    public String name(String other) {
      return switch (other) {
        case BARS -> Reader.text("observations.bars");
        case MAP -> Reader.text("observations.map");
        case TABLE -> Reader.text("observations.table");
        default -> Reader.text("observations.chart");
      };
    }

    /// Returns the address of another kind.
    public Address as(String other) {
      return with(VIEW, named(other, usual, kinds));
    }

    /// Reports whether the picture is of one time.
    public boolean isOfOneTime() {
      return kind.equals(BARS) || kind.equals(MAP);
    }

    /// Returns the address with another value of a parameter; none if it is empty.
    public Address with(String name, String value) {
      return address.without(name).with(name, value);
    }

    /// Returns the address without one of the compared things.
    public Address without(Term thing) {
      Dimension along = asked.along().orElseThrow();
      return address
          .without(along.name())
          .with(
              along.name(),
              compared.stream()
                  .filter(one -> !one.equals(thing))
                  .map(Addresses::document)
                  .toList());
    }

    /// Returns the values that can be compared too.
    public List<Value> others() {
      Set<String> shown = compared.stream().map(Addresses::document).collect(Collectors.toSet());
      return asked.along().stream()
          .flatMap(along -> along.values().stream())
          .filter(value -> value.term().isPresent() && !shown.contains(value.key()))
          .toList();
    }

    /// Returns the dimensions that can be compared.
    public List<Dimension> sides() {
      return Stream.concat(asked.fixed().stream(), asked.along().stream())
          .filter(side -> side.values().size() > 1)
          .sorted(Comparator.comparing(Dimension::name))
          .toList();
    }

    /// Returns the parameters that the form of the choice has fields for.
    public Set<String> fields() {
      Set<String> fields = new HashSet<>(Set.of("from", "to", "scale", "share", "by"));
      asked.fields().forEach(dimension -> fields.add(dimension.name()));
      return fields;
    }

    /// Reports whether the axis of the values is logarithmic.
    public boolean logarithmic() {
      return address.parameters().contains(Chart.LOGARITHMIC);
    }

    /// Returns what the numbers measure, with the unit and, of one time, the time.
    public String caption() {
      return Stream.of(unit, time)
          .filter(part -> !part.isEmpty())
          .collect(
              Collectors.joining(
                  Reader.text("answer.and"),
                  title + (unit.isEmpty() && time.isEmpty() ? "" : " · "),
                  ""));
    }

    /// Returns the headings of columns for the script that draws: a JSON object.
    public String headings() {
      ObjectNode headings = HttpJson.object();
      headings.put("series", asked.along().map(Dimension::heading).orElse(""));
      headings.put("value", caption());
      return headings.toString();
    }

    /// Returns the parameters of the address, for the hidden fields of a form.
    ///
    /// @param but parameters that the form has fields for
    public Map<String, List<String>> hidden(Set<String> but) {
      Map<String, List<String>> hidden = new LinkedHashMap<>(address.values());
      hidden.keySet().removeAll(but);
      return hidden;
    }
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
    String kind = parameters.first(VIEW).orElse("");
    if (!kind.isEmpty() && !VIEWS.contains(kind)) {
      throw new Refusal(400, "'view' must be one of %s.".formatted(VIEWS));
    }
    Observations asked = Observations.of(PATH, parameters, entities);
    PageQuery query = entities.queries().get(Observations.FOLDER + "figures");
    Ask ask = asked.figures();
    List<Line> all =
        newestEditions(
            Panel.lines(query, entities.rows(ask)).stream()
                .map(line -> named(line, asked))
                .map(line -> line.first("by").map(set -> with(line, "source", set)).orElse(line))
                .filter(line -> asked.contains(line.text("when")))
                .toList());
    boolean share = Reader.current().has(SHARE) && all.stream().anyMatch(ObservationsPage::isPart);
    List<Line> lines = share ? all.stream().flatMap(line -> share(line).stream()).toList() : all;
    boolean mixed =
        lines.stream().map(line -> line.text("unit")).distinct().count() > 1 || isAmbiguous(lines);
    List<Line> compared = ofOneSet(lines, chosen(asked));
    List<Line> last = latest(valued(compared).toList(), compared);
    // Bars show bounds too, so a time with bounds only is enough.
    List<Line> barred =
        latest(compared.stream().filter(line -> number(line).isPresent()).toList(), compared);
    Format format = request.choose(List.of(Format.HTML, Format.SVG, Format.PNG, Format.CSV));
    if (format == Format.CSV) {
      List<String> csv = new ArrayList<>(COLUMNS);
      csv.add(FIGURE);
      List<Site.Source> sources = sources(ask, query, lines, entities);
      return Sources.linked(Csv.answer("observations", csv, lines, request), sources);
    }
    boolean times = lines.stream().map(line -> line.text("when")).distinct().count() > 1;
    List<String> kinds =
        VIEWS.stream()
            .filter(one -> one.equals(TABLE) || !mixed)
            .filter(one -> !one.equals(LINES) || times)
            .filter(one -> !one.equals(MAP) || isMapped(asked, entities))
            .toList();
    String usual = usual(asked, kinds, compared);
    String wanted = kinds.contains(kind) ? kind : usual;
    List<Line> at = wanted.equals(BARS) ? barred : last;
    // Things that the reader chooses have a line for each data set.
    List<Line> drawable = wanted.equals(LINES) && chosen(asked).isEmpty() ? compared : lines;
    Drawn picture = drawn(wanted, asked, query, drawable, at, entities);
    // Figures that no picture shows, such as those of no area, are in a table.
    String shown = picture.lines.isEmpty() ? TABLE : wanted;
    Drawn drawn = shown.equals(wanted) ? picture : drawn(shown, asked, query, lines, at, entities);
    List<Site.Source> sources = sources(ask, query, drawn.lines, entities);
    Address address = asked.address().with(VIEW, named(shown, usual, kinds));
    address = address.with("scale", Reader.current().has(Chart.LOGARITHMIC) ? "log" : "");
    address = address.with("share", share ? "yes" : "");
    boolean ofOneTime = shown.equals(MAP) || shown.equals(BARS);
    int page = Choice.page(parameters);
    int pages = drawn.view.pages();
    if (page > pages) {
      throw new Refusal(404, "Page %d does not exist; the last page is %d.".formatted(page, pages));
    }
    Content content =
        new Content(
            asked,
            title(asked),
            mixed ? "" : sentence(asked, last, share),
            shown,
            kinds,
            usual,
            drawn.view.page(page),
            drawn.note,
            mixed || lines.isEmpty() ? "" : unit(lines.getFirst()),
            time(at),
            drawn.compared,
            all.stream().anyMatch(ObservationsPage::isPart) ? Optional.of(share) : Optional.empty(),
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

  /// Returns a line with the name of its series: without a dimension to compare, the measure.
  private static Line named(Line line, Observations asked) {
    return asked.along().isPresent() && !line.all("series").isEmpty()
        ? line
        : with(line, "series", asked.along().isEmpty() ? asked.measure() : new Term.Unnamed("–"));
  }

  private static Line with(Line line, String variable, Term term) {
    Map<String, List<Term>> terms = new LinkedHashMap<>(line.terms());
    terms.put(variable, List.of(term));
    return new Line(terms);
  }

  private static boolean isPart(Line line) {
    return line.number("total").filter(total -> total > 0).isPresent();
  }

  /// Reports whether a line is the whole that others are parts of.
  private static boolean isWhole(Line line) {
    return isPart(line) && line.number("value").equals(line.number("total"));
  }

  /// Returns a line with its numbers in percent of the whole; empty for the whole.
  private static Optional<Line> share(Line line) {
    if (!isPart(line) || isWhole(line)) {
      return Optional.empty();
    }
    double total = line.number("total").orElseThrow();
    Line part = with(line, "unit", new Term.Unnamed(Reader.text("observations.of-whole")));
    for (String number : List.of("value", "lower", "upper")) {
      Optional<Double> value = line.number(number);
      if (value.isPresent()) {
        BigDecimal percent =
            BigDecimal.valueOf(PERCENT * value.get() / total).round(new MathContext(4));
        part =
            with(part, number, new Term.Value(percent.toPlainString(), "", XSD.decimal.getURI()));
      }
    }
    return Optional.of(part);
  }

  /// Returns the lines without those that a newer edition of the same data set replaces.
  private static List<Line> newestEditions(List<Line> lines) {
    Map<List<String>, String> newest =
        lines.stream()
            .collect(
                Collectors.toMap(
                    ObservationsPage::place,
                    line -> line.text("edition"),
                    (one, other) -> one.compareTo(other) < 0 ? other : one));
    return lines.stream()
        .filter(line -> line.text("edition").equals(newest.get(place(line))))
        .toList();
  }

  /// Returns the thing, time and data set of a line.
  private static List<String> place(Line line) {
    return List.of(thing(line), line.text("when"), set(line));
  }

  /// Reports whether one thing has several values of one data set at one time: they differ in
  /// something that is no dimension, so that no value is the one of the thing.
  private static boolean isAmbiguous(List<Line> lines) {
    Map<List<String>, Set<String>> values =
        valued(lines)
            .collect(
                Collectors.groupingBy(
                    ObservationsPage::place,
                    Collectors.mapping(line -> line.text("value"), Collectors.toSet())));
    return values.values().stream().anyMatch(several -> several.size() > 1);
  }

  /// Returns the values of the data set with the most of the things that are compared, for values
  /// of two data sets do not compare, and all bounds.
  ///
  /// @param chosen the things that the reader compares; empty for all
  private static List<Line> ofOneSet(List<Line> lines, Set<String> chosen) {
    Map<String, Set<String>> things = new TreeMap<>();
    valued(chosen.isEmpty() ? lines : of(chosen, lines))
        .forEach(line -> things.computeIfAbsent(set(line), s -> new HashSet<>()).add(thing(line)));
    Optional<String> most =
        things.entrySet().stream()
            .max(Comparator.comparingInt(set -> set.getValue().size()))
            .map(Map.Entry::getKey);
    return lines.stream()
        .filter(
            line -> line.number("value").isEmpty() || most.filter(set(line)::equals).isPresent())
        .toList();
  }

  private static String set(Line line) {
    return line.first("by").map(Term::key).orElse("");
  }

  /// Returns the lines of the last time at which nearly all things have a number, or the newest
  /// line of each thing: if there is no such time, or if the thing with the largest newest number
  /// has none then.
  ///
  /// @param numbered the lines that count
  /// @param all the lines to choose from
  private static List<Line> latest(List<Line> numbered, List<Line> all) {
    List<Line> newest = newest(numbered);
    Map<String, Set<String>> things =
        numbered.stream()
            .collect(
                Collectors.groupingBy(
                    line -> line.text("when"),
                    Collectors.mapping(ObservationsPage::thing, Collectors.toSet())));
    Optional<String> first = once(ranked(newest)).stream().findFirst().map(ObservationsPage::thing);
    return things.entrySet().stream()
        .filter(time -> time.getValue().size() >= COMPLETE * newest.size())
        .max(Map.Entry.comparingByKey())
        .filter(time -> first.filter(one -> !time.getValue().contains(one)).isEmpty())
        .map(time -> all.stream().filter(line -> line.text("when").equals(time.getKey())).toList())
        .orElse(newest);
  }

  /// Returns the time of some lines in words: that of all, or that each has a time of its own.
  private static String time(List<Line> lines) {
    Set<String> times = lines.stream().map(ObservationsPage::when).collect(Collectors.toSet());
    return times.size() > 1
        ? Reader.text("observations.newest")
        : times.stream().findFirst().orElse("");
  }

  /// Returns the time of a line in words: of a period, its start and end.
  private static String when(Line line) {
    String end = line.text("when");
    String start = line.text("start");
    if (start.isEmpty()) {
      return end;
    }
    boolean years = start.endsWith(FIRST_DAY) && end.endsWith(LAST_DAY);
    return years
        ? Reader.text(
            "from-to",
            start.substring(0, start.length() - FIRST_DAY.length()),
            end.substring(0, end.length() - LAST_DAY.length()))
        : Reader.text("from-to", start, end);
  }

  /// Returns the kind that answers best: lines, or bars if the last of the lines would be one of
  /// several things with the same value.
  private static String usual(Observations asked, List<String> kinds, List<Line> lines) {
    List<Line> largest = largest(newest(valued(lines).toList()));
    boolean chance =
        chosen(asked).isEmpty()
            && largest.size() > COMPARED
            && largest
                .get(COMPARED - 1)
                .number("value")
                .equals(largest.get(COMPARED).number("value"));
    return chance && kinds.contains(BARS) ? BARS : kinds.getFirst();
  }

  /// Returns a kind as it is in an address: empty for the first kind if it is the usual one.
  private static String named(String kind, String usual, List<String> kinds) {
    return kind.equals(usual) && kind.equals(kinds.getFirst()) ? "" : kind;
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
    Set<String> chosen = chosen(asked);
    if (kind.equals(TABLE)) {
      List<Line> rows = chosen.isEmpty() ? lines : of(chosen, lines);
      return new Drawn(table(rows, asked), chosen.isEmpty() ? List.of() : series(rows), rows, "");
    }
    if (kind.equals(MAP) || kind.equals(BARS)) {
      boolean map = kind.equals(MAP);
      List<Line> some = chosen.isEmpty() || map ? ranked(last) : of(chosen, last);
      List<Line> all = once(Stream.concat(valued(some), bounded(some).stream()).toList());
      List<Line> rows = all.stream().limit(MOST_BARS).toList();
      boolean removable = !map && (!chosen.isEmpty() || rows.size() <= REMOVABLE);
      return new Drawn(
          Bars.of(rows.stream().map(ObservationsPage::amount).toList()),
          removable ? series(rows) : List.of(),
          map ? last : rows,
          note(rows, all.size(), chosen.isEmpty() || map ? last : List.of()));
    }
    Set<String> compared =
        chosen.isEmpty()
            ? largest(newest(valued(lines).toList())).stream()
                .limit(COMPARED)
                .map(ObservationsPage::thing)
                .collect(Collectors.toSet())
            : chosen;
    List<Line> rows = of(compared, lines);
    return new Drawn(Panel.view(query, rows, Colours.of(entities)), series(rows), rows, "");
  }

  private static Amount amount(Line line) {
    return new Amount(
        line.first("series").orElseThrow(),
        line.number("value"),
        line.number("lower"),
        line.number("upper"));
  }

  /// Returns what bars leave out, and what the pale ones are.
  ///
  /// @param last the figures of that time, with wholes
  private static String note(List<Line> rows, int all, List<Line> last) {
    List<String> notes = new ArrayList<>();
    List<String> wholes =
        last.stream()
            .filter(line -> !isRanked(line))
            .map(line -> line.text("series"))
            .distinct()
            .toList();
    if (!wholes.isEmpty()) {
      String some =
          wholes.stream().limit(WHOLES).collect(Collectors.joining(Reader.text("answer.and")));
      notes.add(Reader.text("observations.wholes", wholes.size() > WHOLES ? some + " …" : some));
    }
    if (rows.size() < all) {
      notes.add(Reader.text("observations.first", rows.size(), all));
    }
    if (rows.stream().anyMatch(line -> line.number("value").isEmpty())) {
      notes.add(Reader.text("observations.bounds"));
    }
    return String.join("", notes).strip();
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

  /// Returns the keys of the things that the reader compares.
  private static Set<String> chosen(Observations asked) {
    return asked.along().stream()
        .flatMap(along -> along.chosen().stream())
        .flatMap(value -> value.term().stream())
        .map(Term::key)
        .collect(Collectors.toSet());
  }

  /// Returns a table whose columns have the names of the dimension and of the data set.
  private static Table table(List<Line> lines, Observations asked) {
    Map<String, String> headings = new LinkedHashMap<>();
    headings.put("source", Reader.text("observations.set"));
    headings.put("series", asked.along().map(Dimension::heading).orElse(asked.measure().text()));
    Table table = Table.of(COLUMNS, sorted(lines));
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

  private static List<Line> of(Set<String> series, List<Line> lines) {
    return lines.stream().filter(line -> series.contains(thing(line))).toList();
  }

  private static List<Line> sorted(List<Line> lines) {
    return lines.stream()
        .sorted(
            Comparator.comparing((Line line) -> line.text("when"))
                .reversed()
                .thenComparing(value().reversed()))
        .toList();
  }

  private static Comparator<Line> value() {
    return Comparator.comparingDouble(
        line -> line.number("value").orElse(Double.NEGATIVE_INFINITY));
  }

  /// Returns the line with the largest value of each thing that competes, the largest first: a
  /// thing does not compete with itself by another data set.
  private static List<Line> largest(List<Line> lines) {
    return once(valued(ranked(lines)).toList());
  }

  /// Returns the line with the largest number of each thing, the largest first.
  private static List<Line> once(List<Line> lines) {
    Set<String> seen = new HashSet<>();
    return lines.stream()
        .filter(line -> number(line).isPresent())
        .sorted(
            Comparator.comparingDouble((Line line) -> -number(line).orElse(0.0))
                .thenComparing(line -> line.number("value").isEmpty()))
        .filter(line -> seen.add(thing(line)))
        .toList();
  }

  /// Returns the value of a line, else a bound.
  private static Optional<Double> number(Line line) {
    return NUMBERS.stream().flatMap(variable -> line.number(variable).stream()).findFirst();
  }

  private static Stream<Line> valued(List<Line> lines) {
    return lines.stream().filter(line -> line.number("value").isPresent());
  }

  /// Returns the lines of things that have bounds and no value.
  private static List<Line> bounded(List<Line> lines) {
    Set<String> exact = valued(lines).map(ObservationsPage::thing).collect(Collectors.toSet());
    return lines.stream()
        .filter(line -> !exact.contains(thing(line)) && number(line).isPresent())
        .toList();
  }

  private static List<Line> ranked(List<Line> lines) {
    return lines.stream().filter(ObservationsPage::isRanked).toList();
  }

  private static String thing(Line line) {
    return line.first("series").orElseThrow().key();
  }

  /// Reports whether a line has a thing that is not a whole with others in it.
  private static boolean isRanked(Line line) {
    return !isWhole(line) && !line.text("ranked").equals("false");
  }

  /// Returns the last line of each series; of several of one time the one with the largest number.
  private static List<Line> newest(List<Line> lines) {
    Comparator<Line> later =
        Comparator.comparing((Line line) -> line.text("when"))
            .thenComparingDouble(line -> number(line).orElse(Double.NEGATIVE_INFINITY));
    Map<String, Line> newest = new LinkedHashMap<>();
    for (Line line : lines) {
      newest.merge(thing(line), line, BinaryOperator.maxBy(later));
    }
    return List.copyOf(newest.values());
  }

  private static List<Term> series(List<Line> lines) {
    return sorted(newest(lines)).stream().map(line -> line.first("series").orElseThrow()).toList();
  }

  private static String unit(Line line) {
    return line.text("unit");
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

  /// Returns the sentence that says which value is the highest: of the things that the reader
  /// compares, or of all.
  private static String sentence(Observations asked, List<Line> last, boolean share) {
    Set<String> chosen = chosen(asked);
    List<Line> some = chosen.size() > 1 ? of(chosen, last) : ranked(last);
    List<FirstPlace> places =
        once(valued(some).toList()).stream()
            .map(
                line -> {
                  double value = line.number("value").orElseThrow();
                  boolean percent = line.first("unit").filter(FirstPlace::isPercent).isPresent();
                  String unit = percent ? "%" : unit(line);
                  String amount = Reader.text("answer.amount", Shown.compact(value), unit).strip();
                  String dated =
                      line.text("start").isEmpty()
                          ? FirstPlace.at(amount, when(line))
                          : FirstPlace.during(amount, when(line));
                  return new FirstPlace(line.text("series"), value, dated, share || percent);
                })
            .toList();
    List<Line> bounded = bounded(some);
    double first = places.isEmpty() ? 0 : places.getFirst().value();
    if (places.isEmpty()
        || bounded.stream().anyMatch(line -> line.number("lower").orElse(first) > first)) {
      return "";
    }
    long others =
        bounded.stream()
            .filter(line -> line.number("upper").orElse(first) >= first)
            .map(ObservationsPage::thing)
            .distinct()
            .count();
    boolean amounts = some.stream().noneMatch(line -> line.text("amount").equals("false"));
    String values =
        asked.fixed().stream()
            .flatMap(dimension -> dimension.chosen().stream())
            .filter(value -> value.term().isPresent())
            .map(Value::text)
            .collect(Collectors.joining(Reader.text("list.separator")));
    boolean single = places.size() < 2 || time(some).equals(when(some.getFirst()));
    return FirstPlace.highest(places, amounts)
        + (values.isEmpty() ? "" : Reader.text("observations.of", values))
        + (single ? "" : Reader.text("observations.newest-of-each"))
        + (chosen.size() > 2 ? Reader.text("answer.compared", places.size()) : "")
        + (others == 0 ? "" : Reader.text("highest.bounds", others));
  }

  private Answer picture(Content content, List<Site.Source> sources, Format format, Lease lease) {
    Drawing drawing =
        Optional.of(content.view)
            .filter(view -> !view.isEmpty())
            .flatMap(EmbedPage::drawing)
            .orElseThrow(
                () -> new Refusal(404, "There is no picture of this choice; see view=chart."));
    List<String> notes = new ArrayList<>(List.of(content.sentence));
    notes.add(drawing instanceof Plot plot ? plot.measure() : content.caption());
    notes.add(content.note);
    List<String> foot = EmbedPage.foot(sources, templates.graphName(), lease);
    String svg = style.svg(Picture.of(content.title, notes, drawing, foot), templates);
    byte[] bytes =
        format == Format.SVG ? svg.getBytes(StandardCharsets.UTF_8) : Rasteriser.png(svg);
    return Answer.ok(format, Body.of(bytes))
        .withHeader(
            "Content-Disposition", "inline; filename=\"observations." + format.suffix() + "\"");
  }

  private Answer alone(Content content, List<Site.Source> sources, Request request, Lease lease) {
    String site = request.site();
    int height = EmbedPage.drawing(content.view).map(Drawing::height).orElse(600) + FRAME_MARGIN;
    EmbedPage.Content page =
        new EmbedPage.Content(
            content.title,
            (content.sentence + " " + content.note).strip(),
            content.view instanceof Bars ? content.caption() : "",
            content.view,
            0,
            EmbedPage.drawing(content.view).isPresent(),
            content.alone(),
            site + content.address,
            EmbedPage.snippet(site + content.alone(), content.title, height));
    return templates.page("embed", lease, sources, Map.of("page", page)).framed();
  }
}
