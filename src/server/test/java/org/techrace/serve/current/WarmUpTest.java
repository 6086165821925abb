package org.techrace.serve.current;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Tests which pages a server requests itself, and when.
final class WarmUpTest {
  private static final Map<String, String> PAGES =
      Map.of(
          "/links",
          "<a href=\"/a\">a</a> <a href=\"/b\">b</a> <a href=\"https://example.org/\">other</a>",
          "/a",
          "<td class=\"x\"> <a href=\"/page/1\">1</a> <a href=\"/page/2\">2</a>"
              + " <link type=\"text/csv\" href=\"/a?format=csv&amp;x=1\">",
          "/b",
          "<p> <a href=\"/page/3\">3</a> <link type=\"text/csv\" href=\"/b?format=csv\">");

  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  /// How many looks find a client that asks.
  private final AtomicInteger looks = new AtomicInteger();

  private final List<String> whileClientsAsk = Collections.synchronizedList(new ArrayList<>());
  private final HttpServer server = create();

  private static HttpServer create() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeEach
  void answer() {
    server.createContext(
        "/",
        exchange -> {
          String target = exchange.getRequestURI().toString();
          String language = exchange.getRequestHeaders().getFirst("Accept-Language");
          asked.add(language.equals("en") ? target : target + " " + language);
          if (looks.get() > 0) {
            whileClientsAsk.add(target);
          }
          byte[] body = PAGES.getOrDefault(target, "").getBytes(StandardCharsets.UTF_8);
          looks.set(3);
          exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private URI uri(String path) {
    return URI.create("http://localhost:" + server.getAddress().getPort() + path);
  }

  @Test
  void asksForOnePageOfEachTypeAndOneThingOfEachClass() throws Exception {
    try (WarmUp warmUp =
        WarmUp.start(
            List.of(uri("/"), uri("/a")),
            uri("/links"),
            List.of("en", "de"),
            () -> false,
            () -> asked.add("ended"))) {
      warmUp.await();
    }
    assertThat(asked)
        .containsExactly(
            "/",
            "/a",
            "/links",
            "/b",
            "/page/3",
            "/b?format=csv",
            "ended",
            "/a de",
            "/b de",
            "/links de");
  }

  @Test
  void waitsWhileClientsAsk() throws Exception {
    try (WarmUp warmUp =
        WarmUp.start(
            List.of(uri("/")),
            uri("/links"),
            List.of("en"),
            () -> looks.getAndUpdate(n -> Math.max(0, n - 1)) > 0,
            () -> {})) {
      warmUp.await();
    }
    assertThat(asked)
        .containsExactly("/", "/links", "/a", "/b", "/page/1", "/page/3", "/a?format=csv&x=1");
    assertThat(whileClientsAsk).isEmpty();
  }

  @Test
  void endsWhenItIsClosed() throws Exception {
    WarmUp warmUp =
        WarmUp.start(List.of(uri("/")), uri("/links"), List.of("en"), () -> true, () -> {});
    warmUp.close();
    warmUp.await();
    assertThat(asked).isEmpty();
  }
}
