package org.techrace.serve;

import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.apache.jena.fuseki.FusekiException;
import org.apache.jena.fuseki.main.FusekiServer;
import org.eclipse.jetty.ee11.servlet.ServletHandler;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.techrace.entity.Entities;
import org.techrace.entity.PageQueries;
import org.techrace.guard.Scratch;
import org.techrace.rdf.Iris;
import org.techrace.rdf.QueryFolder;
import org.techrace.release.Release;
import org.techrace.release.Releases;
import org.techrace.remote.EndpointDataset;
import org.techrace.serve.current.Current;
import org.techrace.serve.current.KeptReleases;
import org.techrace.serve.current.Promotions;
import org.techrace.serve.current.Retirement;
import org.techrace.serve.current.StillOpeningException;
import org.techrace.serve.current.WarmUp;
import org.techrace.serve.find.SearchPage;
import org.techrace.serve.http.Bodies;
import org.techrace.serve.http.ClientBudgets;
import org.techrace.serve.http.Connections;
import org.techrace.serve.http.Delivery;
import org.techrace.serve.http.EntityTags;
import org.techrace.serve.http.Errors;
import org.techrace.serve.http.ForReaders;
import org.techrace.serve.http.Framing;
import org.techrace.serve.http.Front;
import org.techrace.serve.http.JettyErrorHandler;
import org.techrace.serve.http.Part;
import org.techrace.serve.http.RefusalHandler;
import org.techrace.serve.http.Route;
import org.techrace.serve.http.ServerOptionsHandler;
import org.techrace.serve.http.StaticFiles;
import org.techrace.serve.http.Traffic;
import org.techrace.serve.pages.Addresses;
import org.techrace.serve.pages.EntityDocuments;
import org.techrace.serve.pages.GraphFiles;
import org.techrace.serve.pages.Questions;
import org.techrace.serve.pages.RelatedQuestions;
import org.techrace.serve.pages.Reports;
import org.techrace.serve.pages.ShapeRules;
import org.techrace.serve.pages.Templates;
import org.techrace.serve.sparql.Endpoint;
import org.techrace.serve.sparql.Federation;
import org.techrace.serve.sparql.QueryPage;
import org.techrace.serve.sparql.ServiceDescription;
import org.techrace.serve.text.Languages;
import org.techrace.serve.view.Address;
import org.techrace.serve.work.Evaluator;
import org.techrace.serve.work.Limits;
import org.techrace.serve.work.MemoryGuard;
import org.techrace.serve.work.Watchdog;
import org.techrace.threads.Helpers;

/// A running server. It reads a folder of releases, serves the current one, and follows promotions.
///
/// {@snippet file="org/techrace/serve/ServerExampleTest.java" region="start"}
///
/// Safe for use by several threads.
public final class Server implements AutoCloseable {
  private final Options options;
  private final FusekiServer fuseki;
  private final Operations operations;
  private final Federation federation;
  private final Current current;
  private final KeptReleases kept;
  private final Traffic traffic;
  private final List<Connections> connections;

  private final Readiness readiness;

  private final List<Door> doors;
  private final Languages languages;

  private String example = "";
  private Optional<Questions> questions = Optional.empty();
  private List<Route> routes = List.of();
  private Optional<Promotions> promotions = Optional.empty();
  private Optional<WarmUp> warmUp = Optional.empty();

  private Server(
      Options options,
      FusekiServer fuseki,
      Operations operations,
      Federation federation,
      Current current,
      KeptReleases kept,
      Traffic traffic,
      List<Connections> connections,
      Readiness readiness,
      List<Door> doors,
      Languages languages) {
    this.doors = doors;
    this.languages = languages;
    this.readiness = readiness;
    this.options = options;
    this.fuseki = fuseki;
    this.operations = operations;
    this.federation = federation;
    this.current = current;
    this.kept = kept;
    this.traffic = traffic;
    this.connections = connections;
  }

  /// Serves the current release of a folder, and later whichever release is promoted there.
  ///
  /// @throws IOException if no release is current, if it or the queries cannot be read, or if a
  ///   port is in use
  public static Server start(Options options, Releases releases) throws IOException {
    return start(Preparation.of(options), releases);
  }

