package org.techrace.benchmark;

import java.util.List;
import java.util.function.Predicate;
import org.techrace.benchmark.Scorer.Outcome;

/// The score of a system.
///
/// @param outcomes the result of each task
public record Score(List<Outcome> outcomes) {
  private static final Predicate<Outcome> ANSWERABLE = o -> o.task().query().isPresent();

  private List<Outcome> some(Predicate<Outcome> which) {
    return outcomes.stream().filter(which).toList();
  }

  /// Returns the number of tasks that the graph answers.
  public int answerable() {
    return some(ANSWERABLE).size();
  }

  /// Returns the number of tasks that the graph cannot answer.
  public int unanswerable() {
    return some(ANSWERABLE.negate()).size();
  }

  /// Returns the mean F1 of the rows over the tasks that the graph answers.
  public double f1() {
    return some(ANSWERABLE).stream().mapToDouble(Outcome::f1).average().orElse(0);
  }

  /// Returns the share of these tasks with exactly the expected rows.
  public double exact() {
    return share(some(ANSWERABLE.and(o -> o.f1() == 1)).size(), answerable());
  }

  /// Returns the share of rows, among those that are right apart from their hedges, that have them;
  /// 1 if there are none.
  public double hedges() {
    int hedged = outcomes.stream().mapToInt(Outcome::hedged).sum();
    return hedged == 0 ? 1 : share(outcomes.stream().mapToInt(Outcome::kept).sum(), hedged);
  }

  /// Returns the share of the tasks that the graph cannot answer which the system refuses.
  public double refused() {
    return share(some(ANSWERABLE.negate().and(Outcome::refused)).size(), unanswerable());
  }

  /// Returns the share of the tasks that the graph answers which the system refuses.
  public double wronglyRefused() {
    return share(some(ANSWERABLE.and(Outcome::refused)).size(), answerable());
  }

  private static double share(int part, int whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}
