package org.techrace.serve.http;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a client asks, as the processors see it.
///
/// @param method `GET` or `POST`; a `HEAD` is a `GET` to processors
/// @param path the path, decoded
/// @param rawPath the path as it was sent
/// @param parameters those of the query string
/// @param accept what the client would like
/// @param contentType of the body, with its parameters; empty if there is none
/// @param client who asks: an address
/// @param site scheme, host and port that the client used
/// @param presence whether it still waits
/// @param bodies makes the body of the answer
/// @param http the request itself, for the few who need more
public record Request(
    String method,
    String path,
    String rawPath,
    Parameters parameters,
    Accept accept,
    String contentType,
    String client,
    String site,
    ClientPresence presence,
    Bodies bodies,
    HttpServletRequest http) {

  /// The time in which the whole body of a request must arrive.
  public static final Duration BODY_TIME = Duration.ofSeconds(10);

  /// Of each sort of answer one; HTML last, since `*/*` means data.
  private static final List<Format> ANY =
      List.of(Format.RESULTS_JSON, Format.RESULTS_XML, Format.CSV, Format.TURTLE, Format.HTML);

  static Request of(HttpServletRequest http, Bodies bodies, boolean trustProxy) {
    String method = http.getMethod();
    return new Request(
        method.equals("HEAD") ? "GET" : method,
        http.getPathInfo() == null ? http.getServletPath() : http.getPathInfo(),
        http.getRequestURI(),
        Parameters.parse(Optional.ofNullable(http.getQueryString()).orElse("")),
        Accept.of(Headers.list(http, "Accept")),
        Optional.ofNullable(http.getContentType()).orElse(""),
        Client.address(http, trustProxy),
        Client.site(http, trustProxy),
        ClientPresence.of(http),
        bodies,
        http);
  }

  /// The format to answer in: `?format=` if given, else by `Accept`.
  ///
  /// @throws Refusal 400 for an unknown `format`, 406 if the client accepts none of the offers
  public Format choose(List<Format> offers) {
    Optional<String> asked = parameters.first("format").or(() -> parameters.first("output"));
    if (asked.isPresent()) {
      return Format.named(asked.get(), offers)
          .orElseThrow(
              () -> new Refusal(400, "There is no format of that name here. " + list(offers)));
    }
    return accept.best(offers).orElseThrow(() -> new Refusal(406, list(offers)));
  }

  /// Whether a person asks, in a browser: HTML is what it likes best, and no `format` is named.
  public boolean fromBrowser() {
    return method.equals("GET")
        && parameters.first("format").or(() -> parameters.first("output")).isEmpty()
        && accept.best(ANY).equals(Optional.of(Format.HTML));
  }

  private static String list(List<Format> offers) {
    return "Ask for one of: "
        + String.join(", ", offers.stream().map(Format::mediaType).toList())
        + ".";
  }

  /// The same request with other parameters, those of a form say.
  public Request withParameters(Parameters others) {
    return new Request(
        method, path, rawPath, others, accept, contentType, client, site, presence, bodies, http);
  }

  /// The address asked, without its query string.
  public String address() {
    return site + rawPath;
  }

  /// Notes something for the access log.
  public void note(String name, String value) {
    http.setAttribute(name, value);
  }

  /// A piece of a path without its percent-encoding. A plus sign stays one.
  public static String decode(String rawPath) {
    return Parameters.decode(rawPath.replace("+", "%2B"));
  }

  /// The body, at most `limit` bytes of it.
  ///
  /// @throws Refusal 408 if it takes too long to come, 413 if it is longer, 415 if it is compressed
  public byte[] body(int limit) {
    return RequestBody.read(http, limit);
  }
}
