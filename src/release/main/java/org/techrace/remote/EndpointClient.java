package org.techrace.remote;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.jena.query.QueryCancelledException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends queries to an endpoint by POST. Safe for use by several threads.
final class EndpointClient implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EndpointClient.class);
  private static final int LONGEST_FAULT = 300;
  private static final int OK = 200;
  private static final int SERVER_ERROR = 500;

  /// The codes that say that a server does not answer now: too many requests, a gateway without an
  /// answer, and a server without capacity (RFC 9110, RFC 6585).
  private static final Set<Integer> NOT_NOW = Set.of(429, 502, 503, 504);

  /// Virtuoso sends its limit of rows if it has left out the others.
  private static final String CUT_OFF = "X-SPARQL-MaxRows";

  private static final long LOOK_MILLIS = 20;

  /// How often a query is sent again that ended in a deadlock.
  private static final int DEADLOCKS = 4;

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
  /// @param bytes the maximum size of an answer; with more than 2 GiB, answers are kept in files
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
  /// @throws EndpointException if the endpoint does not answer, answers with an error, or leaves
  ///   out rows
  /// @throws QueryCancelledException if the query was stopped
  InputStream send(String query, boolean own, AtomicBoolean stop) {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "application/sparql-results+json")
            .POST(BodyPublishers.ofString("query=" + encoded(query) + (own ? "" : graphs)))
            .build();
    long end = System.nanoTime() + time.toNanos();
    HttpResponse<InputStream> answer = exchange(request, end, stop);
    for (int again = 0; again < DEADLOCKS && isDeadlock(answer); again++) {
      answer = exchange(request, end, stop);
    }
    if (answer.statusCode() != OK) {
      String fault = fault(answer);
      String message =
          "the endpoint %s answers %d: %s".formatted(endpoint, answer.statusCode(), fault);
      throw NOT_NOW.contains(answer.statusCode())
          ? EndpointException.down(message)
          : EndpointException.refused(message, fault.isEmpty() ? "no reason is given" : fault);
    }
    Optional<String> cut = answer.headers().firstValue(CUT_OFF);
    if (cut.isPresent()) {
      throw EndpointException.refused(
          "the endpoint %s leaves out rows beyond the first %s; raise its limit (ResultSetMaxRows in virtuoso.ini)"
              .formatted(endpoint, cut.get()),
          "the answer has more than " + cut.get() + " rows");
    }
    return answer.body();
  }

  /// Returns true if the endpoint ended the query to resolve a deadlock. SQLSTATE 40001 (ISO/IEC
  /// 9075-2) asks the client to send it again. Virtuoso has deadlocks also between readers.
  private static boolean isDeadlock(HttpResponse<InputStream> answer) {
    return answer.statusCode() >= SERVER_ERROR && fault(answer).contains("40001");
  }

  /// Sends a request, and sends it again if the connection ends without an answer: the endpoint may
  /// close a kept connection at the moment it is used (RFC 9112, section 9.3.1), and a query
  /// changes nothing.
  private HttpResponse<InputStream> exchange(HttpRequest request, long end, AtomicBoolean stop) {
    AtomicBoolean begun = new AtomicBoolean();
    try {
      try {
        return await(sent(request, begun), end, stop);
      } catch (ConnectException | HttpTimeoutException e) {
        throw e;
      } catch (IOException e) {
        if (begun.get()) {
          throw e;
        }
        log.info("the endpoint {} closed a connection ({}): asking again", endpoint, e.toString());
        return await(sent(request, begun), end, stop);
      }
    } catch (IOException e) {
      throw EndpointException.down("the endpoint %s does not answer (%s)".formatted(endpoint, e));
    }
  }

  /// Sends a request on a thread of its own. The client's asynchronous calls complete on the common
  /// pool, whose threads may all wait for answers.
  ///
  /// @param begun set to true when the answer begins
  private Future<HttpResponse<InputStream>> sent(HttpRequest request, AtomicBoolean begun) {
    FutureTask<HttpResponse<InputStream>> sent =
        new FutureTask<>(
            () ->
                http.send(
                    request,
                    head -> {
                      begun.set(true);
                      return head.statusCode() == OK && bytes > Integer.MAX_VALUE
                          ? new Spool()
                          : limited();
                    }));
    Thread.ofVirtual().name("endpoint").start(sent);
    return sent;
  }

  private HttpResponse.BodySubscriber<InputStream> limited() {
    return BodySubscribers.mapping(
        BodySubscribers.limiting(BodySubscribers.ofByteArray(), bytes), ByteArrayInputStream::new);
  }

  private HttpResponse<InputStream> await(
      Future<HttpResponse<InputStream>> sent, long end, AtomicBoolean stop) throws IOException {
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
      throw e.getCause() instanceof IOException io ? io : new IOException(e);
    } catch (InterruptedException e) {
      sent.cancel(true);
      Thread.currentThread().interrupt();
      throw new QueryCancelledException();
    }
  }

  /// Returns how the body of an error begins. The body can be read again.
  private static String fault(HttpResponse<InputStream> answer) {
    try {
      answer.body().reset();
      byte[] begin = answer.body().readNBytes(LONGEST_FAULT);
      return new String(begin, StandardCharsets.UTF_8).replaceAll("\\s+", " ").strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // not with a body in memory
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
