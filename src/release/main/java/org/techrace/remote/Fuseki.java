package org.techrace.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/// Apache Jena Fuseki: a dataset is loaded by the SPARQL Graph Store Protocol, in one transaction.
///
/// @param endpoint the address of the dataset, which answers queries and accepts data
record Fuseki(URI endpoint) implements Holder {
  private static final Set<Integer> DONE = Set.of(200, 201, 204);
  private static final int ABSENT = 404;

  @Override
  public void delete(List<String> graphs) throws IOException {
    for (String graph : graphs) {
      URI address =
          URI.create(endpoint + "?graph=" + URLEncoder.encode(graph, StandardCharsets.UTF_8));
      HttpResponse<String> answer = send(HttpRequest.newBuilder(address).DELETE());
      if (answer.statusCode() != ABSENT) {
        check(answer, "does not delete <" + graph + ">");
      }
    }
  }

  @Override
  public void load(Path dump, Contents contents, Consumer<String> say) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint)
            .header("Content-Type", "application/n-quads")
            .POST(BodyPublishers.ofInputStream(() -> unpacked(dump)));
    check(send(request), "does not load " + dump.getFileName());
  }

  private static InputStream unpacked(Path dump) {
    try {
      return new GZIPInputStream(Files.newInputStream(dump), 1 << 16);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the build was interrupted", e);
    }
  }

  private void check(HttpResponse<String> answer, String fault) throws IOException {
    if (!DONE.contains(answer.statusCode())) {
      throw new IOException(
          "Fuseki at %s %s (%d: %s); expected a dataset that accepts the SPARQL Graph Store Protocol"
              .formatted(endpoint, fault, answer.statusCode(), answer.body().strip()));
    }
  }
}
