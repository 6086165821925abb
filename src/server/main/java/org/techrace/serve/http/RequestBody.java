package org.techrace.serve.http;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/// Reads the body of a request within limits of length and time.
final class RequestBody {
  /// The maximum length in bytes that is read of a refused request's body. If the connection were
  /// closed while the client still sends, the client would lose the answer.
  private static final long HEARD_OUT = 64L << 20;

  private static final int PART = 1 << 14;
  private static final int TOO_LATE = 408;

  private RequestBody() {}

  /// How the reading of a body ended.
  private enum End {
    WHOLE,
    TOO_LONG,
    TOO_LATE
  }

  /// Reads the whole body.
  ///
  /// @throws Refusal 408 if the body arrives too slowly, 413 if it is longer, 415 if it is
  ///   compressed
  static byte[] read(HttpServletRequest http, int limit) {
    String encoding = http.getHeader("Content-Encoding");
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw new Refusal(415, "Send the body without Content-Encoding.");
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try {
      return switch (copy(http, limit, body)) {
        case WHOLE -> body.toByteArray();
        case TOO_LONG ->
            throw new Refusal(413, "The body is longer than the " + limit + " bytes allowed here.");
        case TOO_LATE ->
            throw new Refusal(
                TOO_LATE,
                "The body took longer than %d seconds.".formatted(Request.BODY_TIME.toSeconds()),
                Map.of("Connection", "close"));
      };
    } catch (IOException e) {
      throw new Refusal(400, "The body ended before it was complete.");
    }
  }

  /// Reads and discards the rest of a refused request. Does nothing for a client that waits for
  /// permission to send (`Expect: 100-continue`), nor for one that was refused because it sends too
  /// slowly.
  static void hearOut(HttpServletRequest http, Refusal refusal) {
    if (http.getHeader("Expect") != null
        || refusal.status() == TOO_LATE
        || ClientPresence.of(http).pipelines()) {
      return;
    }
    try {
      copy(http, HEARD_OUT, OutputStream.nullOutputStream());
    } catch (IOException e) {
      // The client has closed the connection.
    }
  }

  /// Copies a body until it is complete, too long or too late.
  private static End copy(HttpServletRequest http, long limit, OutputStream to) throws IOException {
    long length = http.getContentLengthLong();
    if (length > limit) {
      return End.TOO_LONG;
    }
    ServletInputStream in = http.getInputStream();
    byte[] part = new byte[PART];
    long copied = 0;
    try (ClientPresence.Waiting waiting = ClientPresence.of(http).waitAtMost(Request.BODY_TIME)) {
      // The end of a body of known length is known when its last byte has been read.
      while (waiting.goesOn(copied != length && in.available() == 0)) {
        int n = in.read(part);
        if (n < 0) {
          return End.WHOLE;
        }
        copied += n;
        if (copied > limit) {
          return End.TOO_LONG;
        }
        to.write(part, 0, n);
      }
      return End.TOO_LATE;
    } catch (IOException e) {
      if (e.getCause() instanceof TimeoutException) {
        return End.TOO_LATE;
      }
      throw e;
    }
  }
}
