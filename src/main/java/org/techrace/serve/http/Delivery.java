package org.techrace.serve.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.techrace.serve.current.Lease;

/// Sends an answer once it is whole.
public final class Delivery {
  /// The slowest a client may read a long answer, in bytes per second, after its first minute.
  public static final int SLOWEST = 8_000;

  private final String edition;
  private final Spools spools;
  private final boolean trustProxy;

  /// A delivery for all answers.
  ///
  /// @param edition see [Edition]
  public Delivery(String edition, Spools spools, boolean trustProxy) {
    this.edition = edition;
    this.spools = spools;
    this.trustProxy = trustProxy;
  }

  /// Sends an answer, or 304 if the client has it already. The release is given back before the
  /// first byte leaves: whoever reads slowly does not hold it.
  ///
  /// @throws Refusal if the body could not be made; nothing has been sent then
  void send(Answer answer, Lease lease, HttpServletRequest http, HttpServletResponse response)
      throws IOException {
    Compression compression = Compression.of(Headers.list(http, "Accept-Encoding"), answer);
    Optional<String> etag = Headers.etag(answer, http, edition, lease.release(), compression);
    // Another status than 200 says more than that nothing has changed (RFC 9110, section 13.2.1).
    if (answer.status() == HttpServletResponse.SC_OK
        && etag.isPresent()
        && Headers.stillFresh(etag.get(), http)) {
      Headers.of(answer, response);
      response.setHeader("ETag", etag.get());
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      if (answer.body() instanceof Whole unsent) {
        unsent.close();
      }
      return;
    }
    try (Whole body = whole(answer, Client.address(http, trustProxy))) {
      lease.close();
      Headers.of(answer, response);
      etag.ifPresent(tag -> response.setHeader("ETag", tag));
      if (Presence.of(http).pipelines()) {
        response.setHeader("Connection", "close");
      }
      response.setStatus(answer.status());
      if (answer.status() != HttpServletResponse.SC_NO_CONTENT) {
        boolean headOnly = http.getMethod().equals("HEAD");
        send(body, compression, headOnly, response);
      }
    }
  }

  private Whole whole(Answer answer, String client) throws IOException {
    return switch (answer.body()) {
      case Whole made -> made;
      case Answer.FileBody body -> Whole.of(body.file());
      case Answer.Body body ->
          spools.fill(
              client,
              spool -> {
                body.writeTo(spool);
                return spool;
              });
    };
  }

  private static void send(
      Whole body, Compression compression, boolean headOnly, HttpServletResponse response)
      throws IOException {
    boolean compressed = compression != Compression.NONE && body.size() >= Compression.SMALLEST;
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
    // Closed only when all was sent: if not, the client sees the connection break, not an end.
    body.writeTo(out);
    out.close();
  }
}
