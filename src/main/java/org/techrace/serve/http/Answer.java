package org.techrace.serve.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A finished answer as a value. [Front] adds the headers that all answers share, [Delivery] sends
/// it.
///
/// @param status the HTTP status code
/// @param contentType media type with charset; empty for an answer without a body
/// @param headers further headers
/// @param freshness how long it holds
/// @param body the finished body
public record Answer(
    int status, String contentType, Map<String, String> headers, Freshness freshness, Body body) {

  /// How long an answer holds.
  public enum Freshness {
    /// As long as the release is served: gets an ETag, is revalidated.
    RELEASE,
    /// Whatever the release, as long as the software is the same: revalidated by what the answer
    /// names in a header `ETag`.
    SOFTWARE,
    /// Not at all.
    NONE
  }

  public Answer {
    headers = Map.copyOf(headers);
  }

  /// An answer from the release.
  public static Answer ok(Format format, Body body) {
    return new Answer(200, format.contentType(), Map.of(), Freshness.RELEASE, body);
  }

  /// A short text.
  public static Answer text(int status, Format format, String text) {
    Body body = Body.of(text.getBytes(StandardCharsets.UTF_8));
    return new Answer(status, format.contentType(), Map.of(), Freshness.NONE, body);
  }

  /// Sends a client on to another address.
  public static Answer seeOther(String address) {
    return text(303, Format.TEXT, "See " + address + "\n").withHeader("Location", address);
  }

  /// The same with another status.
  public Answer withStatus(int newStatus) {
    return new Answer(newStatus, contentType, headers, freshness, body);
  }

  /// The same with another body.
  public Answer withBody(Body newBody) {
    return new Answer(status, contentType, headers, freshness, newBody);
  }

  /// The same with a header more; a value for a name that it has is added to that.
  public Answer withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.merge(name, value, (a, b) -> a + ", " + b);
    return new Answer(status, contentType, more, freshness, body);
  }

  /// The same with a link (RFC 8288).
  ///
  /// @param relation what the target is to this answer
  public Answer withLink(String target, String relation) {
    return withHeader(Headers.LINK, Headers.link(target, relation));
  }

  /// The same with a link to what it says in another format.
  public Answer withAlternate(String target, Format format) {
    return withHeader(
        Headers.LINK, Headers.link(target, "alternate") + "; type=\"" + format.mediaType() + "\"");
  }

  /// The same, for any site to show in a frame.
  public Answer framed() {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.putAll(Headers.FRAMED);
    return new Answer(status, contentType, more, freshness, body);
  }

  /// The same, but holding longer or shorter.
  public Answer withFreshness(Freshness newFreshness) {
    return new Answer(status, contentType, headers, newFreshness, body);
  }

  /// The value of a header of its own.
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }
}
