package org.techrace.serve.sparql;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.techrace.report.Nearest;
import org.techrace.serve.http.Parameters;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.http.Request;

/// A query as sent by the SPARQL 1.1 Protocol, section 2.1: by GET, by POST of a form, or by POST
/// of the query.
///
/// @param query the query's text
/// @param defaultGraphs the values of `default-graph-uri`
/// @param namedGraphs the values of `named-graph-uri`
/// @param parameters all parameters
record SparqlRequest(
    String query, List<String> defaultGraphs, List<String> namedGraphs, Parameters parameters) {

  private static final Pattern OTHER_CHARSET =
      Pattern.compile("(?i)charset\\s*=\\s*\"?(?!utf-?8\\b)");

  /// The parameters that this endpoint reads.
  private static final List<String> NAMES =
      List.of(
          "query",
          "default-graph-uri",
          "named-graph-uri",
          "timeout",
          "format",
          "output",
          "release",
          "lang");

  /// Parameters that common clients send to every endpoint, and that change nothing here.
  private static final Set<String> OF_CLIENTS =
      Set.of(
          "results",
          "infer",
          "sameAs",
          "queryLn",
          "Accept",
          "accept",
          "debug",
          "explain",
          "send",
          "maxrows",
          "run",
          "force-accept",
          "stylesheet",
          "callback",
          "should-sponge",
          "signal_void",
          "signal_unconnected",
          "_");

  static final String READ_ONLY = "This endpoint is read-only: it accepts queries but no updates.";
  static final String FORM = "application/x-www-form-urlencoded";
  static final String QUERY = "application/sparql-query";
  static final String UPDATE = "application/sparql-update";

  /// Reads the query of a request.
  ///
  /// @param request the HTTP request
  /// @param bodyLimit the maximum size of the body in bytes
  /// @return the query, or empty for a GET request without a query
  /// @throws Refusal 400, 413 or 415 for a violation of the protocol, 403 for an update
  static Optional<SparqlRequest> of(Request request, int bodyLimit) {
    if (request.method().equals("GET")) {
      refuseUpdate(request.parameters());
      refuseUnknown(request.parameters());
      return request.parameters().first("query").isEmpty()
          ? Optional.empty()
          : Optional.of(of(request.parameters()));
    }
    String type = request.contentType().split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
    if (OTHER_CHARSET.matcher(request.contentType()).find()) {
      throw new Refusal(415, "Send the query in UTF-8.");
    }
    return switch (type) {
      case FORM -> {
        Parameters form = request.parameters().and(request.body(bodyLimit));
        refuseUpdate(form);
        refuseUnknown(form);
        if (form.first("release").isPresent()) {
          throw new Refusal(
              400, "Name the release in the address, as in /release/ID/sparql or ?release=ID.");
        }
        yield Optional.of(of(form));
      }
      case QUERY -> {
        Parameters all = request.parameters().with("query", request.body(bodyLimit));
        refuseUnknown(all);
        yield Optional.of(of(all));
      }
      case UPDATE -> throw readOnly();
      default ->
          throw new Refusal(415, "POST a query as " + QUERY + ", or as a form (" + FORM + ").");
    };
  }

  private static SparqlRequest of(Parameters parameters) {
    List<String> queries = parameters.all("query");
    if (queries.size() != 1) {
      throw new Refusal(
          400, "Give one parameter 'query'; there are " + queries.size() + " in the request.");
    }
    return new SparqlRequest(
        queries.getFirst(),
        parameters.all("default-graph-uri"),
        parameters.all("named-graph-uri"),
        parameters);
  }

  /// Returns the time limit of the query: the parameter `timeout` in seconds, at most the given
  /// limit.
  ///
  /// @throws Refusal 400 if the parameter is not a positive number
  Duration time(Duration limit) {
    Optional<String> asked = parameters.first("timeout");
    if (asked.isEmpty()) {
      return limit;
    }
    try {
      double seconds = Double.parseDouble(asked.get());
      if (seconds > 0) {
        long millis = (long) Math.min(seconds * 1000, (double) limit.toMillis());
        return Duration.ofMillis(Math.max(1, millis));
      }
    } catch (NumberFormatException e) {
      // Reported below.
    }
    throw new Refusal(400, "The parameter 'timeout' must be a number of seconds above 0.");
  }

  /// Refuses a name that is like one of this endpoint, such as `timeot`, and any other if there is
  /// no query: it may be the name that the client gave the query.
  private static void refuseUnknown(Parameters parameters) {
    boolean hasQuery = parameters.first("query").isPresent();
    for (String name : parameters.values().keySet()) {
      if (!NAMES.contains(name)
          && !OF_CLIENTS.contains(name)
          && !(hasQuery && Nearest.of(name, NAMES).isEmpty())) {
        throw new Refusal(
                400, "There is no parameter '%s'; %s".formatted(name, Nearest.suggest(name, NAMES)))
            .with("Send the query as 'query'.");
      }
    }
  }

  private static void refuseUpdate(Parameters parameters) {
    if (parameters.first("update").isPresent()) {
      throw readOnly();
    }
  }

  private static Refusal readOnly() {
    return new Refusal(403, READ_ONLY);
  }
}
