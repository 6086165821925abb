package org.techrace.store.query.join;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.Expr;
import org.techrace.store.IdRanges;
import org.techrace.store.query.plan.Condition;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.IntList;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.Rewrite;
import org.techrace.store.query.text.FilterRows;
import org.techrace.store.query.text.RequiredText;

/// Finds the terms for which a condition on their text is true, with the index of trigrams, so that
/// a group can be evaluated from them. Safe for use by several threads.
final class TextCandidates {
  /// The index is used for more expected rows than this. Fewer are tested one by one.
  private static final int ROWS_TESTED = 1000;

  private final QueryRun run;
  private final GroupOperators operators;

  /// The results of the index, by condition, because a group may be planned many times.
  private final Map<Expr, Optional<IdRanges>> possible = new ConcurrentHashMap<>();

  /// The terms that pass, by condition.
  private final Map<Expr, int[]> passing = new ConcurrentHashMap<>();

  TextCandidates(QueryRun run, GroupOperators operators) {
    this.run = run;
    this.operators = operators;
  }

  /// Returns a part that is joined with the others of a group. The condition still runs on the
  /// result.
  ///
  /// @param conjuncts the other parts
  /// @return empty if the condition has another form, if its variable is not bound by a triple
  ///   pattern, or if the index does not save half of the work
  Optional<Conjunct> of(Condition filter, List<Conjunct> conjuncts) {
    Expr condition = filter.expr();
    if (!run.uses(Rewrite.TRIGRAMS)
        || run.store().trigrams().isEmpty()
        || condition.getVarsMentioned().size() != 1
        || !FilterRows.isFunction(condition)) {
      return Optional.empty();
    }
    Var variable = condition.getVarsMentioned().iterator().next();
    int column = run.layout().column(variable);
    List<Conjunct> patterns = conjuncts.stream().filter(PatternConjunct.class::isInstance).toList();
    Optional<RequiredText> text = RequiredText.of(condition);
    if (text.isEmpty() || patterns.stream().noneMatch(p -> p.columns().get(column))) {
      return Optional.empty();
    }
    double rows = JoinOrder.of(run, patterns, Map.of()).cost();
    return rows <= ROWS_TESTED
        ? Optional.empty()
        : possible
            .computeIfAbsent(condition, _ -> run.store().trigrams().flatMap(text.get()::candidates))
            .filter(ids -> size(ids) < rows / 2)
            .map(
                ids ->
                    new CandidatesConjunct(
                        run,
                        "candidates for " + variable,
                        column,
                        passing.computeIfAbsent(condition, _ -> test(filter, column, ids))));
  }

  private static long size(IdRanges ids) {
    return ids.ranges().stream().mapToLong(range -> range.end() - range.start()).sum();
  }

  /// Returns the ids of the terms for which the condition is true, in ascending order.
  private int[] test(Condition condition, int column, IdRanges ids) {
    int[] all =
        ids.ranges().stream()
            .flatMapToInt(range -> IntStream.range(range.start(), range.end()))
            .toArray();
    QueryRows rows =
        operators.filter(new CandidateRows(run, QueryRows.unit(), column, all), condition);
    IntList kept = new IntList();
    for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
      for (int row = 0; row < batch.size; row++) {
        kept.add(batch.get(column, row));
      }
    }
    return kept.toArray();
  }
}
