package org.techrace.serve.mcp;

import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncPromptSpecification;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncResourceSpecification;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncResourceTemplateSpecification;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpStatelessServerHandler;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.GetPromptResult;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpSchema.PromptArgument;
import io.modelcontextprotocol.spec.McpSchema.PromptMessage;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceResult;
import io.modelcontextprotocol.spec.McpSchema.Role;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import io.modelcontextprotocol.spec.McpSchema.ToolAnnotations;
import io.modelcontextprotocol.spec.McpStatelessServerTransport;
import io.modelcontextprotocol.spec.ProtocolVersions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.techrace.entity.PageQueries;
import org.techrace.report.Nearest;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.HttpJson;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.work.Caller;
import org.techrace.serve.work.Evaluator;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;
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
      A read-only knowledge graph whose facts name their sources. Begin with find: it returns \
      things, classes, properties, tested questions, and queries that run as they are. Then query \
      the graph, or read the statements about a thing with explain; show_class shows the \
      properties of a class, show_question a tested query. Call coverage before you say 'latest', \
      'largest', 'all' or 'how many', and state the limits of an answer. \
      When you state a fact, state its evidence too: source, paragraph, date, licence and release. \
      Keep the hedges: what is according to somebody is what they say, not a fact about the world. \
      If an answer is cut, get the rest with 'offset', or say so. Do not guess IRIs; look them up.\
      """;

  private static final String TEXT = "text/plain";
  private static final int PARSE_ERROR = -32700;
  private static final String LEASE = "lease";
  private static final String CALLER = "caller";

  /// The methods that are answered.
  private static final List<String> METHODS =
      List.of(
          McpSchema.METHOD_INITIALIZE,
          McpSchema.METHOD_PING,
          McpSchema.METHOD_TOOLS_LIST,
          McpSchema.METHOD_TOOLS_CALL,
          McpSchema.METHOD_RESOURCES_LIST,
          McpSchema.METHOD_RESOURCES_TEMPLATES_LIST,
          McpSchema.METHOD_RESOURCES_READ,
          McpSchema.METHOD_PROMPT_LIST,
          McpSchema.METHOD_PROMPT_GET);

  /// The parameters that a method needs.
  private static final Map<String, List<String>> NEEDED =
      Map.of(
          McpSchema.METHOD_INITIALIZE, List.of(),
          McpSchema.METHOD_TOOLS_CALL, List.of("name"),
          McpSchema.METHOD_PROMPT_GET, List.of("name"),
          McpSchema.METHOD_RESOURCES_READ, List.of("uri"));

  /// The parameters whose values are texts, in each method that has them.
  private static final List<String> TEXTS = List.of("name", "uri", "protocolVersion", "cursor");

  /// The parameters whose values are objects.
  private static final List<String> OBJECTS =
      List.of("arguments", "_meta", "capabilities", "clientInfo");

  private final McpJsonMapper mapper = McpJsonDefaults.getMapper();
  private final Transport transport = new Transport();
  private final Resources resources;
  private final Evaluator evaluator;
  private final List<String> toolNames;

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

  /// A service with all tools, resources and prompts.
  ///
  /// @param queries the queries of the project; those of the folder `resources` are resources
  /// @param evaluator evaluates resources, within the limits of pages
  /// @param name the name of the graph
  public McpService(Tools tools, PageQueries queries, Evaluator evaluator, String name) {
    this.resources = new Resources(queries);
    this.evaluator = evaluator;
    this.toolNames = tools.all().stream().map(Tool::name).toList();
    McpServer.sync(transport)
        .serverInfo(name, version())
        .instructions(INSTRUCTIONS)
        .capabilities(
            ServerCapabilities.builder()
                .tools(false)
                .resources(false, false)
                .prompts(false)
                .build())
        .tools(tools.all().stream().map(this::specification).toList())
        .resources(resources.all().stream().map(this::specification).toList())
        .resourceTemplates(
            resources.all().stream().filter(Resources.Resource::table).map(this::partsOf).toList())
        .prompts(Prompts.all().stream().map(McpService::specification).toList())
        // The tools check their arguments, with plain words.
        .validateToolInputs(false)
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
            .outputSchema(tool.answerSchema())
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
    try {
      Map<String, Object> arguments =
          tool.arguments(
              Objects.requireNonNullElse(request.arguments(), Map.<String, Object>of()),
              "argument");
      Lease lease = (Lease) context.get(LEASE);
      ObjectNode answer =
          tool.work().apply(new ToolCall(arguments, lease, (Caller) context.get(CALLER)));
      // The text is for clients that know no structured content (MCP, section "Tools").
      return CallToolResult.builder()
          .structuredContent(answer)
          .addTextContent(answer.toString())
          .build();
    } catch (Refusal refusal) {
      // Structured content would have to follow the schema of the answers.
      String place =
          refusal
              .position()
              .map(at -> " (line %d, column %d)".formatted(at.line(), at.column()))
              .orElse("");
      return CallToolResult.builder()
          .addTextContent(refusal.sentence() + place)
          .isError(true)
          .build();
    }
  }

  private SyncResourceSpecification specification(Resources.Resource resource) {
    return new SyncResourceSpecification(
        McpSchema.Resource.builder(resource.uri(), resource.name())
            .title(resource.title())
            .description(resource.description())
            .mimeType(TEXT)
            .build(),
        (context, request) -> read(resource, context, request));
  }

  /// The parts of a table.
  private SyncResourceTemplateSpecification partsOf(Resources.Resource resource) {
    return new SyncResourceTemplateSpecification(
        McpSchema.ResourceTemplate.builder(
                resource.uri() + Resources.PART, resource.name() + " in parts")
            .title(resource.title() + ", in parts")
            .description(
                "A part of at most %,d characters: 1, 2, …; or all for the whole"
                    .formatted(Resources.PART_LENGTH))
            .mimeType(TEXT)
            .build(),
        (context, request) -> read(resource, context, request));
  }

  private ReadResourceResult read(
      Resources.Resource resource, McpTransportContext context, ReadResourceRequest request) {
    Lease lease = (Lease) context.get(LEASE);
    try {
      String text =
          evaluator.evaluate(
              (Caller) context.get(CALLER),
              lease,
              stop -> resources.text(resource, request.uri(), lease.until(stop)));
      return ReadResourceResult.builder(
              List.of(TextResourceContents.builder(request.uri(), text).mimeType(TEXT).build()))
          .build();
    } catch (Refusal refusal) {
      throw McpError.builder(ErrorCodes.INVALID_PARAMS).message(refusal.sentence()).build();
    }
  }

  private static SyncPromptSpecification specification(Prompts.Prompt prompt) {
    PromptArgument argument =
        PromptArgument.builder(prompt.argument())
            .description(prompt.meaning())
            .required(true)
            .build();
    McpSchema.Prompt described =
        McpSchema.Prompt.builder(prompt.name())
            .title(prompt.title())
            .description(prompt.description())
            .arguments(List.of(argument))
            .build();
    return new SyncPromptSpecification(
        described, (_, request) -> message(prompt, request.arguments()));
  }

  private static GetPromptResult message(
      Prompts.Prompt prompt, @Nullable Map<String, Object> arguments) {
    Object value = arguments == null ? null : arguments.get(prompt.argument());
    if (value == null || value.toString().isBlank()) {
      throw McpError.builder(ErrorCodes.INVALID_PARAMS)
          .message("The argument '%s' is missing.".formatted(prompt.argument()))
          .build();
    }
    TextContent text =
        TextContent.builder(prompt.text().formatted(value.toString().strip())).build();
    return GetPromptResult.builder(List.of(PromptMessage.builder(Role.USER, text).build()))
        .description(prompt.description())
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
      throw new Refusal(400, invalid(text));
    }
    McpTransportContext context = McpTransportContext.create(Map.of(LEASE, lease, CALLER, caller));
    return switch (message) {
      case JSONRPCRequest request ->
          Optional.of(
              mistyped(request)
                  .or(() -> unknown(request))
                  .orElseGet(
                      () -> json(transport.handler().handleRequest(context, request).block())));
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

  /// Returns the error of a request whose version or parameters have other types than those of the
  /// protocol. The SDK casts and maps them, and fails with the words of Java.
  private static Optional<String> mistyped(JSONRPCRequest request) {
    if (!request.jsonrpc().equals(McpSchema.JSONRPC_VERSION)) {
      return Optional.of(
          error(
              request,
              ErrorCodes.INVALID_REQUEST,
              "'jsonrpc' must be '%s', not '%s'."
                  .formatted(McpSchema.JSONRPC_VERSION, request.jsonrpc())));
    }
    return wrong(request).map(message -> error(request, ErrorCodes.INVALID_PARAMS, message));
  }

  private static Optional<String> wrong(JSONRPCRequest request) {
    if (request.params() == null) {
      return NEEDED.containsKey(request.method())
          ? Optional.of("'params' is missing; %s needs it.".formatted(request.method()))
          : Optional.empty();
    }
    if (!(request.params() instanceof Map<?, ?> parameters)) {
      return Optional.of(notOf("params", "an object"));
    }
    Stream<String> missing =
        NEEDED.getOrDefault(request.method(), List.of()).stream()
            .filter(name -> parameters.get(name) == null)
            .map("'%s' is missing in 'params'."::formatted);
    Stream<String> others =
        Stream.concat(
            TEXTS.stream()
                .filter(name -> !(parameters.get(name) instanceof String))
                .filter(name -> parameters.get(name) != null)
                .map(name -> notOf(name, "a text")),
            OBJECTS.stream()
                .filter(name -> !(parameters.get(name) instanceof Map))
                .filter(name -> parameters.get(name) != null)
                .map(name -> notOf(name, "an object")));
    Stream<String> unknown =
        parameters.get("cursor") instanceof String cursor
            ? Stream.of("There is no cursor '%s': the list is in one answer.".formatted(cursor))
            : Stream.empty();
    return Stream.of(missing, others, unknown).flatMap(one -> one).findFirst();
  }

  private static String notOf(String name, String type) {
    return "'%s' must be %s.".formatted(name, type);
  }

  /// Returns the error of a request for a method, a tool, a resource or a prompt that does not
  /// exist. It names the nearest one, which the SDK does not.
  private Optional<String> unknown(JSONRPCRequest request) {
    return switch (request.method()) {
      case McpSchema.METHOD_TOOLS_CALL ->
          named(request, "name")
              .filter(name -> !toolNames.contains(name))
              .map(name -> unknown(request, ErrorCodes.INVALID_PARAMS, "tool", name, toolNames));
      case McpSchema.METHOD_PROMPT_GET ->
          named(request, "name")
              .filter(name -> !Prompts.names().contains(name))
              .map(
                  name ->
                      unknown(request, ErrorCodes.INVALID_PARAMS, "prompt", name, Prompts.names()));
      case McpSchema.METHOD_RESOURCES_READ ->
          named(request, "uri")
              .filter(uri -> resources.all().stream().noneMatch(one -> one.has(uri)))
              .map(
                  uri ->
                      unknown(
                          request,
                          ErrorCodes.RESOURCE_NOT_FOUND,
                          "resource",
                          uri,
                          resources.uris()));
      default ->
          METHODS.contains(request.method())
              ? Optional.empty()
              : Optional.of(
                  unknown(
                      request, ErrorCodes.METHOD_NOT_FOUND, "method", request.method(), METHODS));
    };
  }

  /// Returns the name that a request has as a parameter. The SDK refuses one that has none.
  private static Optional<String> named(JSONRPCRequest request, String parameter) {
    return request.params() instanceof Map<?, ?> parameters
            && parameters.get(parameter) instanceof String name
        ? Optional.of(name)
        : Optional.empty();
  }

  private static String unknown(
      JSONRPCRequest request, int code, String kind, String name, List<String> known) {
    return error(
        request,
        code,
        "There is no %s '%s'; %s".formatted(kind, name, Nearest.suggest(name, known)));
  }

  private static String error(JSONRPCRequest request, int code, String message) {
    return error(JsonMapper.shared().valueToTree(request.id()), code, message);
  }

  private static String error(JsonNode id, int code, String message) {
    ObjectNode answer = HttpJson.object().put("jsonrpc", McpSchema.JSONRPC_VERSION);
    answer.set("id", id);
    answer.putObject("error").put("code", code).put("message", message);
    return answer.toString();
  }

  /// Returns the error of a text that is not a message: not JSON, or not of the form of JSON-RPC.
  private static String invalid(String text) {
    JsonNode read;
    try {
      read = JsonMapper.shared().readTree(text);
    } catch (JacksonException e) {
      return error(NullNode.getInstance(), PARSE_ERROR, "The body is not JSON.");
    }
    JsonNode id = read.path("id");
    return error(
        id.isString() || id.isNumber() ? id : NullNode.getInstance(),
        ErrorCodes.INVALID_REQUEST,
        read.isObject() && !read.path("method").isString()
            ? "The body is not one JSON-RPC message: 'method' must be a text."
            : "The body is not one JSON-RPC message.");
  }
}
