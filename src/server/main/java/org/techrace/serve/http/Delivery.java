package org.techrace.serve.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.techrace.serve.current.Lease;

/// Sends finished answers.
///
/// @param tags recognizes answers that the client has already
public record Delivery(EntityTags tags) {
  /// Sends an answer, or 304 if the client has it already. Closes the lease before the first byte
  /// is sent, so a slow reader does not hold the release. A body that is sent while it is made
  /// closes it itself.
  ///
  /// @throws Refusal if the body is too long to be kept for a slow reader; nothing has been sent
  ///   then
  void send(
      Answer answer,
      Bodies bodies,
      Lease lease,
      HttpServletRequest http,
      HttpServletResponse response)
      throws IOException {
    if (answer.body().size() < 0) {
      setHeaders(answer, response);
      response.setStatus(answer.status());
      answer.body().writeTo(response.getOutputStream());
      return;
    }
    Optional<String> tag = tags.of(answer, http, lease);
    boolean unchanged =
        answer.status() == HttpServletResponse.SC_NOT_MODIFIED
            || EntityTags.unchanged(answer, tag, http);
    if (!unchanged && !EntityTags.matches(answer, tag, http)) {
      throw new Refusal(
          412, "The answer is another one than If-Match names; ask without it for the new one.");
    }
    Body body = unchanged ? Body.EMPTY : bodies.settled(answer.body());
    Compression compression = Compression.of(http, answer, body.size());
    boolean inParts = tag.isPresent() && answer.status() == 200 && compression == Compression.NONE;
    Optional<ByteRange> range =
        inParts && !unchanged ? ByteRange.of(http, tag.get(), body.size()) : Optional.empty();
    lease.close();
    setHeaders(answer, response);
    tag.ifPresent(value -> response.setHeader("ETag", value));
    if (unchanged) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return;
    }
    if (ClientPresence.of(http).pipelines()) {
      response.setHeader("Connection", "close");
    }
    if (inParts) {
      response.setHeader("Accept-Ranges", "bytes");
    }
    if (range.isPresent()) {
      send(body, range.get(), response);
      return;
    }
    response.setStatus(answer.status());
    if (answer.status() != HttpServletResponse.SC_NO_CONTENT) {
      send(body, compression, http.getMethod().equals("HEAD"), response);
    }
  }

  /// Sets the headers of one answer.
  private static void setHeaders(Answer answer, HttpServletResponse response) {
    if (!answer.contentType().isEmpty() && answer.status() != 204) {
      response.setContentType(answer.contentType());
    }
    answer.headers().forEach((name, value) -> set(name, value, response));
    response.setHeader("Vary", vary(answer));
    response.setHeader(
        "Cache-Control",
        switch (answer.freshness()) {
          case RELEASE, SOFTWARE -> "public, no-cache";
          case NONE -> "no-store";
        });
  }

  /// The request headers that select an answer. Pages are also selected by language, unless their
  /// address names one.
  private static String vary(Answer answer) {
    boolean negotiated =
        answer.header(Headers.CONTENT_LANGUAGE).isPresent()
            && answer.header(Headers.SET_COOKIE).isEmpty();
    return "Accept, Accept-Encoding, Accept-Datetime"
        + (negotiated ? ", Accept-Language, Cookie" : "");
  }

  /// Appends the links of the answer to those that all answers have.
  private static void set(String name, String value, HttpServletResponse response) {
    String common = name.equals(Headers.LINK) ? response.getHeader(Headers.LINK) : null;
    response.setHeader(name, common == null ? value : common + ", " + value);
  }

  /// Sends a part of a body.
  private static void send(Body body, ByteRange range, HttpServletResponse response)
      throws IOException {
    response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
    response.setHeader("Content-Range", range.header());
    response.setContentLengthLong(range.length());
    OutputStream out = response.getOutputStream();
    body.writeTo(out, range.from(), range.length());
    out.close();
  }

  private static void send(
      Body body, Compression compression, boolean headOnly, HttpServletResponse response)
      throws IOException {
    boolean compressed = compression != Compression.NONE;
    if (compressed) {
      response.setHeader("Content-Encoding", compression.token());
    } else {
      response.setContentLengthLong(body.size());
    }
    if (headOnly) {
      return;
    }
    OutputStream out =
        compressed ? compression.wrap(response.getOutputStream()) : response.getOutputStream();
    // Closed only after everything was sent: otherwise the client sees a broken connection.
    body.writeTo(out);
    out.close();
  }
}
