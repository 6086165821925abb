package org.techrace.serve.pages;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.system.Txn;
import org.apache.jena.vocabulary.OWL;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.RDFS;
import org.techrace.entity.Ask;
import org.techrace.entity.Entities;
import org.techrace.entity.Labels;
import org.techrace.entity.Natural;
import org.techrace.entity.ResultRow;
import org.techrace.entity.Term;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.Format;
import org.techrace.serve.http.Part;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.http.Request;
import org.techrace.serve.http.Route;
import org.techrace.serve.pages.Kinds.Kind;
import org.techrace.serve.pages.Selection.Has;
import org.techrace.serve.view.Address;
import org.techrace.serve.view.Choice;
import org.techrace.serve.view.Facet;
import org.techrace.serve.view.Line;
import org.techrace.serve.view.Shown;
import org.techrace.serve.view.Table;

/// `/list/NAME`: the members of a class. `/list?has=PROPERTY OBJECT`: all things that have a
/// property with an object. Columns and facets are derived from the things in the list.
public final class ListPage implements Part {
  private static final int PAGE_SIZE = 50;
  private static final int MAX_COLUMNS = 9;

  /// The maximum number of values in a facet.
  private static final int MAX_VALUES = 100;

  /// A property is a facet if at least one in 100 things has it.
  private static final int RARE = 100;

  /// The most things of a list that is downloaded.
  private static final int MAX_DOWNLOADED_LINES = 100_000;

  private static final String THING = "thing";

  private final Templates templates;

  public ListPage(Templates templates) {
    this.templates = templates;
  }

  /// The content of the page.
  ///
  /// @param title the class, or the conditions as text
  /// @param beside the prefixed name of the class if its label is not unique, else empty
  /// @param definition the definition of the class, if it has one
  /// @param coverage sentences that say how complete the class is
  /// @param shared the objects of the conditions; empty for the list of a class
  /// @param facets the available filters
  /// @param table the lines of this page
  /// @param count the number of things in the list
  /// @param page the page, from 1
  /// @param pages the number of pages
  /// @param previous the address of the previous page
  /// @param next the address of the next page
  /// @param csv the address of the list as CSV; of the table of the class if the list is too long
  /// @param build the address of the query builder for the class; empty without a class
  public record Content(
      String title,
      String beside,
      Optional<Term> definition,
      List<String> coverage,
      List<Term.Link> shared,
      List<Facet> facets,
      Table table,
      long count,
      int page,
      int pages,
      String previous,
      String next,
      String csv,
      String build) {}

  @Override
  public List<Route> routes() {
    return List.of(Route.page("/list", this::answer), Route.page("/list/*", this::answer));
  }

  private static List<String> coverage(Term type, Entities entities) {
    return EntityPage.coverage(type.key(), List.of(OWL.Class.getURI()), entities);
  }

  /// Returns the address of the list of a class's members.
  public static String address(Term type) {
    return "/list/" + Kinds.name(type);
  }

  /// Returns the address of the list of subjects that have a property with an object.
  public static String address(String property, String object) {
    return Address.of("/list").with("has", new Has(property, object).toString()).toString();
  }

  /// Answers `/list` and `/list/NAME`.
  public Answer answer(Request request, Lease lease) {
    Entities entities = lease.entities();
    String asked = request.path().substring("/list".length()).replaceFirst("^/", "");
    Optional<Kind> kind =
        asked.isEmpty() ? Optional.empty() : Optional.of(Kinds.named(asked, lease));
    String name = kind.map(Kind::name).orElse("");
    Selection selection =
        Selection.of(
            request, kind.stream().map(k -> new Has(RDF.type.getURI(), k.type().iri())).toList());
    if (selection.all().isEmpty()) {
      return Answer.seeOther("/explore");
    }
    boolean csv = request.choose(List.of(Format.HTML, Format.CSV)) == Format.CSV;
    List<ResultRow> properties = entities.rows(selection.ask("list/properties"));
    List<Term> columns = columns(properties, selection);
    long count = count(properties, selection);
    if (csv) {
      checkDownload(count, name);
      return csv(
          name.isEmpty() ? "list" : name,
          columns,
          all(selection, columns, entities),
          request,
          lease);
    }
    int pages = Math.clamp((count + PAGE_SIZE - 1) / PAGE_SIZE, 1, Choice.MAX_PAGE);
    if (selection.choice().page() > pages || count == 0) {
      throw new Refusal(404, "This page of the list is empty.");
    }
    List<Line> lines = shown(selection, entities);
    List<Facet> facets = facets(selection, properties, count, entities);
    Content content =
        new Content(
            kind.map(k -> k.type().text()).orElseGet(() -> chosen(facets)),
            kind.map(Kind::beside).orElse(""),
            kind.flatMap(Kind::definition),
            kind.map(k -> coverage(k.type(), entities)).orElse(List.of()),
            kind.isEmpty() ? shared(selection, entities) : List.of(),
            facets,
            table(columns, lines, selection),
            count,
            selection.choice().page(),
            pages,
            selection.choice().turned(selection.choice().page() - 1),
            selection.choice().turned(selection.choice().page() + 1),
            count > MAX_DOWNLOADED_LINES && selection.has().isEmpty()
                ? table(name)
                : selection.choice().as("csv"),
            kind.map(k -> BuildPage.address(k.name())).orElse(""));
    return templates.page("list", lease, Sources.of(lines, entities), Map.of("page", content));
  }

