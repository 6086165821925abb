package org.techrace.fetch;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A publisher's server on this machine. It serves files with validators and ranges, and can fail
/// in the ways that servers fail.
public final class Publisher implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

  /// The handlers of the next answers, by path; the usual one comes after them.
  private final Map<String, List<HttpHandler>> next = new ConcurrentHashMap<>();

  private final Map<String, HttpHandler> usual = new ConcurrentHashMap<>();

  /// Starts one at a free port.
  public Publisher() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /// Its address, as an option allows it: `127.0.0.1:PORT`.
  public String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /// The address of a path that begins with `/`.
  public String url(String path) {
    return "http://" + host() + path;
  }

  /// The requests so far: path and query, and the headers `Range`, `If-Range` and `If-None-Match`.
  public List<String> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  /// Serves a file with an `ETag`.
  public Publisher file(String path, String content, String etag) {
    usual.put(path, exchange -> send(exchange, content, Map.of("ETag", etag)));
    return this;
  }

  /// Serves a file without a validator.
  public Publisher file(String path, String content) {
    usual.put(path, exchange -> send(exchange, content, Map.of()));
    return this;
  }

  /// Answers in this way from now on.
  public Publisher always(String path, HttpHandler handler) {
    usual.put(path, handler);
    return this;
  }

  /// Answers in this way once, before anything else.
  public Publisher once(String path, HttpHandler handler) {
    next.computeIfAbsent(path, _ -> Collections.synchronizedList(new ArrayList<>())).add(handler);
    return this;
  }

  /// An answer without a body.
  public static HttpHandler status(int status, String... headers) {
    return exchange -> {
      for (int i = 0; i < headers.length; i += 2) {
        exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
      }
      exchange.sendResponseHeaders(status, -1);
      exchange.close();
    };
  }

  /// An answer that breaks off after some bytes, although it announces all.
  public static HttpHandler cut(String content, int after, String etag) {
    return exchange -> {
      byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("ETag", etag);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes, 0, after);
      exchange.getResponseBody().flush();
      exchange.close();
    };
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    Headers headers = exchange.getRequestHeaders();
    StringBuilder request = new StringBuilder(exchange.getRequestURI().toString());
    for (String name : List.of("Range", "If-Range", "If-None-Match")) {
      if (headers.getFirst(name) != null) {
        request.append(' ').append(name).append(": ").append(headers.getFirst(name));
      }
    }
    requests.add(request.toString());
    List<HttpHandler> first = next.getOrDefault(path, List.of());
    HttpHandler handler =
        first.isEmpty() ? usual.getOrDefault(path, status(404)) : first.removeFirst();
    try {
      handler.handle(exchange);
    } finally {
      exchange.close();
    }
  }

  /// Sends a file, or the part that is asked for, or that it has not changed.
  private static void send(HttpExchange exchange, String content, Map<String, String> validators)
      throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    Headers asked = exchange.getRequestHeaders();
    String etag = new TreeMap<>(validators).getOrDefault("ETag", "");
    validators.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    if (!etag.isEmpty() && etag.equals(asked.getFirst("If-None-Match"))) {
      exchange.sendResponseHeaders(304, -1);
      return;
    }
    String range = asked.getFirst("Range");
    int from = 0;
    if (range != null && etag.equals(asked.getFirst("If-Range"))) {
      from = Integer.parseInt(range.replaceAll("\\D", ""));
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes %d-%d/%d".formatted(from, bytes.length - 1, bytes.length));
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, bytes.length - from);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes, from, bytes.length - from);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
