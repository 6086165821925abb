package org.techrace.serve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.jena.graph.Graph;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.sparql.core.DatasetGraph;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.techrace.OwnGraph;
import org.techrace.serve.current.Current;
import org.techrace.serve.http.CrossOrigin;

/// A server on a free port with a small dataset, and a client for it. If a test class registers it
/// as an extension, it is closed after the class.
public final class TestServer implements AutoCloseable, AfterAllCallback {
  static final String RELEASE = "2026-11-24-abcdef";

  static final String LICENCE = "https://creativecommons.org/licenses/by/4.0/";

  static final Options OPTIONS =
      Options.DEFAULT
          .edit()
          .port(0)
          .operationsPort(0)
          .crossOrigin(new CrossOrigin(true))
          .drain(Duration.ofSeconds(1))
          .graph(OwnGraph.SETTINGS)
          .build();

  private final HttpClient client =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
  final Server server;

  private TestServer(Server server) {
    this.server = server;
  }

  /// Serves `src/server/test/resources/serve/small.trig`.
  public static TestServer small() {
    try {
      return of(
          RDFDataMgr.loadDataset("src/server/test/resources/serve/small.trig").asDatasetGraph());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Serves a dataset; the union of its graphs is the default graph.
  public static TestServer of(DatasetGraph named) throws IOException {
    return of(named, OPTIONS);
  }

  static TestServer of(DatasetGraph named, Options options) throws IOException {
    return of(open(RELEASE, named), options);
  }

  static TestServer of(Current.Open release, Options options) throws IOException {
    return new TestServer(Server.start(options, release));
  }

  /// Returns a client for a running server.
  static TestServer of(Server server) {
    return new TestServer(server);
  }

  /// Opens a dataset whose default graph is the union of its named graphs, as in a release.
  public static Current.Open open(String id, DatasetGraph named) {
    return asIs(id, new UnionDataset(named));
  }

  /// Opens a dataset that has a default graph of its own, as tests of SPARQL need it.
  static Current.Open asIs(String id, DatasetGraph dataset) {
    Graph description =
        RDFParser.fromString(
                "<%s> a <http://www.w3.org/ns/dcat#Dataset> ; <http://purl.org/dc/terms/license> <%s> ."
                    .formatted(OwnGraph.IRIS.release(id), LICENCE),
                Lang.TURTLE)
            .toGraph();
    return new Current.Open(id, dataset, description, Path.of("text"), dataset::close);
  }

  /// Returns an address on the server.
  public URI uri(String path) {
    return server.uri().resolve(path);
  }

  HttpResponse<String> get(String path, String accept) throws Exception {
    return send(request(path).header("Accept", accept));
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path));
  }

  /// Waits until a promoted release is served.
  void awaitRelease(String id) throws Exception {
    for (int i = 0; i < 500; i++) {
      if (get("/", "*/*").headers().firstValue("Techrace-Release").orElse("").equals(id)) {
        return;
      }
      Thread.sleep(20);
    }
    throw new AssertionError("release " + id + " is not served");
  }

  HttpResponse<String> post(String path, String contentType, String body) throws Exception {
    return send(
        request(path)
            .header("Content-Type", contentType)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  HttpResponse<byte[]> sendForBytes(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  /// Returns a value of `/$/metrics`.
  double metric(String name) throws Exception {
    URI metrics = server.operationsUri().resolve("metrics");
    String all = send(HttpRequest.newBuilder(metrics)).body();
    return all.lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + " in " + all));
  }

  /// Waits until no query is running.
  ///
  /// @param most the time limit in seconds
  double secondsUntilIdle(double most) throws Exception {
    long start = System.nanoTime();
    double seconds = 0;
    while (seconds < most && metric("techrace_queries_running") > 0) {
      Thread.sleep(20);
      seconds = (System.nanoTime() - start) / 1e9;
    }
    return seconds;
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  @Override
  public void close() {
    server.close();
    client.close();
  }
}
