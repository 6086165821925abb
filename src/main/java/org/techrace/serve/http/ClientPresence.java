package org.techrace.serve.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;

/// Whether a client still waits for its answer. While a request is answered nobody reads its
/// connection, so the end of it is looked for here. A byte that comes instead of the end belongs to
/// a next request sent early (pipelining); the connection is then closed after this answer, as HTTP
/// allows.
public final class ClientPresence {
  private static final String NAME = ClientPresence.class.getName();

  private final EndPoint connection;
  private final ByteBuffer early = BufferUtil.allocate(1);

  private ClientPresence(EndPoint connection) {
    this.connection = connection;
  }

  /// That of a request: the same one whenever it is asked for.
  static ClientPresence of(HttpServletRequest http) {
    if (http.getAttribute(NAME) instanceof ClientPresence known) {
      return known;
    }
    ClientPresence presence =
        new ClientPresence(
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

  /// Waits for what the client still has to send, so long and no longer; a read that would last
  /// longer fails with a `TimeoutException` as its cause.
  Waiting waitAtMost(Duration patience) {
    return new Waiting(patience);
  }

  /// A wait for a client. When it is closed, the connection is as patient as it was.
  final class Waiting implements AutoCloseable {
    private final long before = connection.getIdleTimeout();
    private final long deadline;

    private Waiting(Duration patience) {
      this.deadline = System.nanoTime() + patience.toNanos();
    }

    /// Whether there is time left.
    boolean goesOn() {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left > 0) {
        connection.setIdleTimeout(left);
      }
      return left > 0;
    }

    @Override
    public void close() {
      connection.setIdleTimeout(before);
    }
  }
}
