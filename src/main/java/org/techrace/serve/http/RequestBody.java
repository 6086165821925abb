package org.techrace.serve.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/// The body of a request: so many bytes, in so much time.
final class RequestBody {
  /// A client that is refused while it still sends must be heard out before it is answered: if the
  /// connection were closed on it, it would lose the answer. It is heard so far and no further.
  private static final long HEARD_OUT = 64L << 20;

  private static final int PART = 1 << 14;
  private static final int TOO_LATE = 408;

  private RequestBody() {}

  /// How the reading of a body came to its end.
  private enum End {
    WHOLE,
    TOO_LONG,
    TOO_LATE
  }

  /// All of a body.
  ///
  /// @throws Refusal 408 if it takes too long to come, 413 if it is longer, 415 if it is compressed
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

  /// Reads what a refused client still sends, and forgets it. One that asked whether to send at all
  /// (`Expect: 100-continue`) does not send, and one that was too slow was waited for long enough.
  static void hearOut(HttpServletRequest http, Refusal refusal) {
    if (http.getHeader("Expect") != null
        || refusal.status() == TOO_LATE
        || ClientPresence.of(http).pipelines()) {
      return;
    }
    try {
      copy(http, HEARD_OUT, OutputStream.nullOutputStream());
    } catch (IOException e) {
      // It has ended the connection itself.
    }
  }

  /// Copies a body until it is whole, too long or too late.
  private static End copy(HttpServletRequest http, long limit, OutputStream to) throws IOException {
    if (http.getContentLengthLong() > limit) {
      return End.TOO_LONG;
    }
    InputStream in = http.getInputStream();
    byte[] part = new byte[PART];
    long copied = 0;
    try (ClientPresence.Waiting waiting = ClientPresence.of(http).waitAtMost(Request.BODY_TIME)) {
      while (waiting.goesOn()) {
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