  /// Returns the conditions as text. A list of one thing has no facets, so its title is "Things".
  private static String chosen(List<Facet> facets) {
    String words =
        facets.stream()
            .flatMap(
                facet ->
                    facet.values().stream()
                        .filter(Facet.Value::chosen)
                        .map(value -> facet.heading() + " " + value.term().text()))
            .collect(Collectors.joining(", "));
    return words.isEmpty() ? Shown.capitalised(Shown.heading("things")) : words;
  }

  private static List<Term.Link> shared(Selection selection, Entities entities) {
    return Txn.calculateRead(
        entities.dataset(),
        () ->
            selection.has().stream()
                .map(has -> entities.labels().link(NodeFactory.createURI(has.object())))
                .toList());
  }

  /// Returns the number of things: all of them have the property of the first condition.
  private static long count(List<ResultRow> properties, Selection selection) {
    return properties.stream()
        .filter(
            row ->
                row.iri("property")
                    .filter(selection.all().getFirst().property()::equals)
                    .isPresent())
        .mapToLong(ListPage::things)
        .findFirst()
        .orElse(0);
  }

  /// Returns the most frequent properties that at least half of the things have, in the order of
  /// their groups.
  private static List<Term> columns(List<ResultRow> properties, Selection selection) {
    long count = count(properties, selection);
    Set<String> same = selection.all().stream().map(Has::property).collect(Collectors.toSet());
    List<ResultRow> useful =
        properties.stream()
            .filter(row -> row.get("group").isPresent())
            .filter(row -> things(row) >= count / 2.0)
            .filter(row -> row.number("objects").orElse(0.0) > 1 || properties.size() < MAX_COLUMNS)
            .filter(row -> row.iri("property").filter(p -> !same.contains(p)).isPresent())
            .toList();
    Set<ResultRow> most =
        useful.stream()
            .sorted(Comparator.comparingLong((ResultRow row) -> -things(row)))
            .limit(MAX_COLUMNS)
            .collect(Collectors.toSet());
    return useful.stream()
        .filter(most::contains)
        .flatMap(row -> row.get("property").stream())
        .toList();
  }

  /// Returns the lines of the current page, with all statements about their things.
  private static List<Line> shown(Selection selection, Entities entities) {
    List<Term> things =
        things(
            entities.rows(
                inOrder(selection).slice((selection.choice().page() - 1L) * PAGE_SIZE, PAGE_SIZE)));
    return readable(
        lines(things, entities.rows(Ask.of("list/cells").about(nodes(things)))), entities.labels());
  }

  /// Returns lines without the translations of texts. Names stay in all languages.
  private static List<Line> readable(List<Line> lines, Labels labels) {
    return lines.stream().map(line -> new Line(readable(line.terms(), labels))).toList();
  }

  private static Map<String, List<Term>> readable(Map<String, List<Term>> cells, Labels labels) {
    Map<String, List<Term>> readable = new LinkedHashMap<>();
    cells.forEach(
        (property, terms) ->
            readable.put(
                property,
                Labels.names(NodeFactory.createURI(property))
                    ? terms
                    : labels.readable(terms, Term::tag)));
    return readable;
  }

  /// Refuses a list that is too long for one file: a part would look like the whole.
  private static void checkDownload(long count, String name) {
    if (count > MAX_DOWNLOADED_LINES) {
      throw new Refusal(
          400,
          "The list has %,d things, more than the %,d of one file. Choose some with the filters%s."
              .formatted(
                  count,
                  MAX_DOWNLOADED_LINES,
                  name.isEmpty() ? "" : ", or take all in " + table(name)));
    }
  }

  /// Returns the address of the table with all things of a class.
  private static String table(String name) {
    return "/tables/" + name + ".csv";
  }

  /// Returns all lines, with the values of the columns.
  private static List<Line> all(Selection selection, List<Term> columns, Entities entities) {
    return lines(
        things(entities.rowsOnce(inOrder(selection))),
        entities.rowsOnce(selection.ask("list/table").about(nodes(columns))));
  }

  private static Ask inOrder(Selection selection) {
    boolean named =
        selection.choice().sort().isDefault()
            || selection.choice().sort().by().equals(RDFS.label.getURI());
    Ask ask =
        named
            ? selection.ask("list/named")
            : selection
                .ask("list/things")
                .with("sort", NodeFactory.createURI(selection.choice().sort().by()));
    return ask.turned(selection.choice().sort().descending());
  }