  /// Serves the current release of a folder, with a preparation made earlier.
  ///
  /// @throws IOException as [#start(Options, Releases)]
  public static Server start(Preparation prepared, Releases releases) throws IOException {
    String id = releases.promoted();
    Release release = releases.open(id);
    Retirement retirement = new Retirement(releases, prepared.options().keep());
    List<URI> endpoints = prepared.options().endpoints();
    Engines engines = new Engines(endpoints, releases, prepared.options().limits());
    Promotions.Opener opener =
        opened -> {
          Current.Open open = Current.Open.of(opened, retirement);
          return engines.of(opened, open);
        };
    Server server = start(prepared, opener.open(release), Optional.of(releases));
    server.example = release.iris().local(release.example());
    // The data behind a single endpoint does not change with the release.
    if (endpoints.size() != 1) {
      server.promotions =
          Optional.of(Promotions.watch(releases, id, opener, server::promote, server.kept::look));
    }
    server.warmUp =
        Optional.of(
            WarmUp.start(
                server.firstAsked(release),
                server.uri().resolve("explore"),
                server.languages.tags(),
                server.traffic::busy,
                server.readiness::warmedUp));
    return server;
  }

  /// Serves one release until the server is closed.
  ///
  /// @throws IOException if the queries cannot be read or a port is in use
  static Server start(Options options, Current.Open release) throws IOException {
    Server server = start(Preparation.of(options), release, Optional.empty());
    server.readiness.warmedUp();
    return server;
  }

