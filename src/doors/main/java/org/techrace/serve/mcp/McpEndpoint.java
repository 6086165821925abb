package org.techrace.serve.mcp;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.CrossOrigin;
import org.techrace.serve.http.EventStream;
import org.techrace.serve.http.Format;
import org.techrace.serve.http.Processor;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.http.Request;
import org.techrace.serve.http.SiteAddress;
import org.techrace.serve.work.Caller;
import tools.jackson.databind.JsonNode;

/// `/mcp`: MCP over streamable HTTP, without sessions. A client sends each message by POST and gets
/// its answer as JSON, or with reports of progress as events if it asks for them.
///
/// @param service answers the messages
/// @param address the address of the site
/// @param origins whether scripts of other sites may read answers
/// @param bodyBytes the greatest length of a message, in bytes
public record McpEndpoint(
    McpService service, SiteAddress address, CrossOrigin origins, int bodyBytes)
    implements Processor {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final List<Format> STREAMS = List.of(Format.EVENTS);

  @Override
  public Answer answer(Request request, Lease lease) {
    checkOrigin(request);
    checkVersion(request);
    if (!request.contentType().startsWith(Format.JSON.mediaType())) {
      throw new Refusal(415, "Send a JSON-RPC message as application/json.");
    }
    String message = request.body(bodyBytes);
    Caller caller = Caller.of(request);
    Optional<JsonNode> token = Progress.token(message);
    if (token.isPresent() && request.accepted(STREAMS).isPresent()) {
      EventStream events =
          new EventStream(send -> answer(message, token.get(), send, lease, caller));
      return Answer.text(200, Format.EVENTS, "").withBody(events);
    }
    try {
      Optional<String> answer = service.answer(message, lease, caller);
      return answer
          .map(text -> Answer.text(200, Format.JSON, text))
          .orElseGet(() -> Answer.text(202, Format.TEXT, ""));
    } catch (Refusal refusal) {
      return Answer.text(refusal.status(), Format.JSON, refusal.sentence());
    }
  }

  private String answer(
      String message, JsonNode token, Consumer<String> send, Lease lease, Caller caller) {
    try (lease;
        Progress _ = Progress.start(token, send)) {
      return service.answer(message, lease, caller).orElse("");
    } catch (Refusal refusal) {
      return refusal.sentence();
    }
  }

  /// Refuses requests of pages of other sites (MCP, section "Transports", security warning). The
  /// `Host` header proves nothing: a page can let its own name point to this machine.
  private void checkOrigin(Request request) {
    String origin = request.http().getHeader("Origin");
    if (origin != null
        && !origins.allowed()
        && !origin.equals(address.publicUrl().orElse(""))
        && !isLoopback(origin)) {
      throw new Refusal(
          403, "Pages of other sites may not send messages; serve.cross-origin lets them.");
    }
  }

  private static boolean isLoopback(String origin) {
    try {
      String host = URI.create(origin).getHost();
      return host != null && LOOPBACK.contains(host);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /// Refuses versions of the protocol that are unknown. Without the header it is the first one.
  private static void checkVersion(Request request) {
    String version = request.http().getHeader("MCP-Protocol-Version");
    if (version != null && !McpService.VERSIONS.contains(version)) {
      throw new Refusal(
          400,
          "The version '%s' of MCP is unknown; the server has %s."
              .formatted(version, String.join(", ", McpService.VERSIONS)));
    }
  }
}
