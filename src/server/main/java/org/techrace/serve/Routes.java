package org.techrace.serve;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.techrace.serve.http.EntityTags;
import org.techrace.serve.http.ForReaders;
import org.techrace.serve.http.Front;
import org.techrace.serve.http.Memento;
import org.techrace.serve.http.Part;
import org.techrace.serve.http.Route;
import org.techrace.serve.http.StaticFiles;
import org.techrace.serve.pages.AroundPage;
import org.techrace.serve.pages.BuildPage;
import org.techrace.serve.pages.ComparePage;
import org.techrace.serve.pages.DownloadsPage;
import org.techrace.serve.pages.EmbedPage;
import org.techrace.serve.pages.ExplorePage;
import org.techrace.serve.pages.FeedPage;
import org.techrace.serve.pages.GraphFiles;
import org.techrace.serve.pages.HomePage;
import org.techrace.serve.pages.ListPage;
import org.techrace.serve.pages.ObservationsPage;
import org.techrace.serve.pages.OntologyPage;
import org.techrace.serve.pages.PictureStyle;
import org.techrace.serve.pages.QuestionPicture;
import org.techrace.serve.pages.Questions;
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
import org.techrace.serve.sparql.QueryLimits;
import org.techrace.serve.sparql.QuestionPages;
import org.techrace.serve.work.Limits;

/// Collects the parts of the server and their routes. A new page is a line in [#parts], a class
/// with its routes, and a template.
final class Routes {
  private Routes() {}

  /// The routes that need nothing but the release. They are ready first.
  static List<Route> ofQueries(
      Endpoint sparql, ForReaders readers, HealthPage health, Limits limits) {
    return List.of(
        Route.get(Front.HEALTH, health),
        new Route("/sparql", Set.of("GET", "POST"), readers.ofPages(sparql)),
        new Route("/sparql/plan", Set.of("GET", "POST"), sparql::plan),
        new Route(
            "/sparql/limits", Set.of("GET", "POST"), readers.ofPages(new QueryLimits(sparql))),
        Route.get("/graphs", new GraphStore(sparql, limits.answerBytes())));
  }

  /// The files of a project that its pages show, and those of the site.
  ///
  /// @param reports the reports on a release
  /// @param shapes the rules of the ontology
  /// @param graph the files of the graph
  /// @param statics the files of the site
  record Files(Reports reports, ShapeRules shapes, GraphFiles graph, StaticFiles statics) {}

  /// Returns the parts of the site, each of which knows its routes.
  static List<Part> parts(ServedParts served, Files files, EntityTags tags) {
    Templates templates = served.templates();
    Questions questions = served.questions();
    PictureStyle style = files.graph().pictureStyle();
    return List.of(
        new HomePage(templates, questions),
        new ExplorePage(templates, files.reports()),
        new BuildPage(templates, files.shapes()),
        new EmbedPage(templates, style),
        new AroundPage(templates, style),
        new ObservationsPage(templates, style, served.kept()),
        new QuestionPages(
            templates,
            questions,
            served.sparql(),
            served.evaluator(),
            new QuestionPicture(templates, style),
            new SourceChanges(served.releases()),
            served.kept()),
        served.search(),
        served.documents(),
        new OntologyPage(templates, files.shapes()),
        new ListPage(templates),
        new ComparePage(templates, served.releases()),
        new ReportPage(files.reports(), templates),
        new DownloadsPage(served.releases(), templates),
        new FeedPage(served.releases(), served.kept(), tags),
        new Memento(served.kept()),
        new SitemapPage(questions, files.reports(), files.statics()),
        new WorkbenchNotes(questions),
        new WellKnown(questions),
        new SecurityText(served.options().securityContact(), Clock.systemUTC()),
        files.graph(),
        new ScriptTexts(served.readers().languages()),
        files.statics());
  }

  /// Returns the routes of the parts and of the doors.
  static List<Route> of(List<Part> parts, List<Door> doors, ServedParts served) {
    List<Route> routes = new ArrayList<>();
    parts.forEach(part -> part.routes().forEach(route -> routes.add(served.complete(route))));
    doors.forEach(door -> routes.addAll(door.routes(served)));
    return distinct(routes);
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