  private static Server start(
      Preparation prepared, Current.Open release, Optional<Releases> releases) throws IOException {
    Options options = prepared.options();
    List<Door> doors = Door.all();
    Templates templates =
        new Templates(
            options.graph(),
            options.address().publicUrl().orElse(""),
            doors.stream().flatMap(door -> door.links().stream()).toList());
    Limits limits = options.limits();
    Helpers helpers = new Helpers(limits.threads());
    Scratch scratch = new Scratch(limits.scratch());
    helpers.lendTo(release.dataset().getContext());
    scratch.lendTo(release.dataset().getContext());
    CompletableFuture<PageQueries> pageQueries = new CompletableFuture<>();
    Current current =
        new Current(
            release,
            data -> {
              helpers.lendTo(data.getContext());
              scratch.lendTo(data.getContext());
              return new Entities(
                  data, StillOpeningException.await(pageQueries), limits.pageBytes());
            });
    KeptReleases kept =
        new KeptReleases(
            releases,
            current,
            data -> {
              helpers.lendTo(data.getContext());
              scratch.lendTo(data.getContext());
              return new Entities(
                  data, StillOpeningException.await(pageQueries), options.earlierPageBytes());
            },
            options.openReleases(),
            options.citations());
    Operations operations = prepared.operations();
    MemoryGuard memory = new MemoryGuard(limits.memory(), helpers);
    Watchdog watchdog = new Watchdog(limits.stuck());
    operations.watch(watchdog);
    ClientBudgets budgets = new ClientBudgets(options.budget());
    Evaluator evaluator =
        Evaluator.ofPages(limits, memory, watchdog, budgets, operations.metrics());
    EntityTags tags = new EntityTags(prepared.edition(), options.address());
    Traffic traffic = new Traffic(operations.metrics());
    Federation federation = new Federation(options.services());
    Endpoint sparql =
        new Endpoint(
            limits,
            Evaluator.ofQueries(limits, memory, watchdog, budgets, operations.metrics()),
            federation,
            kept,
            new ServiceDescription(
                limits, options.services(), release.dataset() instanceof EndpointDataset),
            new QueryPage(templates),
            tags);
    Readiness readiness = new Readiness(System::nanoTime);
    CompletableFuture<List<Route>> pages = new CompletableFuture<>();
    ForReaders readers = new ForReaders(Languages.of(options.queries()));
    List<Route> queries =
        Routes.ofQueries(
            sparql,
            readers,
            new HealthPage(readiness, prepared.followed(), Clock.systemUTC()),
            limits);
    Front front =
        new Front(
            queries,
            pages,
            current,
            kept,
            errors(templates),
            new Bodies.Space(limits.answerBytes()),
            budgets,
            new Delivery(tags),
            traffic,
            options.address(),
            options.crossOrigin(),
            readers);
    FusekiServer fuseki =
        FusekiServer.create().port(options.port()).addServlet("/*", front).build();
    waitCheaply(fuseki);
    JettyErrorHandler unreadable = new JettyErrorHandler(options.crossOrigin());
    fuseki.getJettyServer().setErrorHandler(unreadable);
    fuseki.getJettyServer().insertHandler(new ServerOptionsHandler(options.crossOrigin()));
    fuseki
        .getJettyServer()
        .insertHandler(
            new RefusalHandler(
                options.crossOrigin(), List.of(Framing::check, options.hosts()::check)));
    fuseki
        .getJettyServer()
        .getDescendants(ServletHandler.class)
        .forEach(servlets -> servlets.setDecodeAmbiguousURIs(true));
    fuseki
        .getJettyServer()
        .getDescendants(ContextHandler.class)
        .forEach(context -> context.setErrorHandler(unreadable));
    List<Connections> connections = new ArrayList<>();
    for (Connector connector : fuseki.getJettyServer().getConnectors()) {
      if (connector instanceof ServerConnector listening) {
        listening.setHost(options.host());
        sendFromSmallBuffers(listening);
        allowEncodedNames(listening);
        connections.add(
            Connections.limit(
                listening,
                options.connections(),
                options.address().trustProxy(),
                operations.metrics()));
      }
    }
    Server server =
        new Server(
            options,
            fuseki,
            operations,
            federation,
            current,
            kept,
            traffic,
            connections,
            readiness,
            doors,
            readers.languages());
    try {
      operations.listen();
      listen(fuseki, "the site", "--port ");
      // From here on, queries are answered. Pages are answered once their queries are read.
      Path files = options.queries();
      StaticFiles statics = new StaticFiles();
      Iris iris = release.iris();
      pageQueries.complete(PageQueries.read(files, iris, options.graph().languages()));
      current.openPages();
      Questions questions = Questions.read(files.resolve("questions"));
      ServedParts served =
          new ServedParts(
              options,
              sparql,
              evaluator,
              readers,
              templates,
              pageQueries.join(),
              questions,
              new SearchPage(templates, questions, readers.languages()),
              new EntityDocuments(templates, new RelatedQuestions(questions), kept),
              releases,
              kept);
      List<Part> parts =
          Routes.parts(
              served,
              new Routes.Files(
                  Reports.read(
                      new QueryFolder(files, iris, options.graph().languages().getFirst())),
                  ShapeRules.read(
                      files.resolveSibling("ontology").resolve("shapes"), pageQueries.join()),
                  GraphFiles.read(options.graph(), statics),
                  statics),
              tags);
      List<Route> routes = Routes.of(parts, doors, served);
      current.prepareWith(lease -> parts.forEach(part -> part.prepare(lease)));
      pages.complete(routes);
      readiness.open();
      server.questions = Optional.of(questions);
      server.routes = Stream.concat(queries.stream(), routes.stream()).toList();
      return server;
    } catch (IOException | RuntimeException | Error e) {
      pages.completeExceptionally(e);
      current.failPages(e);
      server.close();
      throw e;
    }
  }

  /// Starts to listen.
  ///
  /// @param what what is served on this port, for messages
  /// @param option the option that sets the port
  static void listen(FusekiServer fuseki, String what, String option) throws IOException {
    try {
      fuseki.start();
    } catch (FusekiException e) {
      if (e.getCause() instanceof IOException failed
          && failed.getCause() instanceof BindException) {
        int free = Ports.free(fuseki.getPort());
        throw new IOException(
            "port %d (%s) is taken by another program; port %d is free: %s%d"
                .formatted(fuseki.getPort(), what, free, option, free),
            e);
      }
      throw e;
    }
  }

  /// Lets requests run on virtual threads, so that one that waits does not occupy a platform
  /// thread.
  private static void waitCheaply(FusekiServer fuseki) {
    if (fuseki.getJettyServer().getThreadPool() instanceof QueuedThreadPool pool) {
      pool.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
    }
  }

  /// Sets a small output buffer. Fuseki asks for 5 MB per connection, and clearing it took longer
  /// than making most answers. Answers are complete before they are sent, so 32 KB are enough.
  private static void sendFromSmallBuffers(ServerConnector connector) {
    connector
        .getConnectionFactory(HttpConnectionFactory.class)
        .getHttpConfiguration()
        .setOutputBufferSize(1 << 15);
  }

