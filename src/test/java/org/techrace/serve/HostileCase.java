package org.techrace.serve;

import static java.net.URLEncoder.encode;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;

/// A request that would hurt, and what must happen.
///
/// @param group the section of the table
/// @param name what is sent
/// @param statuses one of these must be the answer
/// @param text must be in the body
/// @param seconds it must be over by then
/// @param probe sends it
record HostileCase(
    String group, String name, Set<Integer> statuses, String text, double seconds, Probe probe) {

  /// Sends a request.
  @FunctionalInterface
  interface Probe {
    HttpResponse<String> send(TestServer server) throws Exception;
  }

  /// How long a query may run on the test server, in seconds.
  static final double TIME = 2;

  /// How long a stopped query may take before it counts as one that never ends, on a machine that
  /// has other things to do. How long it takes on a quiet one stands in
  /// docs/evidence/reliability.md.
  static final double STOPPED = TIME + 28;

  /// How long a refusal may take before it counts as none, likewise.
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

  /// Sends bytes as they are.
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

  /// Asks by POST, since some queries are long.
  static HttpResponse<String> ask(TestServer server, String query, String more) throws Exception {
    return server.post(
        "/sparql", "application/x-www-form-urlencoded", "query=" + encode(query, UTF_8) + more);
  }

  @Override
  public String toString() {
    return group + ": " + name;
  }
}
