package org.techrace.serve;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.techrace.entity.PageQueries;
import org.techrace.release.Releases;
import org.techrace.serve.current.KeptReleases;
import org.techrace.serve.current.Lease;
import org.techrace.serve.find.SearchPage;
import org.techrace.serve.http.EntityTags;
import org.techrace.serve.http.ForReaders;
import org.techrace.serve.http.Front;
import org.techrace.serve.http.Memento;
import org.techrace.serve.http.Route;
import org.techrace.serve.http.StaticFiles;
import org.techrace.serve.pages.BuildPage;
import org.techrace.serve.pages.ComparePage;
import org.techrace.serve.pages.DownloadsPage;
import org.techrace.serve.pages.EmbedPage;
import org.techrace.serve.pages.EntityDocuments;
import org.techrace.serve.pages.ExplorePage;
import org.techrace.serve.pages.FeedPage;
import org.techrace.serve.pages.GraphFiles;
import org.techrace.serve.pages.HomePage;
import org.techrace.serve.pages.ListPage;
import org.techrace.serve.pages.OntologyPage;
import org.techrace.serve.pages.QuestionPicture;
import org.techrace.serve.pages.Questions;
import org.techrace.serve.pages.RelatedQuestions;
import org.techrace.serve.pages.ReportPage;
import org.techrace.serve.pages.Reports;
import org.techrace.serve.pages.ScriptTexts;
import org.techrace.serve.pages.SecurityText;
import org.techrace.serve.pages.ShapeRules;
import org.techrace.serve.pages.SitemapPage;
import org.techrace.serve.pages.SourceChanges;
import org.techrace.serve.pages.Templates;
import org.techrace.serve.pages.WellKnown;
import org.techrace.serve.pages.WorkbenchNotes;
import org.techrace.serve.sparql.Endpoint;
import org.techrace.serve.sparql.GraphStore;
import org.techrace.serve.sparql.QuestionPages;
import org.techrace.serve.work.Evaluator;

/// Maps paths to processors. A new page is a line here, a processor and a template.
final class Routes {
  private Routes() {}

  /// The routes that need nothing but the release. They are ready first.
  static List<Route> ofQueries(Endpoint sparql, ForReaders readers, HealthPage health) {
    return List.of(
        Route.get(Front.HEALTH, health),
        new Route("/sparql", Set.of("GET", "POST"), readers.ofPages(sparql)),
        new Route("/sparql/plan", Set.of("GET", "POST"), sparql::plan),
        Route.get("/graphs", new GraphStore(sparql)));
  }

  /// All other routes, and what they prepare for each release.
  ///
  /// @param prepare called for a release before it is served
  record Pages(List<Route> routes, Consumer<Lease> prepare) {}

