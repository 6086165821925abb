package org.techrace.serve.mcp;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.techrace.serve.http.HttpJson;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Reports to a client how long its request has been running (MCP, section "Progress"): at its
/// start, and then each second until it is closed. A client asks for it with a token.
final class Progress implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final JsonNode token;
  private final Consumer<String> out;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread clock;

  private Progress(JsonNode token, Consumer<String> out) {
    this.token = token;
    this.out = out;
    clock = Thread.startVirtualThread(this::report);
  }

  /// Returns the token of a request that asks for reports.
  ///
  /// @param message a JSON-RPC message
  static Optional<JsonNode> token(String message) {
    try {
      JsonNode token = JsonMapper.shared().readTree(message).at("/params/_meta/progressToken");
      return token.isString() || token.isIntegralNumber() ? Optional.of(token) : Optional.empty();
    } catch (JacksonException _) {
      // The service answers what is wrong with it.
      return Optional.empty();
    }
  }

  /// Starts to report.
  ///
  /// @param out sends a message to the client; called by another thread
  static Progress start(JsonNode token, Consumer<String> out) {
    return new Progress(token, out);
  }

  private void report() {
    try {
      long seconds = 0;
      do {
        out.accept(notification(token, seconds++));
      } while (!ended.await(EVERY.toMillis(), TimeUnit.MILLISECONDS));
    } catch (UncheckedIOException | InterruptedException _) {
      // The client has left; its answer cannot be sent either.
    }
  }

  private static String notification(JsonNode token, long seconds) {
    ObjectNode json = HttpJson.object();
    json.put("jsonrpc", "2.0").put("method", "notifications/progress");
    ObjectNode params = json.putObject("params");
    params.set("progressToken", token);
    params.put("progress", seconds).put("message", "running for %d s".formatted(seconds));
    return json.toString();
  }

  /// Ends the reports. None is sent after this.
  @Override
  public void close() {
    ended.countDown();
    try {
      clock.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
