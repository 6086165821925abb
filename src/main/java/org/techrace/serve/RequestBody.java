package org.techrace.serve;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/// The body of a request: so many bytes, in so much time.
final class RequestBody {
  private static final Duration PATIENCE = Limits.BODY_TIME;

  /// A client that is refused while it still sends must be heard out before it is answered: if the
  /// connection were closed on it, it would lose the answer. It is heard so far and no further.
  private static final long HEARD_OUT = 64L << 20;

  private static final int PART = 1 << 14;

  private RequestBody() {}

  /// All of a body.
  ///
  /// @throws Refusal 408 if it takes too long to come, 413 if it is longer, 415 if it is compressed
  static byte[] read(HttpServletRequest http, int limit) {
    String encoding = http.getHeader("Content-Encoding");
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw new Refusal(415, "Send the body without Content-Encoding.");
    }
    if (http.getContentLengthLong() > limit) {
      throw tooLong(limit);
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try {
      InputStream in = http.getInputStream();
      byte[] part = new byte[PART];
      for (int n = in.read(part); n >= 0; n = in.read(part)) {
        if (body.size() + n > limit) {
          throw tooLong(limit);
        }
        if (System.nanoTime() > deadline) {
          throw new Refusal(
              408, "The body took longer than %d seconds.".formatted(PATIENCE.toSeconds()));
        }
        body.write(part, 0, n);
      }
    } catch (IOException e) {
      throw new Refusal(400, "The body ended before it was complete.");
    }
    return body.toByteArray();
  }

  /// Reads what a refused client still sends, and forgets it. One that asked whether to send at all
  /// (`Expect: 100-continue`) does not send.
  static void hearOut(HttpServletRequest http) {
    if (http.getHeader("Expect") != null
        || http.getContentLengthLong() > HEARD_OUT
        || Presence.of(http).pipelines()) {
      return;
    }
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    long heard = 0;
    try {
      InputStream in = http.getInputStream();
      byte[] part = new byte[PART];
      for (int n = in.read(part); n >= 0; n = in.read(part)) {
        heard += n;
        if (heard > HEARD_OUT || System.nanoTime() > deadline) {
          return;
        }
      }
    } catch (IOException e) {
      // It has ended the connection itself.
    }
  }

  private static Refusal tooLong(int limit) {
    return new Refusal(413, "The body is longer than the " + limit + " bytes allowed here.");
  }
}
