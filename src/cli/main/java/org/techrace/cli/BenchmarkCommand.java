package org.techrace.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.techrace.benchmark.Score;
import org.techrace.benchmark.Scorer;
import org.techrace.benchmark.Scorer.Prediction;
import org.techrace.benchmark.Tasks;
import org.techrace.benchmark.Tasks.Task;
import org.techrace.release.Release;
import org.techrace.release.Releases;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `techrace benchmark`: the tasks for systems that translate questions to SPARQL, and the score of
/// such a system.
@Command(
    name = "benchmark",
    mixinStandardHelpOptions = true,
    description = "Writes and scores the tasks for systems that translate questions to SPARQL.")
final class BenchmarkCommand implements Runnable {
  private static final int QUERY_SECONDS = 30;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ProjectOption where = new ProjectOption();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(
      name = "tasks",
      mixinStandardHelpOptions = true,
      description = "Writes the tasks with their expected answers, one JSON object per line.")
  void tasks(
      @Option(
              names = "--release",
              paramLabel = "RELEASE",
              description = "The release with the answers (default: the current one).")
          @Nullable String id,
      @Option(
              names = {"-o", "--output"},
              paramLabel = "FILE",
              description = "The file to write to (default: standard output).")
          @Nullable Path file)
      throws IOException {
    Tasks tasks = tasks();
    try (Release release = open(id)) {
      Scorer scorer = new Scorer(tasks, release, QUERY_SECONDS);
      if (file == null) {
        write(tasks, scorer, release, spec.commandLine().getOut());
        return;
      }
      try (BufferedWriter out = Files.newBufferedWriter(file)) {
        write(tasks, scorer, release, new PrintWriter(out));
      }
      say("wrote %d tasks to %s".formatted(tasks.all().size(), file));
    }
  }

  private static void write(Tasks tasks, Scorer scorer, Release release, PrintWriter out)
      throws IOException {
    for (Task task : tasks.all()) {
      ObjectNode json = JsonMapper.shared().createObjectNode();
      json.put("id", task.id()).put("question", task.text()).put("release", release.id());
      json.put("answerable", task.query().isPresent());
      task.query().ifPresent(query -> json.put("query", query));
      try {
        scorer.expected(task).ifPresent(expected -> add(expected, json));
      } catch (IllegalArgumentException e) {
        throw new IOException(
            "the query of the task %s cannot be run: %s".formatted(task.id(), e.getMessage()), e);
      }
      out.print(json + "\n");
    }
    out.flush();
  }

  private static void add(Scorer.Expected expected, ObjectNode json) {
    expected.columns().forEach(json.putArray("columns")::add);
    ArrayNode rows = json.putArray("rows");
    expected.rows().forEach(row -> row.forEach(rows.addArray()::add));
  }

  @Command(
      name = "score",
      mixinStandardHelpOptions = true,
      description = "Runs the queries of a system on a release and compares their answers.")
  void score(
      @Parameters(
              paramLabel = "FILE",
              description =
                  "The predictions, one JSON object per line: {\"id\": …, \"query\": …}, or"
                      + " {\"id\": …, \"refused\": true}.")
          Path file,
      @Option(
              names = "--release",
              paramLabel = "RELEASE",
              description = "The release to run on (default: the current one).")
          @Nullable String id,
      @Option(names = "--each", description = "Also list the result of each task.") boolean each)
      throws IOException {
    List<Prediction> predictions = predictions(file);
    try (Release release = open(id)) {
      Score score = new Scorer(tasks(), release, QUERY_SECONDS).score(predictions);
      if (each) {
        score.outcomes().forEach(outcome -> say(line(outcome)));
      }
      say("release          %s".formatted(release.id()));
      say(
          "tasks            %d + %d unanswerable"
              .formatted(score.answerable(), score.unanswerable()));
      say("F1               " + number(score.f1()));
      say("exact            " + number(score.exact()));
      say("hedges kept      " + number(score.hedges()));
      say("refused rightly  " + number(score.refused()));
      say("refused wrongly  " + number(score.wronglyRefused()));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), file + ": " + e.getMessage(), e);
    }
  }

  private static String line(Scorer.Outcome outcome) {
    String result = outcome.refused() ? "refused" : number(outcome.f1());
    return "%-8s %s%s"
        .formatted(
            result,
            outcome.task().id(),
            outcome.problem().isEmpty() ? "" : "  " + outcome.problem().replaceAll("\\s+", " "));
  }

  private static String number(double share) {
    return String.format(Locale.ROOT, "%.3f", share);
  }

  private static List<Prediction> predictions(Path file) throws IOException {
    List<Prediction> predictions = new ArrayList<>();
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      if (!line.isBlank()) {
        predictions.add(prediction(line, "[" + file + ":" + number + "] "));
      }
    }
    return predictions;
  }

  private static Prediction prediction(String line, String place) throws IOException {
    try {
      JsonNode json = JsonMapper.shared().readTree(line);
      boolean refused = json.path("refused").asBoolean(false);
      String query = json.path("query").asString("");
      if (json.path("id").asString("").isEmpty() || refused != query.isEmpty()) {
        throw new IOException(
            place + "expected an object with 'id', and 'query' or '\"refused\": true'");
      }
      return new Prediction(
          json.get("id").asString(), refused ? Optional.empty() : Optional.of(query));
    } catch (JacksonException e) {
      throw new IOException(place + "not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private Tasks tasks() throws IOException {
    return Tasks.read(where.existing().resolve("queries"));
  }

  private Release open(@Nullable String id) throws IOException {
    Releases releases = where.releases();
    return releases.open(id == null ? releases.promoted() : id);
  }

  private void say(String line) {
    spec.commandLine().getOut().println(line);
  }
}
