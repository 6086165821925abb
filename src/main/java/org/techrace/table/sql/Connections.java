package org.techrace.table.sql;

import java.io.Closeable;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// The connections that read the ranges of one table, at most [#MOST] at a time. Safe for use by
/// several threads.
final class Connections implements Closeable {
  /// The maximum number of connections. A server allows 100 for all its clients, unless it is set
  /// up for more.
  private static final int MOST = 8;

  private final JdbcTable table;
  private final List<Connection> open = new CopyOnWriteArrayList<>();
  private final Queue<Connection> free = new ConcurrentLinkedQueue<>();
  private final Semaphore places = new Semaphore(MOST);

  /// @param first a connection that is open
  Connections(JdbcTable table, Connection first) {
    this.table = table;
    open.add(first);
    free.add(first);
  }

  /// Takes a connection, and waits for one if as many as allowed are in use. If the database
  /// accepts no more, the places for more are given up, but for that of the first connection.
  ///
  /// @throws IOException if the thread is interrupted
  Connection take() throws IOException {
    while (true) {
      try {
        places.acquire();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
      Connection unused = free.poll();
      if (unused != null) {
        return unused;
      }
      try {
        Connection more = table.connect();
        open.add(more);
        return more;
      } catch (IOException | SQLException _) {
        // This place is not released: another thread has a connection, and gives it back.
      }
    }
  }

  /// Gives a connection back.
  void give(@Nullable Connection connection) {
    if (connection != null) {
      free.add(connection);
      places.release();
    }
  }

  @Override
  public void close() throws IOException {
    for (Connection connection : open) {
      JdbcTable.close(connection);
    }
  }
}