  /// All other routes.
  ///
  /// @param evaluator evaluates pages within their limits
  /// @param readers answers in the language of the reader
  /// @param queries the queries that pages are built from
  /// @param doors the doors, which have routes of their own
  static Pages ofPages(
      Options options,
      Endpoint sparql,
      Evaluator evaluator,
      ForReaders readers,
      Templates templates,
      PageQueries queries,
      Questions questions,
      Reports reports,
      ShapeRules shapes,
      GraphFiles graphFiles,
      StaticFiles files,
      Optional<Releases> releases,
      KeptReleases kept,
      EntityTags tags,
      List<Door> doors) {
    RelatedQuestions related = new RelatedQuestions(questions);
    EntityDocuments documents = new EntityDocuments(templates, related, kept);
    OntologyPage ontology = new OntologyPage(templates, shapes);
    WellKnown wellKnown = new WellKnown(questions);
    ExplorePage explore = new ExplorePage(templates, reports);
    DownloadsPage downloads = new DownloadsPage(releases, templates);
    EmbedPage embed = new EmbedPage(templates, graphFiles.pictureStyle());
    SitemapPage sitemap = new SitemapPage(questions, reports, files);
    SearchPage search = new SearchPage(templates, questions, readers.languages());
    QuestionPages gallery =
        new QuestionPages(
            templates,
            questions,
            sparql,
            evaluator,
            new QuestionPicture(templates, graphFiles.pictureStyle()),
            new SourceChanges(releases),
            kept);
    ServedParts parts =
        new ServedParts(
            options, sparql, evaluator, readers, templates, queries, questions, search, documents,
            releases, kept);
    FeedPage feed = new FeedPage(releases, kept, tags);
    List<Route> pages =
        List.of(
            Route.get("/", new HomePage(templates, questions)),
            Route.get("/explore", explore::index),
            Route.get("/explore/*", explore::page),
            Route.get("/build", new BuildPage(templates, shapes)),
            Route.get("/embed/entity/*", embed),
            Route.get("/embed/explore/*", embed),
            Route.get("/embed/home/*", embed),
            Route.get("/picture", EmbedPage::preview),
            Route.get("/sitemap.xml", sitemap::sitemap),
            Route.get("/releases.atom", downloads::feed),
            Route.get("/ldes", feed::index),
            Route.get("/ldes/*", feed::file),
            Route.get("/changes.patch", feed::patch),
            Route.get("/compare", new ComparePage(templates, releases)),
            Route.get("/list", new ListPage(templates)::answer),
            Route.get("/list/*", new ListPage(templates)::answer),
            Route.get("/workbench.json", new WorkbenchNotes(questions)),
            Route.get("/search", search::page),
            Route.get("/suggest", search::suggest),
            Route.get("/downloads", downloads::page),
            Route.get("/reports/*", new ReportPage(reports, templates)),
            Route.get("/id/*", documents::thing),
            Route.get("/scheme/*", documents::thing),
            Route.get("/graph/*", documents::thing),
            Route.get("/graph", documents::release),
            Route.get("/release/*", documents::thing),
            Route.get("/page", documents::foreignPage),
            Route.get("/data", documents::foreignData),
            Route.get("/page/*", documents::page),
            Route.get("/data/*", documents::data),
            Route.get("/ontology", ontology),
            Route.get("/ontology.*", ontology),
            Route.get("/.well-known/void", wellKnown::voidDescription));
    // Evaluated within other limits (queries, reconciliation after its body is read), or cheap.
    List<Route> others =
        List.of(
            Route.get("/questions", readers.of(gallery::list)),
            Route.get("/embed/questions/*", readers.of(gallery::alone)),
            Route.get("/questions/*", readers.of(gallery::one)),
            Route.get("/timemap/*", new Memento(kept)::timeMap),
            Route.get("/downloads/*", downloads::file),
            Route.get("/.well-known/sparql-examples", wellKnown::examples),
            Route.get(
                "/.well-known/security.txt",
                new SecurityText(options.securityContact(), Clock.systemUTC())),
            Route.get("/favicon.ico", (_, _) -> graphFiles.logo()),
            Route.get("/logo", (_, _) -> graphFiles.logo()),
            Route.get("/graph.css", (_, _) -> graphFiles.style()),
            Route.get("/tool", (_, _) -> graphFiles.vocabulary()),
            Route.get("/tool.ttl", (_, _) -> graphFiles.vocabulary()),
            Route.get("/robots.txt", sitemap::robots),
            Route.get(ScriptTexts.PATH + "*", new ScriptTexts(readers.languages())),
            Route.get("/static/*", files));
    List<Route> routes = new ArrayList<>(others);
    pages.forEach(page -> routes.add(parts.page(page.pattern(), page.processor())));
    doors.forEach(door -> routes.addAll(door.routes(parts)));
    return new Pages(
        distinct(routes),
        lease -> {
          search.prepare(lease);
          related.prepare(lease);
        });
  }

  /// Returns the routes if no two have the same pattern.
  private static List<Route> distinct(List<Route> routes) {
    Set<String> patterns = new HashSet<>();
    for (Route route : routes) {
      if (!patterns.add(route.pattern())) {
        throw new IllegalStateException("two parts of the server answer " + route.pattern());
      }
    }
    return List.copyOf(routes);
  }
}
