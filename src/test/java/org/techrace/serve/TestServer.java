package org.techrace.serve;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.sparql.core.DatasetGraph;
import org.techrace.rdf.Iris;

/// A server on a free port with a small dataset, and a client to speak to it.
final class TestServer implements AutoCloseable {
  static final String RELEASE = "2026-11-24-abcdef";

  private final HttpClient client =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
  final Server server;

  private TestServer(Server server) {
    this.server = server;
  }

  /// Serves `src/test/resources/serve/small.trig`.
  static TestServer small() throws IOException {
    return of(RDFDataMgr.loadDataset("src/test/resources/serve/small.trig").asDatasetGraph());
  }

  static TestServer of(DatasetGraph named) throws IOException {
    Options options = new Options("localhost", 0, Path.of("queries"));
    return new TestServer(Server.start(options, open(RELEASE, named), Iris.ID));
  }

  /// A dataset whose default graph is the union of its named graphs, as a release's is.
  static Current.Open open(String id, DatasetGraph named) {
    return new Current.Open(id, new UnionDataset(named), named::close);
  }

  URI uri(String path) {
    return server.uri().resolve(path);
  }

  HttpResponse<String> get(String path, String accept) throws Exception {
    return send(request(path).header("Accept", accept));
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path));
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

  @Override
  public void close() {
    server.close();
    client.close();
  }
}
