package org.techrace.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.ServedProject;
import org.techrace.UsesServedProject;
import org.techrace.benchmark.Scorer.Outcome;
import org.techrace.benchmark.Scorer.Prediction;
import org.techrace.benchmark.Tasks.Task;
import org.techrace.cli.Main;
import org.techrace.release.Release;
import org.techrace.release.Releases;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Tests that the benchmark of this project has all tasks, and that the scorer distinguishes right
/// from wrong answers.
@UsesServedProject
final class BenchmarkTest {
  private static final Path QUERIES = Path.of("queries");

  private static Release release;
  private static Scorer scorer;

  @TempDir private Path folder = Path.of("");

  private static Tasks tasks() throws IOException {
    return Tasks.read(QUERIES);
  }

  @Test
  void eachQuestionHasThreeOtherWordingsAndFortyHaveNoAnswer() throws Exception {
    List<Task> all = tasks().all();
    Map<String, Long> wordings =
        all.stream()
            .filter(task -> task.query().isPresent())
            .collect(
                Collectors.groupingBy(
                    task -> task.id().replaceFirst("\\.\\d$", ""), Collectors.counting()));
    try (var files = Files.list(QUERIES.resolve("questions"))) {
      assertThat(wordings)
          .hasSize((int) files.filter(file -> file.toString().endsWith(".ttl")).count());
    }
    assertThat(wordings.values()).allMatch(count -> count == 4);
    assertThat(all.stream().filter(task -> task.query().isEmpty())).hasSize(40);
    assertThat(new HashSet<>(all.stream().map(Task::text).toList()))
        .as("each wording is another one")
        .hasSameSizeAs(all);
  }

  @BeforeAll
  static void open(ServedProject project) throws IOException {
    Releases releases = new Releases(project.folder().path());
    release = releases.open(releases.current().orElseThrow());
    scorer = new Scorer(tasks(), release, 60);
  }

  @AfterAll
  static void close() {
    release.close();
  }

  @Test
  void aPerfectSystemHasAllPoints() throws Exception {
    List<Prediction> right = new ArrayList<>();
    for (Task task : tasks().all()) {
      right.add(new Prediction(task.id(), task.query()));
    }
    Score score = scorer.score(right);
    assertThat(score.outcomes().stream().filter(o -> !o.problem().isEmpty())).isEmpty();
    assertThat(
            score.outcomes().stream()
                .filter(o -> o.task().query().isPresent() && o.f1() < 1)
                .map(o -> o.task().id()))
        .isEmpty();
    assertThat(score.exact()).isEqualTo(1);
    assertThat(score.hedges()).isEqualTo(1);
    assertThat(score.refused()).isEqualTo(1);
    assertThat(score.wronglyRefused()).isZero();
    assertThat(score.outcomes().stream().mapToInt(Outcome::hedged).sum()).isPositive();
  }

  @Test
  void aSystemThatRefusesEverythingOrAnswersEverythingHasNoPointsThere() throws Exception {
    List<Prediction> refusals = new ArrayList<>();
    List<Prediction> answers = new ArrayList<>();
    for (Task task : tasks().all()) {
      refusals.add(new Prediction(task.id(), Optional.empty()));
      answers.add(new Prediction(task.id(), Optional.of("SELECT ?s { ?s a <http://x.example/> }")));
    }
    Score refusing = scorer.score(refusals);
    assertThat(refusing.f1()).isZero();
    assertThat(refusing.refused()).isEqualTo(1);
    assertThat(refusing.wronglyRefused()).isEqualTo(1);
    assertThat(scorer.score(answers).refused()).isZero();
  }

