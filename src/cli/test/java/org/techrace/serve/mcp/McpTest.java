package org.techrace.serve.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.techrace.ServedProject;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Holds scripted dialogues with the server, with the client of the MCP SDK over both transports.
@ExtendWith(ServedProject.Resolver.class)
final class McpTest {
  private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

  private static ServedProject project;
  private static McpSyncClient http;
  private static McpSyncClient stdio;

  @BeforeAll
  static void connect(ServedProject served) {
    project = served;
    http = client(HttpClientStreamableHttpTransport.builder(served.uri("/").toString()).build());
    ServerParameters command =
        ServerParameters.builder(Path.of(System.getProperty("java.home"), "bin", "java").toString())
            .args(
                "-XX:TieredStopAtLevel=1",
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                "org.techrace.cli.Main",
                "mcp",
                "--releases",
                served.folder().path().toString())
            .build();
    stdio = client(new StdioClientTransport(command, McpJsonDefaults.getMapper()));
  }

  private static McpSyncClient client(McpClientTransport transport) {
    McpSyncClient client =
        McpClient.sync(transport)
            .requestTimeout(Duration.ofMinutes(2))
            .initializationTimeout(Duration.ofMinutes(2))
            .build();
    client.initialize();
    return client;
  }

  @AfterAll
  static void disconnect() {
    http.closeGracefully();
    stdio.closeGracefully();
  }

  @TestFactory
  Stream<DynamicTest> dialoguesOverHttp() throws Exception {
    return dialogues(http);
  }

  @TestFactory
  Stream<DynamicTest> dialoguesOverStandardInput() throws Exception {
    return dialogues(stdio);
  }

  private static Stream<DynamicTest> dialogues(McpSyncClient client) throws Exception {
    List<Dialogue> all = Dialogue.all();
    assertThat(all).hasSizeGreaterThanOrEqualTo(40);
    return all.stream().map(one -> DynamicTest.dynamicTest(one.title(), () -> one.hold(client)));
  }

  @Test
  void toolsAreReadOnlyAndDescribed() {
    List<Tool> tools = http.listTools().tools();
    assertThat(tools)
        .extracting(Tool::name)
        .containsExactly(
            "find_entities", "show_class", "find_questions", "query", "coverage", "explain");
    assertThat(tools).allMatch(tool -> tool.annotations().readOnlyHint());
    assertThat(tools).allMatch(tool -> tool.description().length() > 50);
    assertThat(stdio.listTools().tools()).isEqualTo(tools);
    assertThat(http.getServerInstructions()).contains("Keep the hedges");
  }

  private static HttpResponse<String> send(String body, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(project.uri("/mcp")).POST(BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return project.client().send(request.build(), BodyHandlers.ofString());
  }

  @Test
  void pagesOfOtherSitesAreRefused() throws Exception {
    String json = "application/json";
    assertThat(send(PING, "Content-Type", json).statusCode()).isEqualTo(200);
    assertThat(send(PING, "Content-Type", json, "Origin", "http://localhost:1").statusCode())
        .isEqualTo(200);
    for (String origin : List.of("https://example.org", "null", "http://localhost.example.org")) {
      assertThat(send(PING, "Content-Type", json, "Origin", origin).statusCode())
          .as(origin)
          .isEqualTo(403);
    }
  }

  @Test
  void theTransportFollowsTheSpecification() throws Exception {
    String json = "application/json";
    HttpResponse<String> pong = send(PING, "Content-Type", json);
    assertThat(JsonMapper.shared().readTree(pong.body()).path("id").asInt()).isEqualTo(1);
    assertThat(pong.headers().firstValue("Content-Type").orElseThrow()).startsWith(json);
    String notification = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";
    HttpResponse<String> accepted = send(notification, "Content-Type", json);
    assertThat(accepted.statusCode()).isEqualTo(202);
    assertThat(accepted.body()).isEmpty();
    assertThat(send(PING, "Content-Type", json, "MCP-Protocol-Version", "1999-01-01").statusCode())
        .isEqualTo(400);
    assertThat(send(PING, "Content-Type", "text/plain").statusCode()).isEqualTo(415);
    assertThat(project.get("/mcp", "text/event-stream").statusCode()).isEqualTo(405);
    for (String body : List.of("{", "[]", "{\"id\":1}")) {
      HttpResponse<String> invalid = send(body, "Content-Type", json);
      assertThat(invalid.statusCode()).as(body).isEqualTo(400);
      JsonNode error = JsonMapper.shared().readTree(invalid.body()).path("error");
      assertThat(error.path("code").asInt()).isEqualTo(-32700);
    }
    HttpResponse<String> unknown = send(PING.replace("ping", "pang"), "Content-Type", json);
    assertThat(JsonMapper.shared().readTree(unknown.body()).path("error").path("code").asInt())
        .isEqualTo(-32601);
  }
}
