package org.techrace.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A download uses only allowed hosts and keeps its limits, with any behaviour of the server.
@Timeout(60)
final class HostileServerTest {
  private static final Limits SMALL =
      new Limits(
          10_000,
          Duration.ofSeconds(2),
          250,
          1 << 20,
          1 << 20,
          Duration.ofSeconds(1),
          Duration.ofSeconds(1));

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger innerRequests = new AtomicInteger();
  private HttpServer server;
  private HttpServer inner;

  HostileServerTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    inner = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void start() {
    server.setExecutor(threads);
    inner.createContext(
        "/",
        exchange -> {
          innerRequests.incrementAndGet();
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write("inner".getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    server.start();
    inner.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    inner.stop(0);
    threads.shutdownNow();
  }

  private static int port(HttpServer of) {
    return of.getAddress().getPort();
  }

  private String fetch(Access access) throws IOException {
    ReadableFile file = access.download("http://127.0.0.1:%d/t.csv".formatted(port(server))).file();
    try (InputStream in = file.stream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } finally {
      Files.delete(file.path());
    }
  }

  private Access access() {
    return Access.none().allowWeb("127.0.0.1:" + port(server)).withLimits(SMALL);
  }

  private void answers(HttpHandler handler) {
    server.createContext("/t.csv", handler);
  }

  private void redirects(String location) {
    answers(
        exchange -> {
          exchange.getResponseHeaders().add("Location", location);
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
  }

  @Test
  void fetchesFromAHostThatIsAllowed() throws IOException {
    answers(
        exchange -> {
          exchange.sendResponseHeaders(200, 5);
          exchange.getResponseBody().write("table".getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    assertThat(fetch(access())).isEqualTo("table");
    for (Access other :
        new Access[] {
          Access.none(), Access.none().allowWeb("localhost"), Access.none().allowWeb("127.0.0.1:1")
        }) {
      assertThatThrownBy(() -> fetch(other))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("allow that with --web 127.0.0.1");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:PORT/",
        "http://localhost:PORT/",
        "http://localhost.:PORT/",
        "http://[::1]:PORT/",
        "http://[::ffff:127.0.0.1]:PORT/",
        "http://[0:0:0:0:0:ffff:7f00:1]:PORT/",
        "http://127.1:PORT/",
        "http://2130706433:PORT/",
        "http://0x7f000001:PORT/",
        "http://0177.0.0.1:PORT/",
        "http://0.0.0.0:PORT/",
        "http://127.0.0.1:SERVER@127.0.0.1:PORT/",
        "//127.0.0.1:PORT/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://192.168.0.1/",
        "http://[fd00::1]/",
        "http://[64:ff9b::7f00:1]/",
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "jar:http://127.0.0.1:PORT/!/",
        "gopher://127.0.0.1:PORT/",
        "http:///etc/passwd",
        ""
      })
  void aRedirectReachesNoPrivateAddress(String location) {
    redirects(
        location
            .replace("PORT", String.valueOf(port(inner)))
            .replace("SERVER", String.valueOf(port(server))));
    assertThatThrownBy(() -> fetch(access())).isInstanceOf(IOException.class);
    assertThat(innerRequests).hasValue(0);
  }

  @Test
  void aRedirectReachesAHostThatIsAllowed() throws IOException {
    redirects("http://localhost:%d/".formatted(port(inner)));
    assertThat(fetch(access().allowWeb("localhost"))).isEqualTo("inner");
  }

  @Test
  void redirectsInCirclesEnd() {
    redirects("/t.csv");
    assertThatThrownBy(() -> fetch(access())).hasMessage("more than 5 redirects");
  }

  @Test
  void aFileWithoutEndIsTooLarge() {
    answers(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          while (true) {
            exchange.getResponseBody().write(new byte[1_000]);
          }
        });
    assertThatThrownBy(() -> fetch(access()))
        .hasMessageContaining("it is larger than the 10,000 bytes allowed");
  }

  @Test
  void whatIsPackedOnTheWayIsNotUnpacked() throws IOException {
    answers(
        exchange -> {
          exchange.getResponseHeaders().add("Content-Encoding", "gzip");
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write("not unpacked".getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    assertThat(fetch(access())).isEqualTo("not unpacked");
  }

  @Test
  void aServerThatDripsIsLeft() {
    answers(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          while (true) {
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            pause();
          }
        });
    assertThatThrownBy(() -> fetch(access()))
        .hasMessageContaining("it takes longer than the 2 seconds allowed");
  }

  @Test
  void aServerThatSaysNothingIsLeft() {
    answers(
        exchange -> {
          while (true) {
            pause();
          }
        });
    assertThatThrownBy(() -> fetch(access()))
        .hasMessageContaining("it takes longer than the 2 seconds allowed");
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
