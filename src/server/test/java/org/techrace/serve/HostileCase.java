package org.techrace.serve;

import static java.net.URLEncoder.encode;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;

/// A hostile request and its expected answer.
///
/// @param group the section of the table
/// @param name the request
/// @param statuses the allowed status codes
/// @param text a text that the body must contain
/// @param seconds the time limit in seconds
/// @param probe sends the request
record HostileCase(
    String group, String name, Set<Integer> statuses, String text, double seconds, Probe probe) {

  /// Sends a request to a server.
  @FunctionalInterface
  interface Probe {
    HttpResponse<String> send(TestServer server) throws Exception;
  }

  /// The time limit of queries on the test server, in seconds.
  static final double TIME = 2;

  /// The time after which a stopped query counts as endless, in seconds. It is generous because the
  /// machine may be busy; docs/evidence/reliability.md has times from an idle machine.
  static final double STOPPED = TIME + 28;

  /// The time after which a refusal counts as missing, in seconds, also on a busy machine.
  static final double AT_ONCE = 20;

  static HostileCase query(
      String group, String name, String query, double seconds, String text, Integer... statuses) {
    return new HostileCase(
        group,
        name,
        Set.copyOf(List.of(statuses)),
        text,
        seconds,
        server -> ask(server, query, ""));
  }

  static HostileCase get(String group, String name, String path, String text, Integer... statuses) {
    return new HostileCase(
        group,
        name,
        Set.copyOf(List.of(statuses)),
        text,
        AT_ONCE,
        server -> server.get(path, "text/plain, */*;q=0.1"));
  }

  static HostileCase sent(
      String group, String name, Probe probe, double seconds, String text, Integer... statuses) {
    return new HostileCase(group, name, Set.copyOf(List.of(statuses)), text, seconds, probe);
  }

  /// Sends bytes unchanged.
  static HostileCase raw(
      String group, String name, byte[] request, String text, Integer... statuses) {
    return sent(
        group,
        name,
        server -> {
          RawHttp.Answer answer = RawHttp.send(server.uri("/"), request);
          if (answer.text().contains("X-Evil: 1\r\n") || answer.text().contains("root:")) {
            throw new AssertionError("injected: " + answer.text());
          }
          return new RawResponse(answer.status(), answer.text(), server.uri("/"));
        },
        10,
        text,
        statuses);
  }

  /// Sends a query by POST, because some queries are long.
  static HttpResponse<String> ask(TestServer server, String query, String more) throws Exception {
    return server.post(
        "/sparql", "application/x-www-form-urlencoded", "query=" + encode(query, UTF_8) + more);
  }

  @Override
  public String toString() {
    return group + ": " + name;
  }
}
