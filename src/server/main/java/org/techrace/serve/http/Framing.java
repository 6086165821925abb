package org.techrace.serve.http;

import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;

/// Checks how the length of a request's body is stated, beyond what Jetty checks.
public final class Framing {
  private Framing() {}

  /// Refuses `Transfer-Encoding` in HTTP/1.0: its framing is faulty, even with a `Content-Length`
  /// (RFC 9112, section 6.1). A proxy may read it otherwise, and take a part of the body for the
  /// next request.
  public static Optional<Refusal> check(Request request) {
    boolean faulty =
        request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_0
            && request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    return faulty
        ? Optional.of(new Refusal(400, "HTTP/1.0 has no Transfer-Encoding."))
        : Optional.empty();
  }
}
