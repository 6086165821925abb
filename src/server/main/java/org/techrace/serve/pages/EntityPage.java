package org.techrace.serve.pages;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.techrace.entity.Ask;
import org.techrace.entity.Entities;
import org.techrace.entity.Entity;
import org.techrace.entity.PageQueries;
import org.techrace.entity.PageQuery;
import org.techrace.entity.ResultRow;
import org.techrace.entity.Term;
import org.techrace.entity.ViewKind;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.view.Address;
import org.techrace.serve.view.Chart;
import org.techrace.serve.view.Colours;
import org.techrace.serve.view.Leaders;
import org.techrace.serve.view.Line;
import org.techrace.serve.view.Links;
import org.techrace.serve.view.Neighbourhood;
import org.techrace.serve.view.Panel;
import org.techrace.serve.view.Sentence;

/// The page about a thing: its statements, incoming links, and the panels of
/// `queries/pages/entity`.
public final class EntityPage {
  /// The folder of the queries whose findings are the first sentences of a page.
  private static final String ANSWERS = "answer";

  /// The folder of the queries whose findings say how complete something is.
  private static final String COVERAGE = "coverage";

  private EntityPage() {}

  /// The content of the page.
  ///
  /// @param thing the thing
  /// @param schema a schema.org description as JSON-LD, or empty
  /// @param answers sentences with the most important figures
  /// @param coverage sentences that say how complete it is
  /// @param panels the panels that are not empty
  /// @param charts the sources of each chart of a panel, by its title
  /// @param credits the sources of the other panels with numbers, by the name of the query
  /// @param questions the questions about it
  /// @param neighbourhood the picture of related things
  /// @param around its address
  /// @param since the earlier release that it is compared with
  /// @param changes what changed since that release
  public record Content(
      Entity entity,
      Term.Link thing,
      String schema,
      List<String> answers,
      List<String> coverage,
      List<Panel> panels,
      Map<Term, List<Site.Source>> charts,
      Map<String, List<Site.Source>> credits,
      List<RelatedQuestions.Reference> questions,
      Neighbourhood neighbourhood,
      Address around,
      Since since,
      Optional<EntityChanges> changes) {

    /// Returns its classes, without a second class of the same name.
    public List<Term.Link> types() {
      Set<String> seen = new HashSet<>();
      return entity.types().stream().filter(type -> seen.add(type.text())).toList();
    }

    /// Returns the sentences that describe it, if they say more than its class.
    public List<Sentence> sentences() {
      return panels.stream()
          .flatMap(panel -> panel.view() instanceof Sentence s ? Stream.of(s) : Stream.empty())
          .toList();
    }

    /// Returns the page in a few sentences, for search engines and link previews: what it says
    /// first, or else what the thing is.
    public String description() {
      return answers.isEmpty()
          ? sentences().stream().findFirst().map(Sentence::text).orElse("")
          : String.join(" ", answers);
    }

    /// Returns the sources of a panel that has numbers and is not several charts.
    public List<Site.Source> credit(Panel panel) {
      return credits.getOrDefault(panel.query().name(), List.of());
    }

    /// Returns the address of a picture for previews of the page.
    public String picture() {
      return panels.stream()
          .flatMap(panel -> EmbedPage.picture(panel).stream())
          .findFirst()
          .orElse(EmbedPage.PICTURE);
    }

    /// Returns the panels by topic. A panel without a topic is a section of its own. Panels at the
    /// top of the page (links and the sentence) are not included.
    public List<Section> sections() {
      Map<String, List<Panel>> byTitle = new LinkedHashMap<>();
      panels.stream()
          .filter(panel -> !(panel.view() instanceof Links || panel.view() instanceof Sentence))
          .forEach(
              panel ->
                  byTitle
                      .computeIfAbsent(
                          panel.topic().isEmpty() ? panel.title() : panel.topic(),
                          title -> new ArrayList<>())
                      .add(panel));
      return byTitle.entrySet().stream().map(e -> new Section(e.getKey(), e.getValue())).toList();
    }
  }

  /// The panels under one heading.
  public record Section(String title, List<Panel> panels) {
    /// Returns the fragment of its address on the page.
    public String id() {
      return "of-" + panels.getFirst().id();
    }
  }

  /// Returns sentences that describe a thing.
  public static Optional<String> sentence(String iri, Entities entities) {
    Node thing = NodeFactory.createURI(iri);
    return entities.queries().in("entity").stream()
        .filter(q -> q.head("View").equals("sentence"))
        .map(
            q ->
                Panel.of(q, entities.rows(Ask.of(q.name()).with("this", thing)), Colours.FREE)
                    .view())
        .flatMap(
            view ->
                view instanceof Sentence s && !s.isEmpty() ? Stream.of(s.text()) : Stream.empty())
        .reduce((first, second) -> first + " " + second);
  }

  /// Returns what the page about a thing says first.
  ///
  /// @param classes its classes
  public static String lead(String iri, List<String> classes, Entities entities) {
    Node thing = NodeFactory.createURI(iri);
    Stream<String> leaders =
        entities.queries().in("entity").stream()
            .filter(q -> q.head("View").equals("leaders") && q.isAbout(classes))
            .map(
                q -> Panel.of(q, entities.rows(Ask.of(q.name()).with("this", thing)), Colours.FREE))
            .flatMap(EntityPage::leaders);
    return Stream.concat(
            leaders, findings(ANSWERS, iri, classes, entities.queries(), entities::rows))
        .findFirst()
        .or(() -> sentence(iri, entities))
        .orElse("");
  }

