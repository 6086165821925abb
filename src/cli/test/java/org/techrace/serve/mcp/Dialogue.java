package org.techrace.serve.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A scripted dialogue of a language model with the server: calls of tools, each with what its
/// answer must contain. The head of `dialogues.txt` describes the form.
///
/// @param lines its lines, without the title
record Dialogue(String title, List<String> lines) {
  private static final Path FILE = Path.of("src/cli/test/resources/mcp/dialogues.txt");
  private static final JsonMapper JSON = JsonMapper.shared();

  static List<Dialogue> all() throws IOException {
    List<Dialogue> all = new ArrayList<>();
    for (String line : Files.readAllLines(FILE)) {
      if (line.startsWith("# ")) {
        all.add(new Dialogue(line.substring(2), new ArrayList<>()));
      } else if (!line.isBlank() && !line.startsWith("//")) {
        all.getLast().lines().add(line);
      }
    }
    return all;
  }

  /// Holds the dialogue with a server.
  void hold(McpSyncClient client) {
    Map<String, String> kept = new HashMap<>();
    JsonNode answer = JSON.createObjectNode();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).substring(0, 1);
      String rest = lines.get(i).substring(1).strip();
      for (Map.Entry<String, String> one : kept.entrySet()) {
        rest = rest.replace("${" + one.getKey() + "}", one.getValue());
      }
      int space = rest.indexOf(' ');
      String first = space < 0 ? rest : rest.substring(0, space);
      String second = space < 0 ? "" : rest.substring(space + 1).strip();
      switch (line) {
        case ">" -> answer = call(client, first, second, isRefused(i));
        case "=" ->
            assertThat(answer.at(first))
                .as(rest + " in " + answer)
                .isEqualTo(JSON.readTree(second));
        case "~", "x" -> assertThat(answer.toString()).contains(rest);
        case "!" -> assertThat(answer.toString()).doesNotContain(rest);
        case "$" -> {
          assertThat(answer.at(second).isMissingNode()).as(second + " in " + answer).isFalse();
          kept.put(first, answer.at(second).asString());
        }
        default -> throw new AssertionError("unknown line: " + lines.get(i));
      }
    }
  }

  private boolean isRefused(int call) {
    return call + 1 < lines.size() && lines.get(call + 1).startsWith("x");
  }

  private static JsonNode call(
      McpSyncClient client, String tool, String arguments, boolean refused) {
    CallToolResult result =
        client.callTool(
            CallToolRequest.builder(tool)
                .arguments(JSON.readValue(arguments, new TypeReference<Map<String, Object>>() {}))
                .build());
    String text = ((TextContent) result.content().getFirst()).text();
    assertThat(Objects.requireNonNullElse(result.isError(), false)).as(text).isEqualTo(refused);
    if (refused) {
      return JSON.createObjectNode().put("text", text);
    }
    JsonNode answer = JSON.valueToTree(result.structuredContent());
    assertThat(JSON.readTree(text)).as("the text is the structured content").isEqualTo(answer);
    checkQuotable(answer, tool);
    return answer;
  }

  /// Requires what every answer has: its release, whether it is cut, cells for all columns, and the
  /// sources of its facts.
  private static void checkQuotable(JsonNode answer, String tool) {
    assertThat(answer.path("release").asString()).matches("\\d{4}-\\d\\d-\\d\\d-[0-9a-f]+");
    assertThat(answer.path("cut").isBoolean()).isTrue();
    for (JsonNode row : answer.path("rows")) {
      assertThat(row.size()).as(row.toString()).isEqualTo(answer.path("columns").size());
    }
    if (tool.equals("query")
        && answer.path("sources").isEmpty()
        && !answer.path("rows").isEmpty()) {
      assertThat(answer.path("notes").toString()).contains("Rows without evidence");
    }
    for (JsonNode source : answer.path("sources")) {
      assertThat(source.asString()).matches(".+ \\(.+, \\d{4}-\\d\\d(-\\d\\d)?\\)");
    }
    for (JsonNode piece : answer.path("evidence")) {
      String source = piece.path("source").asString();
      assertThat(source).startsWith("g:");
      assertThat(answer.path("sources").valueStream().map(JsonNode::asString))
          .as(piece.toString())
          .anyMatch(line -> line.startsWith(source + ": "));
    }
  }
}
