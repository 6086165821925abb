package org.techrace.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Tests queries to an endpoint that closes its connections.
final class EndpointClientTest {
  private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
  private static final String CUT_OFF = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{";

  private static final String DEADLOCK =
      "HTTP/1.1 500 SPARQL Request Failed\r\nContent-Length: 50\r\n\r\n"
          + "Virtuoso 40001 Error SR172: Transaction deadlocked";

  /// The answers after which the connection is kept.
  private static final Set<String> KEPT = Set.of(ANSWER, DEADLOCK);

  /// What the endpoint sends to each request in turn; it closes the connection after the others.
  private final Queue<String> answers = new ConcurrentLinkedQueue<>();

  private final AtomicInteger requests = new AtomicInteger();
  private ServerSocket server;
  private EndpointClient client;

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
    URI address = URI.create("http://localhost:" + server.getLocalPort() + "/sparql");
    client = new EndpointClient(address, Duration.ofSeconds(10), 1000, List.of());
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    server.close();
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        converse(socket);
      } catch (IOException _) {
        // The client, or the end of the test, has closed the socket.
      }
    }
  }

  private void converse(Socket socket) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    OutputStream out = socket.getOutputStream();
    String answer = ANSWER;
    while (KEPT.contains(answer) && in.readLine() != null) {
      int length = 0;
      for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
        if (line.startsWith("Content-Length: ")) {
          length = Integer.parseInt(line.substring("Content-Length: ".length()));
        }
      }
      in.skip(length);
      requests.incrementAndGet();
      answer = answers.isEmpty() ? "" : answers.remove();
      out.write(answer.getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
  }

  private String ask() {
    try (InputStream answer = client.send("ASK {}", false, new AtomicBoolean())) {
      return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void asksAgainIfAKeptConnectionIsClosed() {
    answers.addAll(List.of(ANSWER, "", ANSWER));
    assertThat(ask()).isEqualTo("{}");
    assertThat(ask()).isEqualTo("{}");
    assertThat(requests).hasValue(3);
  }

  @Test
  void asksAtMostTwice() {
    assertThatThrownBy(this::ask)
        .isInstanceOf(EndpointException.class)
        .hasMessageContaining("does not answer");
    assertThat(requests).hasValue(2);
  }

  @Test
  void asksAgainAfterADeadlock() {
    answers.addAll(List.of(DEADLOCK, DEADLOCK, ANSWER));
    assertThat(ask()).isEqualTo("{}");
    assertThat(requests).hasValue(3);
  }

  @Test
  void givesUpAfterManyDeadlocks() {
    answers.addAll(Collections.nCopies(10, DEADLOCK));
    assertThatThrownBy(this::ask)
        .isInstanceOf(EndpointException.class)
        .hasMessageContaining("answers 500: Virtuoso 40001");
    assertThat(requests).hasValue(5);
  }

  @Test
  void doesNotAskAgainIfAnAnswerBreaksOff() {
    answers.addAll(List.of(CUT_OFF, ANSWER));
    assertThatThrownBy(this::ask)
        .isInstanceOf(EndpointException.class)
        .hasMessageContaining("does not answer");
    assertThat(requests).hasValue(1);
  }
}
