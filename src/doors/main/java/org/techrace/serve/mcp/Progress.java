package org.techrace.serve.mcp;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.techrace.serve.http.HttpJson;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Reports to a client how long its request has been running (MCP, section "Progress"): at its
/// start, and then each second. A client asks for it with a token. Safe for use by several threads.
final class Progress implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

  /// A request whose progress is reported until it is closed.
  interface Running extends AutoCloseable {
    @Override
    void close();
  }

  /// Starts to report the progress of a request, if its message asks for it.
  ///
  /// @param message a JSON-RPC message
  /// @param out sends a message to the client
  Running of(String message, Consumer<String> out) {
    JsonNode token = token(message);
    if (!token.isString() && !token.isIntegralNumber()) {
      return () -> {};
    }
    long start = System.nanoTime();
    out.accept(notification(token, 0));
    ScheduledFuture<?> reports =
        clock.scheduleAtFixedRate(
            () ->
                out.accept(
                    notification(token, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start))),
            EVERY.toSeconds(),
            EVERY.toSeconds(),
            TimeUnit.SECONDS);
    return () -> reports.cancel(false);
  }

  private static JsonNode token(String message) {
    try {
      return JsonMapper.shared().readTree(message).at("/params/_meta/progressToken");
    } catch (JacksonException _) {
      // The service answers what is wrong with it.
      return HttpJson.object().path("none");
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

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