  @Test
  void aQueryMayReturnThingsOrTheirNames() throws Exception {
    String things =
        """
        PREFIX tr: <https://w3id.org/techrace/ontology#>
        PREFIX id: <https://w3id.org/techrace/id/>
        PREFIX sch: <https://w3id.org/techrace/scheme/>
        SELECT ?place ?year ?amount ?unit (ROUND(10000 * ?amount / ?all) / 100 AS ?share) {
          ?o tr:indicator sch:indicator-mine-production ; tr:item sch:mineral-rare-earths ;
            tr:area ?place ; tr:when ?year ; tr:value ?amount ; tr:unit ?unit .
          ?w tr:indicator sch:indicator-mine-production ; tr:item sch:mineral-rare-earths ;
            tr:area id:area-world ; tr:when ?year ; tr:value ?world .
          { SELECT ?year (SUM(?part) AS ?sum) {
              ?p tr:indicator sch:indicator-mine-production ; tr:item sch:mineral-rare-earths ;
                tr:area ?producer ; tr:when ?year ; tr:value ?part
              FILTER (?producer != id:area-world)
            } GROUP BY ?year }
          BIND (IF(?sum > ?world, ?sum, ?world) AS ?all)
          FILTER (?place != id:area-world && ?amount > 0)
        }
        """;
    Score score =
        scorer.score(List.of(new Prediction("149-rare-earth-production.2", Optional.of(things))));
    Outcome outcome =
        score.outcomes().stream()
            .filter(o -> o.task().id().equals("149-rare-earth-production.2"))
            .findFirst()
            .orElseThrow();
    assertThat(outcome.f1()).as(outcome.problem()).isEqualTo(1);
  }

  @Test
  void badQueriesGetNoPointsAndBadPredictionsAreRefused() throws Exception {
    for (String query :
        List.of(
            "SELECT {",
            "CONSTRUCT WHERE { ?s ?p ?o }",
            "SELECT * { SERVICE <http://localhost:9/> { ?s ?p ?o } }",
            "SELECT (<java:java.lang.Runtime>() AS ?x) {}")) {
      Score score = scorer.score(List.of(new Prediction("68-sources.0", Optional.of(query))));
      assertThat(score.f1()).as(query).isZero();
      assertThat(score.outcomes().stream().map(Outcome::problem))
          .as(query)
          .anyMatch(problem -> !problem.isEmpty() && !problem.equals("no prediction"));
    }
    Prediction unknown = new Prediction("no-such-question.0", Optional.empty());
    assertThatThrownBy(() -> scorer.score(List.of(unknown)))
        .hasMessage("there is no task no-such-question.0");
    Prediction once = new Prediction("68-sources.0", Optional.empty());
    assertThatThrownBy(() -> scorer.score(List.of(once, once))).hasMessageContaining("two");
  }

  private static String run(int code, String... arguments) {
    StringWriter out = new StringWriter();
    assertThat(Main.run(arguments, new PrintWriter(out), new PrintWriter(out)))
        .as(out.toString())
        .isEqualTo(code);
    return out.toString();
  }

  @Test
  void theCommandWritesTasksAndScoresThem(ServedProject project) throws Exception {
    String releases = project.folder().path().toString();
    Path tasks = folder.resolve("tasks.jsonl");
    int answerable;
    try (Stream<Path> questions = Files.list(Path.of("queries/questions"))) {
      // Each question has its own wording and three others.
      answerable = 4 * (int) questions.filter(file -> file.toString().endsWith(".ttl")).count();
    }
    assertThat(run(0, "benchmark", "tasks", "--releases", releases, "-o", tasks.toString()))
        .startsWith("wrote %d tasks".formatted(answerable + 40));
    StringBuilder predictions = new StringBuilder();
    for (String line : Files.readAllLines(tasks)) {
      JsonNode task = JsonMapper.shared().readTree(line);
      assertThat(task.has("rows")).isEqualTo(task.get("answerable").asBoolean());
      if (task.get("id").asString().matches("68-.*|unanswerable.*")) {
        String said = task.has("query") ? "\"query\": " + task.get("query") : "\"refused\": true";
        predictions.append("{\"id\": %s, %s}\n".formatted(task.get("id"), said));
      }
    }
    Path file = folder.resolve("predictions.jsonl");
    Files.writeString(file, predictions);
    assertThat(run(0, "benchmark", "score", "--releases", releases, file.toString()))
        .contains("tasks            %d + 40 unanswerable".formatted(answerable))
        .contains("exact            %.3f".formatted(4.0 / answerable))
        .contains("refused rightly  1.000");
    Files.writeString(file, "{\"id\": \"68-sources.0\"}\n");
    assertThat(run(3, "benchmark", "score", "--releases", releases, file.toString()))
        .contains(":1] expected an object");
  }
}