  private static Stream<String> leaders(Panel panel) {
    return panel.view() instanceof Leaders leaders && !leaders.isEmpty()
        ? leaders.sentences().stream()
        : Stream.empty();
  }

  /// Returns sentences that say how complete a list, a data set, an indicator or a class is.
  static List<String> coverage(String iri, List<String> classes, Entities entities) {
    return findings(COVERAGE, iri, classes, entities.queries(), entities::rows).toList();
  }

  private static Stream<String> findings(
      String folder,
      String iri,
      List<String> classes,
      PageQueries queries,
      Function<Ask, List<ResultRow>> rows) {
    Node thing = NodeFactory.createURI(iri);
    return queries.in(folder).stream()
        .filter(q -> q.isAbout(classes))
        .flatMap(
            q ->
                rows.apply(Ask.of(q.name()).with("this", thing)).stream()
                    .map(row -> Panel.finding(q, List.of(row))))
        .filter(finding -> !finding.isEmpty());
  }

  static Answer of(
      Entity entity,
      RelatedQuestions questions,
      Places.Said places,
      Entities entities,
      Since since,
      Optional<EntityChanges> changes,
      Lease lease,
      Templates templates) {
    Node thing = NodeFactory.createURI(entity.iri());
    List<String> classes = entity.types().stream().map(Term.Link::iri).toList();
    Colours colours = Colours.of(entities);
    Addresses addresses = new Addresses(entities.iris());
    Map<Ask, List<ResultRow>> rows =
        entities.rows(
            Stream.of("entity", ANSWERS, COVERAGE)
                .flatMap(folder -> entities.queries().in(folder).stream())
                .filter(q -> q.isAbout(classes))
                .map(q -> Ask.of(q.name()).with("this", thing))
                .toList());
    Function<Ask, List<ResultRow>> asked = ask -> rows.getOrDefault(ask, List.of());
    List<Panel> panels =
        entities.queries().in("entity").stream()
            .filter(q -> q.isAbout(classes))
            .map(q -> Panel.of(q, asked.apply(Ask.of(q.name()).with("this", thing)), colours))
            .filter(panel -> !panel.view().isEmpty())
            .map(panel -> panel.about(entity.iri(), addresses.documentOf(entity.iri())))
            .toList();
    Term.Link about =
        entities.link(entity.iri(), "").called(entity.name(), entity.languageOfName());
    Stream<String> leaders = panels.stream().flatMap(EntityPage::leaders);
    Stream<String> findings = findings(ANSWERS, entity.iri(), classes, entities.queries(), asked);
    Content content =
        new Content(
            entity,
            about,
            SchemaOrg.jsonLd(entities.construct("schema", thing), entity.iri()),
            Stream.of(leaders, places.sentences().stream(), findings).flatMap(one -> one).toList(),
            findings(COVERAGE, entity.iri(), classes, entities.queries(), asked).toList(),
            panels,
            charts(panels, entities),
            credits(panels, thing, asked, entities),
            questions.about(entity.iri(), lease),
            AroundPage.of(entity, about, entities),
            AroundPage.address(entity.iri(), addresses),
            since,
            changes);
    return templates.page(
        "entity",
        lease,
        Sources.of(
            Stream.of(Stream.of(about), places.figures().stream(), figures(rows.values()))
                .flatMap(one -> one),
            entities),
        Map.of("page", content));
  }

  private static Map<Term, List<Site.Source>> charts(List<Panel> panels, Entities entities) {
    Map<Term, List<Site.Source>> charts = new HashMap<>();
    for (Panel panel : panels) {
      if (panel.view() instanceof Chart chart) {
        charts.putAll(Sources.ofCharts(chart, entities));
      }
    }
    return charts;
  }

  private static Map<String, List<Site.Source>> credits(
      List<Panel> panels, Node thing, Function<Ask, List<ResultRow>> rows, Entities entities) {
    Map<String, List<Site.Source>> credits = new HashMap<>();
    for (Panel panel : panels) {
      PageQuery query = panel.query();
      if (!(panel.view() instanceof Chart) && !ViewKind.of(query).numbers().isEmpty()) {
        Ask ask = Ask.of(query.name()).with("this", thing);
        List<Line> lines = Panel.lines(query, rows.apply(ask));
        credits.put(query.name(), Sources.of(query, entities.query(ask), lines, entities));
      }
    }
    return credits;
  }

  /// Returns a figure of each data set in the panels: their sources are sources of the page.
  private static Stream<Term> figures(Collection<List<ResultRow>> panels) {
    Map<Optional<Term>, Term> figures = new LinkedHashMap<>();
    for (List<ResultRow> rows : panels) {
      for (ResultRow row : rows) {
        row.get("figure").ifPresent(one -> figures.putIfAbsent(row.get("by"), one));
      }
    }
    return figures.values().stream();
  }
}
