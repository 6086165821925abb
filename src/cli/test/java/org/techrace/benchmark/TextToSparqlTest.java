package org.techrace.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.ServedProject;
import org.techrace.UsesServedProject;
import org.techrace.benchmark.Tasks.Task;
import tools.jackson.databind.json.JsonMapper;

/// Runs the benchmarks of text to SPARQL, in Python, against a server. No language model takes
/// part: its messages are recorded.
@UsesServedProject
@Tag("long")
final class TextToSparqlTest {
  private static final Path BENCH = Path.of("src/bench/run").toAbsolutePath();
  private static final Path RECORDED = Path.of("src/cli/test/resources/text2sparql");

  /// One task in so many is looked at.
  private static final int STEP = 9;

  @TempDir private Path folder = Path.of("");

  @BeforeAll
  static void needsPython() throws IOException, InterruptedException {
    assumeTrue(
        new ProcessBuilder("python3", "--version").start().waitFor() == 0, "python3 is missing");
  }

  private record Outcome(int code, String output) {}

  private static Outcome run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(BENCH.toString()));
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
    process.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    Process started = process.start();
    started.getOutputStream().close();
    String output = new String(started.getInputStream().readAllBytes(), UTF_8);
    return new Outcome(started.waitFor(), output);
  }

  private static String site(ServedProject project) {
    return project.server().uri().toString();
  }

  @Test
  void findReturnsWhatTheQueriesOfQuestionsNeed(ServedProject project) throws Exception {
    List<Task> tasks =
        Tasks.read(Path.of("queries")).all().stream()
            .filter(task -> task.query().isPresent() && !task.id().endsWith(".0"))
            .toList();
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < tasks.size(); i += STEP) {
      Task task = tasks.get(i);
      Map<String, String> line =
          Map.of("id", task.id(), "question", task.text(), "query", task.query().orElseThrow());
      lines.append(JsonMapper.shared().writeValueAsString(line)).append('\n');
    }
    Path file = Files.writeString(folder.resolve("tasks.jsonl"), lines);
    Outcome outcome = run("recall", site(project), file.toString(), "--each");
    assertThat(outcome.code()).as(outcome.output()).isZero();
    assertThat(outcome.output()).contains("other wordings", "recall at 10");
  }

  @Test
  void aRecordedModelGetsItsF1(ServedProject project) throws Exception {
    Outcome outcome =
        run(
            "text2sparql",
            site(project),
            RECORDED.resolve("questions.json").toString(),
            "--replay",
            RECORDED.resolve("dialogues.jsonl").toString());
    assertThat(outcome.code()).as(outcome.output()).isZero();
    assertThat(outcome.output().lines())
        .containsExactly(
            "1.00  How many firms are there?",
            "0.67  What is the name of China?",
            "1.00  Is Huawei a firm?",
            "0.00  Which years does the graph not know?",
            "F1 0.667 of 4 questions, 2 exact");
  }
}
