package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.apache.jena.fuseki.main.FusekiServer;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.system.Txn;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.VirtuosoServer;
import org.techrace.cli.Project.Outcome;
import org.techrace.release.Digests;
import org.techrace.release.Releases;
import org.techrace.serve.Server;

/// The way past one machine: a release without a store, whose data another engine holds, from the
/// first table to a promoted second release and back.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class HeldByTest {
  private static final String BREWERIES =
      """
      brewery_id,name,country,founded
      1,Augustiner,Germany,1328
      2,Cantillon,Belgium,1900
      3,Rochefort,Belgium,1899
      4,Uerige,Germany,1862
      """;

  private static final String BEERS =
      """
      beer_id,name,brewery_id
      a1,Edelstoff,1
      a2,Gueuze,2
      a3,Kriek,2
      a4,Rochefort 8,3
      a5,Rochefort 10,3
      a6,Altbier,4
      """;

  /// The numbers of statements in the description of a release.
  private static final Pattern STATEMENTS = Pattern.compile("(void:triples +\")(\\d+)");

  private static final String BEERS_FILE = "data/graph/beers.csv";

  @TempDir private Path folder;
  private Project project = Project.at(Path.of(""));

  @BeforeEach
  void start() throws IOException {
    Path graph = folder.resolve("graph");
    Outcome made =
        Project.at(folder)
            .command(
                "start",
                "--yes",
                "--no-serve",
                "--folder=" + graph,
                Files.writeString(folder.resolve("breweries.csv"), BREWERIES).toString(),
                Files.writeString(folder.resolve("beers.csv"), BEERS).toString());
    assertThat(made.code()).as(made.err()).isZero();
    project = Project.at(graph);
  }

  @Test
  void promotesASecondReleaseBetweenTwoFusekis() throws Exception {
    FusekiServer blue = fuseki(DatasetGraphFactory.createTxnMem());
    FusekiServer green = fuseki(DatasetGraphFactory.createTxnMem());
    try {
      promotesASecondRelease(
          List.of("--held-by=fuseki=" + address(blue)),
          List.of("--held-by=fuseki=" + address(green)));
    } finally {
      blue.stop();
      green.stop();
    }
  }

  @Test
  @Tag("long")
  void promotesASecondReleaseBetweenTwoVirtuosos() throws Exception {
    try (VirtuosoServer blue = virtuoso();
        VirtuosoServer green = virtuoso()) {
      promotesASecondRelease(options(blue), options(green));
    }
  }

  @Test
  void anEngineThatDoesNotAnswerHoldsNothing() {
    String nobody = "http://localhost:9/sparql";
    Outcome built = build(List.of("--held-by=" + nobody));
    assertThat(built.code()).isEqualTo(3);
    assertThat(built.err())
        .contains("the endpoint " + nobody + " does not answer")
        .doesNotContain("this is a bug");
    assertThat(project.releases().folder("engines")).doesNotExist();
  }

  private VirtuosoServer virtuoso() throws Exception {
    return VirtuosoServer.startEmpty(folder)
        .orElseGet(() -> abort("Debian's virtuoso-opensource-7-bin is not installed"));
  }

  private static List<String> options(VirtuosoServer virtuoso) {
    return List.of("--held-by=virtuoso=" + virtuoso.endpoint(), "--sql=" + virtuoso.sql());
  }

  private static FusekiServer fuseki(DatasetGraph data) {
    return FusekiServer.create().port(0).loopback(true).add("/kg", data, true).build().start();
  }

  private static URI address(FusekiServer fuseki) {
    return URI.create("http://localhost:" + fuseki.getPort() + "/kg");
  }

  private Outcome build(List<String> options) {
    String[] words = new String[options.size() + 1];
    words[0] = "build";
    for (int i = 0; i < options.size(); i++) {
      words[i + 1] = options.get(i);
    }
    return project.run(words);
  }

  private void promotesASecondRelease(List<String> blue, List<String> green) throws Exception {
    Releases releases = project.releases();
    Outcome first = build(blue);
    assertThat(first.code()).as(first.out() + first.err()).isZero();
    String one = releases.promoted();
    assertThat(releases.folder(one).resolve("store")).doesNotExist();
    assertThat(releases.folder(one).resolve("tables/Beer.csv.gz")).exists();
    assertThat(build(blue).out()).contains("release " + one + " is up to date");
    assertThat(project.run("check").code()).isZero();
    try (Server server = serve()) {
      assertThat(page(server, "/id/a2", "/search?q=gueuze")).contains("Gueuze");
      project.edit(BEERS_FILE, "Gueuze", "Geuze");
      Outcome refused = build(blue);
      assertThat(refused.code()).isEqualTo(3);
      assertThat(refused.err()).contains("holds the current release " + one);

      Outcome second = build(green);
      assertThat(second.code()).as(second.out() + second.err()).isZero();
      await(server, "Geuze");
      assertThat(releases.rollBack()).isEqualTo(one);
      await(server, "Gueuze");
    }
  }

  /// A shape that the data breaks is found by the engine, and the release is not published.
  @Test
  void theEngineEvaluatesTheChecks() throws Exception {
    FusekiServer engine = fuseki(DatasetGraphFactory.createTxnMem());
    try {
      assertThat(build(List.of("--held-by=fuseki=" + address(engine))).code()).isZero();
      String current = project.releases().promoted();
      project.edit("ontology/shapes/first.ttl", " ; sh:severity sh:Warning", "");
      project.edit(BEERS_FILE, "a6,Altbier,4", "a6,,4");
      Outcome made = build(List.of("--held-by=fuseki=" + address(engine), "--force"));
      assertThat(made.code()).as(made.out() + made.err()).isEqualTo(1);
      assertThat(made.findings())
          .anyMatch(finding -> finding.startsWith("ERROR [" + BEERS_FILE + ":7]"));
      assertThat(project.releases().promoted()).isEqualTo(current);
    } finally {
      engine.stop();
    }
  }

  /// Each number of an engine's answers is 5 billion more than there is, so a number of 32 bits on
  /// the way from the engine to a page would be another one.
  @Test
  void countsOfAnEngineHave64Bits() throws Exception {
    FusekiServer engine = fuseki(DatasetGraphFactory.createTxnMem());
    AtomicLong more = new AtomicLong();
    try (LargeEngine large = new LargeEngine(address(engine), more)) {
      Outcome built = build(List.of("--held-by=fuseki=" + large.address()));
      assertThat(built.code()).as(built.out() + built.err()).isZero();
      more.set(5_000_000_000L);
      assertThatThrownBy(this::serve)
          .hasMessageMatching(".* has 5,000,000,\\d{3} statements in <.*>, not \\d+");
      describeLarger(project.releases().folder(project.releases().promoted()), more.get());
      try (Server server = serve()) {
        assertThat(page(server, "/")).contains("5,000,000,");
        assertThat(page(server, "/list/Beer")).contains("5,000,000,006", "page 1 of 100,000,001");
        assertThat(page(server, "/list/Beer?page=100000001")).contains("100,000,001 of");
        assertThat(page(server, "/api/v1/things/Beer?format=json"))
            .contains("\"total\":5000000006");
        assertThat(page(server, "/build?kind=Beer")).contains("5,000,000,006");
      }
    } finally {
      engine.stop();
    }
  }

  /// Adds to the numbers of statements in the description of a release, and seals it again.
  private static void describeLarger(Path release, long more) throws IOException {
    Path description = release.resolve("release.ttl");
    Path sums = release.resolve("SHA256SUMS");
    String before = Digests.sha256(description);
    Files.writeString(description, added(STATEMENTS, Files.readString(description), more));
    String sealed = Files.readString(sums);
    Files.writeString(sums, sealed.replace(before, Digests.sha256(description)));
  }

  /// Returns a text with a number added to those that a pattern finds as its second group.
  private static String added(Pattern numbers, String text, long number) {
    return numbers
        .matcher(text)
        .replaceAll(n -> n.group(1) + (Long.parseLong(n.group(2)) + number));
  }

  /// A SPARQL endpoint that passes requests on to another one, and adds to the integers of answers.
  private static final class LargeEngine implements AutoCloseable {
    private static final Pattern INTEGER =
        Pattern.compile("(XMLSchema#integer\"\\s*,\\s*\"value\":\\s*\")(\\d+)");

    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI engine;
    private final AtomicLong more;

    LargeEngine(URI engine, AtomicLong more) throws IOException {
      this.engine = engine;
      this.more = more;
      this.server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext("/", this::answer);
      server.start();
    }

    URI address() {
      return URI.create("http://localhost:" + server.getAddress().getPort() + engine.getPath());
    }

    private void answer(HttpExchange exchange) throws IOException {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(engine.resolve(exchange.getRequestURI()))
              .method(
                  exchange.getRequestMethod(),
                  BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
      for (String header : List.of("Content-Type", "Content-Encoding", "Accept")) {
        exchange
            .getRequestHeaders()
            .getOrDefault(header, List.of())
            .forEach(value -> request.header(header, value));
      }
      try (exchange) {
        var answer = client.send(request.build(), BodyHandlers.ofString());
        byte[] body = added(INTEGER, answer.body(), more.get()).getBytes(StandardCharsets.UTF_8);
        answer
            .headers()
            .firstValue("Content-Type")
            .ifPresent(type -> exchange.getResponseHeaders().add("Content-Type", type));
        exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }

    @Override
    public void close() {
      server.stop(0);
      client.close();
    }
  }

  /// The user loads the dump, as QLever requires.
  @Test
  void waitsForTheDataInAnotherEngine() throws Exception {
    DatasetGraph data = DatasetGraphFactory.createTxnMem();
    FusekiServer engine = fuseki(data);
    Path releases = project.folder().resolve("releases");
    Thread user = Thread.ofVirtual().start(() -> loadTheDump(releases, data));
    try {
      Outcome made = build(List.of("--held-by=" + address(engine)));
      assertThat(made.code()).as(made.out() + made.err()).isZero();
      assertThat(made.out()).contains("waiting until " + address(engine));
    } finally {
      user.interrupt();
      engine.stop();
    }
  }

  private static void loadTheDump(Path releases, DatasetGraph data) {
    try {
      while (true) {
        Thread.sleep(100);
        try (var folders = Files.newDirectoryStream(releases, ".staging-*")) {
          for (Path staging : folders) {
            Path dump = staging.resolve("data.nq.gz");
            if (Files.exists(staging.resolve("release.ttl"))) {
              try (var in = new GZIPInputStream(Files.newInputStream(dump))) {
                Txn.executeWrite(data, () -> RDFParser.source(in).lang(Lang.NQUADS).parse(data));
              }
              return;
            }
          }
        }
      }
    } catch (IOException | InterruptedException _) {
      // The test fails, because the data is not there.
    }
  }

  @Test
  void saysWhatAnEngineIs() {
    Outcome made = build(List.of("--held-by=oracle"));
    assertThat(made.code()).isEqualTo(2);
    assertThat(made.err()).contains("'oracle' is not an engine", "virtuoso, fuseki or qlever");
    assertThat(build(List.of("--held-by=fuseki=localhost")).err())
        .contains("'localhost' is not the address of an engine");
  }

  private Server serve() throws IOException {
    Map<String, String> instead = Map.of("serve.port", "0", "serve.operations-port", "0");
    return Server.start(
        ProjectSettings.read(project.folder(), instead).options(), project.releases());
  }

  /// Returns the text of pages.
  private static String page(Server server, String... paths) throws Exception {
    StringBuilder all = new StringBuilder();
    try (HttpClient client =
        HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build()) {
      for (String path : paths) {
        HttpRequest request =
            HttpRequest.newBuilder(server.uri().resolve(path))
                .header("Accept", "text/html")
                .build();
        var answer = client.send(request, BodyHandlers.ofString());
        all.append(answer.body());
      }
    }
    return all.toString();
  }

  private static void await(Server server, String name) throws Exception {
    String body = "";
    for (int i = 0; i < 600 && !body.contains(">" + name + "<"); i++) {
      Thread.sleep(50);
      body = page(server, "/id/beers-a2");
    }
    assertThat(body).contains(">" + name + "<");
  }
}
