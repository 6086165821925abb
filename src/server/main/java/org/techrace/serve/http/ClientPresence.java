package org.techrace.serve.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;

/// Detects whether a client still waits for its answer. While a request is answered, nothing else
/// reads its connection, so this class looks for the end of the stream. If it reads a byte instead,
/// the client has sent its next request early (pipelining), and the connection is closed after this
/// answer, as HTTP allows.
public final class ClientPresence {
  private static final String NAME = ClientPresence.class.getName();

  private final EndPoint connection;
  private final ByteBuffer early = BufferUtil.allocate(1);

  private ClientPresence(EndPoint connection) {
    this.connection = connection;
  }

  /// The presence of a request's client; always the same object for one request.
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

  /// Reports whether the client has closed its side of the connection.
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

  /// Reports whether the next request has arrived before this answer.
  boolean pipelines() {
    return early.hasRemaining();
  }

  /// Limits the time of all reads from the client until the result is closed. A read that would
  /// take longer fails with a `TimeoutException` as its cause.
  Waiting waitAtMost(Duration patience) {
    return new Waiting(patience);
  }

  /// A time limit for reads. Closing it restores the idle timeout of the connection.
  final class Waiting implements AutoCloseable {
    private final long before = connection.getIdleTimeout();
    private final long deadline;
    private boolean limited;

    private Waiting(Duration patience) {
      this.deadline = System.nanoTime() + patience.toNanos();
    }

    /// Reports whether there is time left.
    ///
    /// @param waits whether the next read may wait; then the idle timeout of the connection is set
    ///   to the rest of the time, which costs more than reading a short body
    boolean goesOn(boolean waits) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left > 0 && waits) {
        limited = true;
        connection.setIdleTimeout(left);
      }
      return left > 0;
    }

    @Override
    public void close() {
      if (limited) {
        connection.setIdleTimeout(before);
      }
    }
  }
}
