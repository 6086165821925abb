package org.techrace.serve.mcp;

import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpStatelessServerHandler;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.ToolAnnotations;
import io.modelcontextprotocol.spec.McpStatelessServerTransport;
import io.modelcontextprotocol.spec.ProtocolVersions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.HttpJson;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.work.Caller;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/// Answers the messages of MCP clients. It keeps no sessions. Safe for use by several threads.
public final class McpService {
  /// The versions of the protocol with streamable HTTP, the newest last.
  public static final List<String> VERSIONS =
      List.of(
          ProtocolVersions.MCP_2025_03_26,
          ProtocolVersions.MCP_2025_06_18,
          ProtocolVersions.MCP_2025_11_25);

  private static final String INSTRUCTIONS =
      """
      A read-only knowledge graph whose facts name their sources. Find things with find_entities, \
      then read their statements with explain, or query the graph: show_class shows the classes \
      and properties that exist, and find_questions has tested queries as examples. \
      When you state a fact, state its evidence too: source, paragraph, date, licence and release. \
      Keep the hedges: what is according to somebody is what they say, not a fact about the world. \
      If an answer is cut, say so. Do not guess IRIs; look them up.\
      """;

  private static final int PARSE_ERROR = -32700;
  private static final String LEASE = "lease";
  private static final String CALLER = "caller";

  private final McpJsonMapper mapper = McpJsonDefaults.getMapper();
  private final Transport transport = new Transport();

  /// Hands messages to the handler of the SDK.
  private static final class Transport implements McpStatelessServerTransport {
    private @Nullable McpStatelessServerHandler handler;

    @Override
    public void setMcpHandler(McpStatelessServerHandler newHandler) {
      handler = newHandler;
    }

    @Override
    public List<String> protocolVersions() {
      return VERSIONS;
    }

    @Override
    public Mono<Void> closeGracefully() {
      return Mono.empty();
    }

    McpStatelessServerHandler handler() {
      return Objects.requireNonNull(handler, "set when the server is built");
    }
  }

  /// A service with all tools.
  ///
  /// @param name the name of the graph
  public McpService(Tools tools, String name) {
    McpServer.sync(transport)
        .serverInfo(name, version())
        .instructions(INSTRUCTIONS)
        .capabilities(ServerCapabilities.builder().tools(false).build())
        .tools(tools.all().stream().map(this::specification).toList())
        .validateToolInputs(true)
        // Evaluations have a limit of their own.
        .requestTimeout(Duration.ofDays(1))
        .immediateExecution(true)
        .build();
  }

  private static String version() {
    @Nullable String version = McpService.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }

  private SyncToolSpecification specification(Tool tool) {
    McpSchema.Tool described =
        McpSchema.Tool.builder(tool.name(), tool.schema())
            .title(tool.title())
            .description(tool.description())
            .annotations(
                ToolAnnotations.builder()
                    .title(tool.title())
                    .readOnlyHint(true)
                    .destructiveHint(false)
                    .idempotentHint(true)
                    .openWorldHint(false)
                    .build())
            .build();
    return SyncToolSpecification.builder()
        .tool(described)
        .callHandler((context, request) -> call(tool, context, request))
        .build();
  }

  private static CallToolResult call(
      Tool tool, McpTransportContext context, CallToolRequest request) {
    ObjectNode answer;
    boolean refused = false;
    try {
      Map<String, Object> arguments =
          Objects.requireNonNullElse(request.arguments(), Map.<String, Object>of());
      Lease lease = (Lease) context.get(LEASE);
      answer = tool.work().apply(new ToolCall(arguments, lease, (Caller) context.get(CALLER)));
    } catch (Refusal refusal) {
      refused = true;
      answer = HttpJson.object().put("error", refusal.sentence());
      ObjectNode told = answer;
      refusal.position().ifPresent(at -> told.put("line", at.line()).put("column", at.column()));
    }
    // The text is for clients that know no structured content (MCP, section "Tools").
    return CallToolResult.builder()
        .structuredContent(answer)
        .addTextContent(answer.toString())
        .isError(refused)
        .build();
  }

  /// Answers a message.
  ///
  /// @param text a JSON-RPC message
  /// @return the answer as JSON; empty if the message needs none
  /// @throws Refusal 400 if the text is not a message; its text is a JSON-RPC error
  public Optional<String> answer(String text, Lease lease, Caller caller) {
    JSONRPCMessage message;
    try {
      message = McpSchema.deserializeJsonRpcMessage(mapper, text);
    } catch (IOException | RuntimeException e) {
      throw new Refusal(400, invalid());
    }
    McpTransportContext context = McpTransportContext.create(Map.of(LEASE, lease, CALLER, caller));
    return switch (message) {
      case JSONRPCRequest request ->
          Optional.of(json(transport.handler().handleRequest(context, request).block()));
      case JSONRPCNotification notification -> {
        transport.handler().handleNotification(context, notification).block();
        yield Optional.empty();
      }
      // The server asks nothing, so it needs no response.
      default -> Optional.empty();
    };
  }

  private String json(@Nullable JSONRPCResponse response) {
    try {
      return mapper.writeValueAsString(Objects.requireNonNull(response, "every request has one"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String invalid() {
    ObjectNode answer = HttpJson.object().put("jsonrpc", "2.0").putNull("id");
    answer
        .putObject("error")
        .put("code", PARSE_ERROR)
        .put("message", "The body is not one JSON-RPC message.");
    return answer.toString();
  }
}