  private static List<Term> things(List<ResultRow> rows) {
    return rows.stream()
        .flatMap(row -> row.get(THING).stream())
        .filter(t -> t instanceof Term.Link)
        .toList();
  }

  private static List<Node> nodes(List<Term> terms) {
    return terms.stream().map(t -> NodeFactory.createURI(t.key())).toList();
  }

  private static List<Line> lines(List<Term> things, List<ResultRow> statements) {
    Map<String, Map<String, List<Term>>> cells = new LinkedHashMap<>();
    for (Term thing : things) {
      Map<String, List<Term>> line = new LinkedHashMap<>();
      line.put(THING, new ArrayList<>(List.of(thing)));
      cells.put(thing.key(), line);
    }
    for (ResultRow row : statements) {
      cells
          .getOrDefault(row.iri(THING).orElse(""), new LinkedHashMap<>())
          .computeIfAbsent(row.iri("property").orElse(""), p -> new ArrayList<>())
          .add(row.get("object").orElseThrow());
    }
    for (Map<String, List<Term>> line : cells.values()) {
      String name = new Line(line).text(THING) + ": ";
      for (List<Term> terms : line.values()) {
        terms.replaceAll(term -> without(name, term));
        terms.sort(Natural.BY_TEXT);
      }
    }
    return cells.values().stream().map(Line::new).toList();
  }

  /// Returns a part of the thing of a line, such as a status, without the name of the thing in
  /// front of its own.
  private static Term without(String name, Term term) {
    return term instanceof Term.Link link && link.text().startsWith(name)
        ? link.called(link.text().substring(name.length()), link.language())
        : term;
  }

  private static Table table(List<Term> columns, List<Line> lines, Selection selection) {
    List<Table.Column> all = new ArrayList<>();
    String label = RDFS.label.getURI();
    all.add(
        new Table.Column(
            THING,
            Shown.heading("name"),
            false,
            selection.choice().sortedBy(label),
            selection.choice().sort().of(label)));
    for (Term column : columns) {
      all.add(
          new Table.Column(
              column.key(),
              column.text(),
              Table.numeric(column.key(), lines),
              selection.choice().sortedBy(column.key()),
              selection.choice().sort().of(column.key())));
    }
    return new Table(all, lines);
  }

  private static Answer csv(
      String name, List<Term> columns, List<Line> lines, Request request, Lease lease) {
    Map<String, String> heads = new LinkedHashMap<>(Map.of(THING, THING));
    columns.forEach(c -> heads.put(c.key(), c.text()));
    List<Site.Source> sources = Sources.of(lines, lease.entities());
    return Csv.answer(name, heads, lines, sources, request, lease);
  }

  /// Returns the facets. A property is a facet if most things that have it share its object with
  /// others, and if not very few things have it.
  private static List<Facet> facets(
      Selection selection, List<ResultRow> properties, long count, Entities entities) {
    Map<String, List<ResultRow>> byProperty = new LinkedHashMap<>();
    for (ResultRow row : entities.rows(selection.ask("list/facets"))) {
      byProperty.computeIfAbsent(row.iri("property").orElse(""), p -> new ArrayList<>()).add(row);
    }
    Map<String, Term> alike = Kinds.alike(entities);
    List<Facet> facets = new ArrayList<>();
    for (ResultRow property : properties) {
      String iri = property.iri("property").orElse("");
      List<ResultRow> rows = byProperty.getOrDefault(iri, List.of());
      boolean chosen = selection.has().stream().anyMatch(h -> h.property().equals(iri));
      boolean rare = RARE * things(property) < count;
      boolean shared =
          !rare && 2 * rows.stream().mapToLong(ListPage::things).sum() >= things(property);
      if ((shared || chosen) && !Labels.names(NodeFactory.createURI(iri))) {
        facets.add(
            new Facet(
                property.text("property"),
                rows.stream()
                    .filter(row -> narrows(of(iri, row), things(row) < count, selection))
                    .map(row -> value(of(iri, row), row, alike, selection))
                    .sorted(Comparator.comparing((Facet.Value v) -> !v.chosen()))
                    .limit(MAX_VALUES)
                    .toList()));
      }
    }
    return facets.stream().filter(f -> !f.values().isEmpty()).toList();
  }

  /// Reports whether a value is useful as a filter: it is selected, so it can be removed, or it
  /// would leave fewer things.
  private static boolean narrows(Has value, boolean fewer, Selection selection) {
    return selection.has().contains(value) || (fewer && !selection.isFull());
  }

  private static long things(ResultRow row) {
    return row.count("things");
  }

  private static Has of(String property, ResultRow row) {
    return new Has(property, row.iri("object").orElse(""));
  }

  private static Facet.Value value(
      Has has, ResultRow row, Map<String, Term> alike, Selection selection) {
    Term object = row.get("object").orElseThrow();
    return new Facet.Value(
        alike.getOrDefault(object.key(), object),
        things(row),
        selection.has().contains(has),
        selection.toggled(has));
  }
}
