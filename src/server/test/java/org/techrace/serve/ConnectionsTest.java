package org.techrace.serve;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.jena.riot.RDFDataMgr;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.techrace.serve.http.ConnectionLimits;

/// Connections over raw sockets: too many, and too slow ones.
@Tag("long")
final class ConnectionsTest {
  private static final String ASK = "GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: localhost\r\n";

  /// A query of which the time is up first.
  private static final String ENDLESS =
      "GET /sparql?timeout=%d&query=SELECT(COUNT(*)AS%%3Fn)%%7B%%3Fa%%20%%3Fb%%20%%3Fc.%%3Fd%%20%%3Fe%%20%%3Ff."
          + "%%3Fg%%20%%3Fh%%20%%3Fi.%%3Fj%%20%%3Fk%%20%%3Fl.%%3Fm%%20%%3Fn1%%20%%3Fo.%%3Fq%%20%%3Fr%%20%%3Fs%%7D"
          + " HTTP/1.1\r\n"
          + "Host: localhost\r\n\r\n";

  private final List<Socket> sockets = new ArrayList<>();

  @AfterEach
  void closeSockets() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private static TestServer server(int all, int perAddress, Duration head) throws Exception {
    Options d = TestServer.OPTIONS;
    Options options = d.edit().connections(new ConnectionLimits(all, perAddress, head)).build();
    return TestServer.of(
        RDFDataMgr.loadDataset("src/server/test/resources/serve/small.trig").asDatasetGraph(),
        options);
  }

  /// The head of a request is sent a byte at a time, each well within the idle timeout.
  @Test
  void closesAConnectionWhoseHeadDrips() throws Exception {
    try (TestServer server = server(100, 100, Duration.ofSeconds(2))) {
      for (String begin : List.of("", "GET /", ASK, ASK + "X-A: b\r\n")) {
        Socket slow = open(server);
        send(slow, begin);
        long start = System.nanoTime();
        String answer = drip(slow, begin.isEmpty() ? "\r\n" : "a");
        assertThat(answer).as(begin).startsWith("HTTP/1.1 408 ").contains("the 2.0 seconds");
        assertThat(Duration.ofNanos(System.nanoTime() - start))
            .isBetween(Duration.ofMillis(1500), Duration.ofSeconds(15));
      }
      assertThat(server.get("/sparql?query=ASK%7B%7D", "*/*").statusCode()).isEqualTo(200);
    }
  }

  /// The time of a head is neither that of an idle connection nor that of an evaluation.
  @Test
  void keepsAConnectionThatWaitsBetweenRequests() throws Exception {
    try (TestServer server = server(100, 100, Duration.ofMillis(600))) {
      Socket kept = open(server);
      Thread.sleep(1500);
      send(kept, ENDLESS.formatted(2));
      assertThat(readUntil(kept, "the time it has.\n")).startsWith("HTTP/1.1 503 ");
      Thread.sleep(1500);
      send(kept, ASK + "Accept: application/json\r\n\r\n");
      assertThat(readUntil(kept, "\"boolean\":true}\n")).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void refusesFurtherConnectionsOfOneAddress() throws Exception {
    try (TestServer server = server(100, 3, Duration.ofSeconds(10))) {
      List<Socket> first = List.of(open(server), open(server), open(server));
      await(server, 3);
      assertThat(all(open(server))).startsWith("HTTP/1.1 429 ").contains("the 3 connections");
      first.getFirst().close();
      await(server, 2);
      Socket after = open(server);
      send(after, ASK + "Connection: close\r\n\r\n");
      assertThat(all(after)).startsWith("HTTP/1.1 200 ");
    }
  }

  /// Idle connections give way to new ones; a request in progress does not.
  @Test
  void closesTheConnectionThatIsIdleLongest() throws Exception {
    try (TestServer server = server(4, 100, Duration.ofSeconds(10))) {
      Socket busy = open(server);
      send(busy, ENDLESS.formatted(5));
      await(server, 1);
      Socket idle = open(server);
      await(server, 2);
      List<Socket> used = List.of(open(server), open(server));
      await(server, 4);
      Socket fifth = open(server);
      assertThat(all(idle)).isEmpty();
      for (Socket socket : List.of(used.getFirst(), used.getLast(), fifth)) {
        send(socket, ASK + "X-A: ");
      }
      Thread.sleep(500);
      assertThat(all(open(server))).startsWith("HTTP/1.1 503 ").contains("the 4 connections");
      send(fifth, "b\r\nConnection: close\r\n\r\n");
      assertThat(all(fifth)).startsWith("HTTP/1.1 200 ");
      assertThat(readUntil(busy, "the time it has.\n")).startsWith("HTTP/1.1 503 ");
    }
  }

  /// Two clients keep all connections with incomplete heads; a third one is answered.
  @Test
  void incompleteHeadsOfAFewDoNotKeepOthersOut() throws Exception {
    try (TestServer server = server(6, 3, Duration.ofMinutes(5))) {
      for (String attacker : List.of("127.0.0.2", "127.0.0.3")) {
        for (int i = 0; i < 3; i++) {
          send(open(server, attacker), ASK + "X-A: ");
        }
      }
      await(server, 6);
      Thread.sleep(200); // until the beginnings of the heads are read
      for (int i = 0; i < 3; i++) {
        Socket other = open(server, "127.0.0.1");
        send(other, ASK + "Connection: close\r\n\r\n");
        assertThat(all(other)).startsWith("HTTP/1.1 200 ");
      }
    }
  }

  private static void await(TestServer server, int connections) throws Exception {
    for (int i = 0; i < 500 && server.metric("techrace_connections") != connections; i++) {
      Thread.sleep(20);
    }
    assertThat(server.metric("techrace_connections")).isEqualTo(connections);
  }

  private Socket open(TestServer server) throws IOException {
    Socket socket = new Socket("localhost", server.uri("/").getPort());
    sockets.add(socket);
    socket.setSoTimeout(20_000);
    return socket;
  }

  /// Opens a connection from another address of this machine.
  private Socket open(TestServer server, String from) throws IOException {
    Socket socket =
        new Socket(
            InetAddress.ofLiteral("127.0.0.1"),
            server.uri("/").getPort(),
            InetAddress.ofLiteral(from),
            0);
    sockets.add(socket);
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
    socket.getOutputStream().flush();
  }

  /// Sends a text every 100 ms until an answer comes.
  private static String drip(Socket socket, String text) throws Exception {
    for (int i = 0; i < 150 && socket.getInputStream().available() == 0; i++) {
      send(socket, text);
      Thread.sleep(100);
    }
    return new String(
        socket.getInputStream().readNBytes(socket.getInputStream().available()), US_ASCII);
  }

  private static String all(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), US_ASCII);
  }

  private static String readUntil(Socket socket, String end) throws IOException {
    StringBuilder text = new StringBuilder();
    while (!text.toString().endsWith(end)) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        break;
      }
      text.append((char) next);
    }
    return text.toString();
  }
}
