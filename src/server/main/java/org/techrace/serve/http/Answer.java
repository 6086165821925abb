package org.techrace.serve.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A finished answer as a value. [Front] adds the headers that all answers share; [Delivery] sends
/// the answer.
///
/// @param status the HTTP status code
/// @param contentType the media type with its charset; empty for an answer without a body
/// @param headers further headers
/// @param freshness how long the answer is valid
/// @param body the finished body
public record Answer(
    int status, String contentType, Map<String, String> headers, Freshness freshness, Body body) {

  /// How long an answer is valid.
  public enum Freshness {
    /// As long as the release is served. The answer has an entity tag and is revalidated.
    RELEASE,
    /// As long as the software is the same, whichever release is served. The answer is revalidated
    /// by the value of its header `ETag`.
    SOFTWARE,
    /// Not beyond this request.
    NONE
  }

  public Answer {
    headers = Map.copyOf(headers);
  }

  /// An answer of status 200 that is valid as long as the release is served.
  public static Answer ok(Format format, Body body) {
    return new Answer(200, format.contentType(), Map.of(), Freshness.RELEASE, body);
  }

  /// A short text that is not stored.
  public static Answer text(int status, Format format, String text) {
    Body body = Body.of(text.getBytes(StandardCharsets.UTF_8));
    return new Answer(status, format.contentType(), Map.of(), Freshness.NONE, body);
  }

  /// An answer of status 303 that redirects to another address.
  public static Answer seeOther(String address) {
    return text(303, Format.TEXT, "See " + address + "\n").withHeader("Location", address);
  }

  /// Returns a redirect for good (301).
  public static Answer moved(String address) {
    return text(301, Format.TEXT, "Moved to " + address + "\n").withHeader("Location", address);
  }

  /// This redirection with a parameter for the address that it leads to.
  public Answer leadingTo(String parameter, String value) {
    String address = headers.getOrDefault("Location", "");
    String pair = parameter + "=" + value;
    return seeOther(address + (address.contains("?") ? "&" : "?") + pair);
  }

  /// This answer with another status.
  public Answer withStatus(int newStatus) {
    return new Answer(newStatus, contentType, headers, freshness, body);
  }

  /// This answer in another format.
  public Answer as(Format format) {
    return new Answer(status, format.contentType(), headers, freshness, body);
  }

  /// This answer with another body.
  public Answer withBody(Body newBody) {
    return new Answer(status, contentType, headers, freshness, newBody);
  }

  /// This answer with one more header. If it has the header already, the value is appended to the
  /// existing one after a comma.
  public Answer withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.merge(name, value, (a, b) -> a + ", " + b);
    return new Answer(status, contentType, more, freshness, body);
  }

  /// This answer with another value of a header.
  public Answer replacing(String name, String value) {
    Map<String, String> others = new LinkedHashMap<>(headers);
    others.put(name, value);
    return new Answer(status, contentType, others, freshness, body);
  }

  /// This answer with a link (RFC 8288).
  ///
  /// @param relation how the target relates to this answer
  public Answer withLink(String target, String relation) {
    return withHeader(Headers.LINK, Headers.link(target, relation));
  }

  /// This answer with a link to the same content in another format.
  public Answer withAlternate(String target, Format format) {
    return withHeader(
        Headers.LINK, Headers.link(target, "alternate") + "; type=\"" + format.mediaType() + "\"");
  }

  /// This answer with headers that let any site show it in a frame.
  public Answer framed() {
    return with(Headers.FRAMED);
  }

  /// This answer with headers that let any site show it in a frame, with its scripts.
  public Answer framedWithScripts() {
    return with(Headers.FRAMED_SCRIPTS);
  }

  private Answer with(Map<String, String> others) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.putAll(others);
    return new Answer(status, contentType, more, freshness, body);
  }

  /// This answer with another freshness.
  public Answer withFreshness(Freshness newFreshness) {
    return new Answer(status, contentType, headers, newFreshness, body);
  }

  /// The value of a header of this answer.
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }
}
