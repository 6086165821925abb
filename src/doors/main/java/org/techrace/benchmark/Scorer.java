package org.techrace.benchmark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.jena.sparql.core.DatasetGraph;
import org.techrace.benchmark.Tasks.Task;
import org.techrace.rdf.Iris;
import org.techrace.release.Release;

/// Scores the answers of a system on one release, without a server and without a network: its
/// queries cannot use SERVICE. Not thread-safe.
public final class Scorer {
  private final Tasks tasks;
  private final DatasetGraph dataset;
  private final Iris iris;
  private final int seconds;

  /// The answers by query, because the wordings of a question have the same.
  private final Map<String, ResultRows> known = new HashMap<>();

  /// The answer of a system to a task.
  ///
  /// @param query its query; empty if it refuses to answer
  public record Prediction(String id, Optional<String> query) {}

  /// The result of a task.
  ///
  /// @param f1 for a question that the graph answers
  /// @param hedged how many returned rows are right apart from their hedges
  /// @param kept how many of these have the hedges
  /// @param problem the error of the query; empty if it has an answer
  public record Outcome(
      Task task, boolean refused, double f1, int hedged, int kept, String problem) {}

  /// @param seconds the time limit of a query
  public Scorer(Tasks tasks, Release release, int seconds) {
    this.tasks = tasks;
    this.dataset = release.dataset();
    this.iris = release.iris();
    this.seconds = seconds;
  }

  /// An expected answer.
  public record Expected(List<String> columns, List<List<String>> rows) {}

  /// Returns the expected answer of a task; empty if the graph has none.
  ///
  /// @throws IllegalArgumentException if its query cannot be run on this release
  public Optional<Expected> expected(Task task) {
    return task.query()
        .map(this::rows)
        .map(answer -> new Expected(answer.columns(), answer.rows()));
  }

  private ResultRows rows(String query) {
    ResultRows answer = known.get(query);
    if (answer == null) {
      answer = ResultRows.of(query, dataset, iris, seconds);
      known.put(query, answer);
    }
    return answer;
  }

  /// Scores the predictions of a system. A task without one counts as a wrong answer.
  ///
  /// @throws IllegalArgumentException if a prediction is for no task, or two are for one
  public Score score(List<Prediction> predictions) {
    Map<String, Prediction> byId = new HashMap<>();
    for (Prediction prediction : predictions) {
      if (byId.put(prediction.id(), prediction) != null) {
        throw new IllegalArgumentException("two predictions for the task " + prediction.id());
      }
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (Task task : tasks.all()) {
      outcomes.add(outcome(task, Optional.ofNullable(byId.remove(task.id()))));
    }
    if (!byId.isEmpty()) {
      throw new IllegalArgumentException("there is no task " + byId.keySet().iterator().next());
    }
    return new Score(outcomes);
  }

  private Outcome outcome(Task task, Optional<Prediction> prediction) {
    if (prediction.isEmpty()) {
      return new Outcome(task, false, 0, 0, 0, "no prediction");
    }
    Optional<String> query = prediction.get().query();
    if (query.isEmpty() || task.query().isEmpty()) {
      return new Outcome(task, query.isEmpty(), 0, 0, 0, "");
    }
    ResultRows wanted = rows(task.query().get());
    try {
      Comparison comparison = Comparison.of(wanted, rows(query.get()), tasks.hedges());
      return new Outcome(task, false, comparison.f1(), comparison.hedged(), comparison.kept(), "");
    } catch (IllegalArgumentException e) {
      return new Outcome(task, false, 0, 0, 0, String.valueOf(e.getMessage()));
    }
  }
}
