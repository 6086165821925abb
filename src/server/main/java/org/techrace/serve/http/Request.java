package org.techrace.serve.http;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.techrace.serve.current.Lease;

/// A request as processors see it.
///
/// @param method `GET` or `POST`; a `HEAD` is a `GET` to processors
/// @param root the part of the path that names a release, see [Lease#root]; empty for most requests
/// @param path the rest of the path, decoded
/// @param rawPath the rest of the path as it was sent
/// @param parameters the parameters of the query string
/// @param accept the formats that the client accepts
/// @param contentType the content type of the body, with its parameters; empty without a body
/// @param client who has sent it, for limits
/// @param site the scheme, host and port of this site
/// @param presence detects whether the client still waits
/// @param bodies makes the body of the answer
/// @param http the servlet request, for what is not in the other components
public record Request(
    String method,
    String root,
    String path,
    String rawPath,
    Parameters parameters,
    Accept accept,
    String contentType,
    Neighbour client,
    String site,
    ClientPresence presence,
    Bodies bodies,
    HttpServletRequest http) {

  /// The time in which the whole body of a request must arrive.
  public static final Duration BODY_TIME = Duration.ofSeconds(10);

  /// One format for each kind of result. HTML is last, because `*/*` means data.
  private static final List<Format> ANY =
      List.of(Format.RESULTS_JSON, Format.RESULTS_XML, Format.CSV, Format.TURTLE, Format.HTML);

  private static final Pattern ENCODED_SLASH = Pattern.compile("%2[Ff]");

  static Request of(HttpServletRequest http, Bodies bodies, SiteAddress address) {
    String method = http.getMethod();
    return new Request(
        method.equals("HEAD") ? "GET" : method,
        "",
        http.getPathInfo() == null ? http.getServletPath() : http.getPathInfo(),
        http.getRequestURI(),
        Parameters.parse(Optional.ofNullable(http.getQueryString()).orElse("")),
        Accept.of(Headers.list(http, "Accept")),
        Optional.ofNullable(http.getContentType()).orElse(""),
        Neighbour.of(address.client(http)),
        address.site(http),
        ClientPresence.of(http),
        bodies,
        http);
  }

  /// Returns the path that a route must match too: decoded, except that `%2F` stays what it is. An
  /// encoded slash is part of a name, as in a whole IRI, and never of a route.
  String route() {
    return ENCODED_SLASH.matcher(rawPath).find()
        ? decode(ENCODED_SLASH.matcher(rawPath).replaceAll("%252F"))
        : path;
  }

  /// The format to answer in: `?format=` if given, otherwise by `Accept`.
  ///
  /// @throws Refusal 400 for an unknown `format`, 406 if the client accepts none of the offers
  public Format choose(List<Format> offers) {
    Optional<String> asked = parameters.first("format").or(() -> parameters.first("output"));
    if (asked.isPresent()) {
      return Format.named(asked.get(), offers)
          .orElseThrow(() -> new Refusal(400, "Unknown format. " + list(offers, Format::suffix)));
    }
    return accept.best(offers).orElseThrow(() -> new Refusal(406, list(offers, Format::mediaType)));
  }

  /// Returns the offer that the client accepts best, by `Accept` alone.
  public Optional<Format> accepted(List<Format> offers) {
    return accept.best(offers);
  }

  /// Reports whether the client reads answers in gzip.
  public boolean acceptsGzip() {
    return Compression.accepts(http, Compression.GZIP);
  }

  /// Reports whether the client is a browser: it prefers HTML and names no `format`.
  public boolean fromBrowser() {
    return method.equals("GET")
        && parameters.first("format").or(() -> parameters.first("output")).isEmpty()
        && accept.best(ANY).equals(Optional.of(Format.HTML));
  }

  private static String list(List<Format> offers, Function<Format, String> name) {
    return "Ask for one of: " + String.join(", ", offers.stream().map(name).toList()) + ".";
  }

  /// This request with other parameters, such as those of a form.
  public Request withParameters(Parameters others) {
    return to(root, path, rawPath, others);
  }

  /// This request as one to the pages of a named release.
  ///
  /// @param release the path of the release, such as `/release/2026-11-24-3f9a1c`
  /// @param below the path below it, decoded
  Request in(String release, String below, Parameters others) {
    boolean named = rawPath.startsWith(release + "/");
    return to(release, below, named ? rawPath.substring(release.length()) : rawPath, others);
  }

  /// This request as one to another path.
  ///
  /// @param other the path, as it would be sent
  public Request at(String other) {
    return to(root, decode(other), other, parameters);
  }

  private Request to(String newRoot, String newPath, String newRawPath, Parameters others) {
    return new Request(
        method,
        newRoot,
        newPath,
        newRawPath,
        others,
        accept,
        contentType,
        client,
        site,
        presence,
        bodies,
        http);
  }

  /// The address without its query string.
  public String address() {
    return home() + rawPath;
  }

  /// The address of the home page, without a slash at the end: of the site, or of the release that
  /// the request names.
  public String home() {
    return site + root;
  }

  /// Sets a request attribute for the access log; see [AccessLog].
  public void note(String name, String value) {
    http.setAttribute(name, value);
  }

  /// Decodes a part of a path. A plus sign stays a plus sign.
  public static String decode(String rawPath) {
    return Parameters.decode(rawPath.replace("+", "%2B"));
  }

  /// Reads the body as text.
  ///
  /// @param limit the greatest length, in bytes
  /// @throws Refusal 400 if the body is not UTF-8, 408 if the body arrives too slowly, 413 if it is
  ///   longer, 415 if it is compressed
  public String body(int limit) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(RequestBody.read(http, limit));
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new Refusal(400, "The body is not valid UTF-8.");
    }
  }
}
