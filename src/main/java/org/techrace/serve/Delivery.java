package org.techrace.serve;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.ee11.servlet.HttpOutput;

/// Sends an answer once it is whole.
final class Delivery {
  /// How many of the longest answers there is room for on disk: readers can be slow.
  private static final int LONGEST_AT_ONCE = 4;

  private final long answerBytes;
  private final AtomicLong room;

  Delivery(long answerBytes) {
    this.answerBytes = answerBytes;
    this.room = new AtomicLong(LONGEST_AT_ONCE * answerBytes);
  }

  /// Sends an answer, or 304 if the client has it already.
  ///
  /// @return how many bytes of body were sent
  /// @throws Refusal if the body could not be made; nothing has been sent then
  long send(Answer answer, Lease lease, HttpServletRequest http, HttpServletResponse response)
      throws IOException {
    Compression compression = Compression.of(http.getHeader("Accept-Encoding"), answer);
    Optional<String> etag = Headers.etag(answer, http, lease.release(), compression);
    if (etag.isPresent() && Headers.stillFresh(etag.get(), http)) {
      Headers.of(answer, response);
      response.setHeader("ETag", etag.get());
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return 0;
    }
    try (Spool spool = new Spool(answerBytes, room)) {
      answer.body().writeTo(spool);
      Headers.of(answer, response);
      etag.ifPresent(tag -> response.setHeader("ETag", tag));
      if (Presence.of(http).pipelines()) {
        response.setHeader("Connection", "close");
      }
      response.setStatus(answer.status());
      if (answer.status() != HttpServletResponse.SC_NO_CONTENT) {
        boolean headOnly = http.getMethod().equals("HEAD");
        send(spool, compression, headOnly, response);
      }
      return response.getOutputStream() instanceof HttpOutput out ? out.getWritten() : 0;
    }
  }

  private static void send(
      Spool spool, Compression compression, boolean headOnly, HttpServletResponse response)
      throws IOException {
    boolean compressed = compression != Compression.NONE && spool.size() >= Compression.SMALLEST;
    if (compressed) {
      response.setHeader("Content-Encoding", compression.token());
    } else {
      response.setContentLengthLong(spool.size());
    }
    if (headOnly) {
      return;
    }
    OutputStream out =
        compressed ? compression.wrap(response.getOutputStream()) : response.getOutputStream();
    // Closed only when all was sent: if not, the client sees the connection break, not an end.
    spool.sendTo(out);
    out.close();
  }
}
