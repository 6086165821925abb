package org.techrace.remote;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.jena.query.QueryCancelledException;

/// Sends queries to an endpoint by POST. Safe for use by several threads.
final class EndpointClient implements AutoCloseable {
  private static final int LONGEST_FAULT = 300;
  private static final int SERVER_ERROR = 500;
  private static final long LOOK_MILLIS = 20;

  private final URI endpoint;
  private final Duration time;
  private final long bytes;
  private final String graphs;
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(Duration.ofSeconds(5))
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /// @param time the time limit of an answer
  /// @param bytes the maximum size of an answer
  /// @param graphs the graphs whose union is the default graph; empty if the default graph of the
  ///   endpoint is that union
  EndpointClient(URI endpoint, Duration time, long bytes, List<String> graphs) {
    this.endpoint = endpoint;
    this.time = time;
    this.bytes = bytes;
    StringBuilder parameters = new StringBuilder();
    for (String graph : graphs) {
      parameters.append("&default-graph-uri=").append(encoded(graph));
      parameters.append("&named-graph-uri=").append(encoded(graph));
    }
    this.graphs = parameters.toString();
  }

  /// Sends a query and returns its answer as JSON.
  ///
  /// @param own true if the query has a dataset of its own (`FROM`)
  /// @param stop set to true by another thread to stop the query
  /// @throws EndpointException if the endpoint does not answer, or answers with an error
  /// @throws QueryCancelledException if the query was stopped
  byte[] send(String query, boolean own, AtomicBoolean stop) {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "application/sparql-results+json")
            .POST(BodyPublishers.ofString("query=" + encoded(query) + (own ? "" : graphs)))
            .build();
    CompletableFuture<HttpResponse<byte[]>> sent =
        http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), bytes));
    HttpResponse<byte[]> answer = await(sent, stop);
    if (answer.statusCode() != 200) {
      String fault = fault(answer.body());
      String message =
          "the endpoint %s answers %d: %s".formatted(endpoint, answer.statusCode(), fault);
      throw answer.statusCode() < SERVER_ERROR
          ? EndpointException.refused(message, fault.isEmpty() ? "no reason is given" : fault)
          : EndpointException.down(message);
    }
    return answer.body();
  }

  private HttpResponse<byte[]> await(
      CompletableFuture<HttpResponse<byte[]>> sent, AtomicBoolean stop) {
    long end = System.nanoTime() + time.toNanos();
    try {
      while (true) {
        try {
          return sent.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          if (stop.get()) {
            sent.cancel(true);
            throw new QueryCancelledException();
          }
          if (System.nanoTime() > end) {
            sent.cancel(true);
            throw EndpointException.down(
                "the endpoint %s has no answer after %.1f s"
                    .formatted(endpoint, time.toMillis() / 1e3));
          }
        }
      }
    } catch (ExecutionException e) {
      String why = e.getCause() instanceof IOException io ? String.valueOf(io) : e.toString();
      throw EndpointException.down("the endpoint %s does not answer (%s)".formatted(endpoint, why));
    } catch (InterruptedException e) {
      sent.cancel(true);
      Thread.currentThread().interrupt();
      throw new QueryCancelledException();
    }
  }

  private static String fault(byte[] body) {
    String text = new String(body, 0, Math.min(body.length, LONGEST_FAULT), StandardCharsets.UTF_8);
    return text.replaceAll("\\s+", " ").strip();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
