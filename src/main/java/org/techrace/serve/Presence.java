package org.techrace.serve;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;

/// Whether a client still waits for its answer. While a request is answered nobody reads its
/// connection, so the end of it is looked for here. A byte that comes instead of the end belongs to
/// a next request sent early (pipelining); the connection is then closed after this answer, as HTTP
/// allows.
public final class Presence {
  private static final String NAME = Presence.class.getName();

  private final EndPoint connection;
  private final ByteBuffer early = BufferUtil.allocate(1);

  private Presence(EndPoint connection) {
    this.connection = connection;
  }

  /// That of a request: the same one whenever it is asked for.
  static Presence of(HttpServletRequest http) {
    if (http.getAttribute(NAME) instanceof Presence known) {
      return known;
    }
    Presence presence =
        new Presence(
            ServletContextRequest.getServletContextRequest(http)
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint());
    http.setAttribute(NAME, presence);
    return presence;
  }

  /// Whether the client has closed its side.
  public boolean gone() {
    if (early.hasRemaining()) {
      return false;
    }
    try {
      return !connection.isOpen() || connection.fill(early) < 0;
    } catch (IOException e) {
      return true;
    }
  }

  /// Whether the next request has come before this answer.
  boolean pipelines() {
    return early.hasRemaining();
  }
}