  /// Accepts what a name can have in a path: `%2F`, as in a whole IRI, `%25` and `%5C`, as in names
  /// made from texts. No file and no route becomes ambiguous: [Front] takes an encoded slash as
  /// part of a name, and nothing decodes a path twice.
  private static void allowEncodedNames(ServerConnector connector) {
    HttpConfiguration configuration =
        connector.getConnectionFactory(HttpConnectionFactory.class).getHttpConfiguration();
    configuration.setUriCompliance(
        configuration
            .getUriCompliance()
            .with(
                "names",
                UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
                UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
                UriCompliance.Violation.SUSPICIOUS_PATH_CHARACTERS));
  }

  private static Errors errors(Templates templates) {
    return new Errors(
        (status, sentence, release) ->
            templates.page(
                "error",
                templates.site(release, List.of()),
                Map.of("status", status, "sentence", sentence)));
  }

  /// The addresses to warm up first: a query, the first pages, what programs and language models
  /// ask first, then one of each type of page in the order in which readers open them, with
  /// questions of different forms, which are also what readers search for.
  private List<URI> firstAsked(Release release) {
    String examplePage = new Addresses(release.iris()).page(release.example());
    List<String> paths =
        new ArrayList<>(
            List.of(
                "sparql?format=json&query=SELECT+*+WHERE+%7B+?s+?p+?o+%7D+LIMIT+1",
                "", "search?q=university", examplePage));
    doors.forEach(door -> paths.addAll(door.firstAsked(release.example())));
    for (Questions.Question question : questions.orElseThrow().examples()) {
      paths.add(question.page().substring(1));
      paths.add(Address.of("search").with("q", question.title()).toString());
    }
    paths.addAll(
        List.of(
            "suggest?q=university",
            "questions",
            "compare?thing=" + examplePage.substring("/page/".length()),
            "sparql",
            "workbench.json",
            "sparql?format=html&query=SELECT+*+WHERE+%7B+?s+?p+?o+%7D+LIMIT+1",
            "build",
            "downloads",
            "page/release/" + release.id(),
            "picture",
            "sitemap.xml",
            "releases.atom"));
    return paths.stream().map(path -> uri().resolve(path)).toList();
  }

  /// Returns the routes of the site.
  List<Route> routes() {
    return routes;
  }

  /// Waits until the server has warmed up.
  public void awaitWarm() throws InterruptedException {
    if (warmUp.isPresent()) {
      warmUp.get().await();
    }
  }

  /// Asks all questions after the server has warmed up, so that what a JVM learns in this run
  /// covers all forms of queries.
  public void rehearse() throws InterruptedException {
    awaitWarm();
    List<URI> all =
        questions.orElseThrow().list().stream()
            .map(question -> uri().resolve(question.page()))
            .toList();
    URI links = uri().resolve("questions");
    List<String> language = List.of(Languages.DEFAULT);
    try (WarmUp rehearsal = WarmUp.start(all, links, language, () -> false, () -> {})) {
      rehearsal.await();
    }
  }

  /// The address of the home page. If the server listens on all addresses, that of this machine.
  public URI uri() {
    String host = options.host().matches("0\\.0\\.0\\.0|::") ? "localhost" : options.host();
    String written = host.contains(":") ? "[" + host + "]" : host;
    return URI.create("http://" + written + ":" + fuseki.getPort() + "/");
  }

  /// The address of an entity that is a good start for a tour.
  public URI example() {
    return uri().resolve(example);
  }

  /// The base address of ping and metrics.
  public URI operationsUri() {
    return operations.uri();
  }

  /// Serves another release from now on. Requests in progress end on the release they began with.
  void promote(Current.Open release) {
    kept.look();
    current.promote(release);
  }

  /// Stops accepting requests, lets those in progress end, then closes the release.
  @Override
  public void close() {
    promotions.ifPresent(Promotions::close);
    warmUp.ifPresent(WarmUp::close);
    traffic.drain(options.drain());
    fuseki.stop();
    connections.forEach(Connections::close);
    operations.close();
    federation.close();
    kept.close();
    current.close();
  }
}
