package org.techrace.serve.http;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.IdleTimeout;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.Callback;

/// Limits the connections of each client and of all, and closes those on which the head of a
/// request arrives too slowly. The body of a request has a time of its own in [RequestBody]. Safe
/// for concurrent use.
public final class Connections implements Connection.Listener, AutoCloseable {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  private final ConnectionLimits limits;
  private final boolean proxied;
  private final Map<HttpConnection, Head> open = new ConcurrentHashMap<>();
  private final Map<String, Integer> perClient = new ConcurrentHashMap<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("connections").unstarted(task));

  /// @param proxied whether all connections come from a trusted reverse proxy
  private Connections(ConnectionLimits limits, boolean proxied) {
    this.limits = limits;
    this.proxied = proxied;
  }

  /// Limits the connections of a connector that has not started.
  ///
  /// @param proxied whether all connections come from a trusted reverse proxy
  /// @return to be closed with the server
  public static Connections limit(
      ServerConnector connector, ConnectionLimits limits, boolean proxied, MeterRegistry metrics) {
    Connections connections = new Connections(limits, proxied);
    connector.addBean(connections);
    metrics.gauge("techrace.connections", connections.open, Map::size);
    var _ =
        connections.clock.scheduleWithFixedDelay(
            connections::closeSlow,
            BETWEEN_LOOKS.toMillis(),
            BETWEEN_LOOKS.toMillis(),
            TimeUnit.MILLISECONDS);
    return connections;
  }

  /// The state of the request that a connection reads.
  private static final class Head {
    private final String client;
    private volatile long bytesBefore;
    // Used by the clock's thread only.
    private long begun = System.nanoTime();
    private long answersBefore;

    Head(String client) {
      this.client = client;
    }

    /// Reports whether the connection waits for a request and has received no byte of it.
    boolean idle(HttpConnection connection) {
      return connection.getParser().isState(HttpParser.State.START)
          && connection.getBytesIn() == bytesBefore;
    }

    /// Reports whether the connection has received a part of a head. For half a second after an
    /// answer, an idle connection counts too.
    boolean halfSent(HttpConnection connection) {
      return connection.getParser().inHeaderState() && !idle(connection);
    }

    /// Checks the connection.
    ///
    /// @return the time since the first byte of an incomplete head; zero if there is none
    Duration incomplete(HttpConnection connection) {
      HttpParser parser = connection.getParser();
      long bytes = connection.getBytesIn();
      long answers = connection.getMessagesOut();
      if (idle(connection) || !parser.inHeaderState() || answers != answersBefore) {
        begun = System.nanoTime();
        bytesBefore = bytes;
        answersBefore = answers;
      }
      return Duration.ofNanos(System.nanoTime() - begun);
    }
  }

  @Override
  public void onOpened(Connection connection) {
    if (connection instanceof HttpConnection http) {
      String client = client(http.getEndPoint());
      open.put(http, new Head(client));
      if (perClient.merge(client, 1, Integer::sum) > limits.perAddress() && !proxied) {
        refuse(
            http.getEndPoint(),
            "429 Too Many Requests",
            "There are more than the %d connections allowed from your address; close some."
                .formatted(limits.perAddress()));
      } else if (open.size() > limits.all() && !closeIdle(http) && !closeHalfSent(client)) {
        refuseOneTooMany(http);
      }
    }
  }

  private void refuseOneTooMany(HttpConnection connection) {
    refuse(
        connection.getEndPoint(),
        "503 Service Unavailable",
        "There are more than the %d connections allowed; try again in a few seconds."
            .formatted(limits.all()));
  }

  /// Closes a connection with an incomplete head: one of the client that has most of them, if it
  /// has more than the client of the new connection. So incomplete heads of a few cannot keep
  /// others out, and nobody can close the connections of others by opening some.
  ///
  /// @return false if there is none
  private boolean closeHalfSent(String newcomer) {
    Map<String, List<HttpConnection>> halfSent = new HashMap<>();
    open.forEach(
        (connection, head) -> {
          if (head.halfSent(connection)) {
            halfSent.computeIfAbsent(head.client, _ -> new ArrayList<>()).add(connection);
          }
        });
    Optional<List<HttpConnection>> most =
        halfSent.values().stream()
            .max(Comparator.comparingInt(List::size))
            .filter(list -> list.size() > halfSent.getOrDefault(newcomer, List.of()).size());
    most.flatMap(
            list ->
                list.stream()
                    .max(Comparator.comparingLong(connection -> idleFor(connection.getEndPoint()))))
        .ifPresent(this::refuseOneTooMany);
    return most.isPresent();
  }

  /// Closes the connection that has been idle longest.
  ///
  /// @return false if none is idle
  @SuppressWarnings("ReferenceEquality") // it is this connection that stays open
  private boolean closeIdle(HttpConnection opened) {
    Optional<EndPoint> longest =
        open.entrySet().stream()
            .filter(each -> each.getKey() != opened && each.getValue().idle(each.getKey()))
            .map(each -> each.getKey().getEndPoint())
            .max(Comparator.comparingLong(Connections::idleFor));
    longest.ifPresent(EndPoint::close);
    return longest.isPresent();
  }

  private static long idleFor(EndPoint connection) {
    return connection instanceof IdleTimeout timeout ? timeout.getIdleFor() : 0;
  }

  @Override
  public void onClosed(Connection connection) {
    Head head = connection instanceof HttpConnection http ? open.remove(http) : null;
    if (head != null) {
      perClient.computeIfPresent(head.client, (a, n) -> n == 1 ? null : n - 1);
    }
  }

  private void closeSlow() {
    open.forEach(
        (connection, head) -> {
          if (head.incomplete(connection).compareTo(limits.headTime()) > 0) {
            refuse(
                connection.getEndPoint(),
                "408 Request Timeout",
                "The head of the request took longer than the %.1f seconds allowed."
                    .formatted(limits.headTime().toMillis() / 1e3));
          }
        });
  }

  /// Answers on a connection on which no request is being answered, and closes it.
  private static void refuse(EndPoint client, String status, String sentence) {
    String answer =
        "HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s\n"
            .formatted(status, Format.TEXT.contentType(), sentence.length() + 1, sentence);
    ByteBuffer bytes = ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII));
    client.write(Callback.from(() -> client.close()), bytes);
  }

  private static String client(EndPoint connection) {
    InetAddress address =
        connection.getRemoteSocketAddress() instanceof InetSocketAddress socket
            ? socket.getAddress()
            : InetAddress.getLoopbackAddress();
    return Neighbour.of(address).name();
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
