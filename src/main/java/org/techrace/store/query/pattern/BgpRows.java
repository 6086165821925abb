package org.techrace.store.query.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.Expr;
import org.jspecify.annotations.Nullable;
import org.techrace.store.Scope;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// Joins rows with a basic graph pattern and applies its filters. The first input batch shows which
/// variables are bound; then the patterns are ordered by [JoinOrder], and each filter is placed as
/// early as its variables allow.
public final class BgpRows implements QueryRows {
  private final QueryRun run;
  private final QueryRows input;
  private final List<Pattern> patterns;
  private final List<Expr> filters;
  private final Scope scope;
  private final BiFunction<QueryRows, Expr, QueryRows> filter;
  private @Nullable QueryRows chain;

  /// Creates a stream.
  ///
  /// @param filter creates a stream of the rows for which an expression is true
  public BgpRows(
      QueryRun run,
      QueryRows input,
      List<Pattern> patterns,
      List<Expr> filters,
      Scope scope,
      BiFunction<QueryRows, Expr, QueryRows> filter) {
    this.run = run;
    this.input = input;
    this.patterns = patterns;
    this.filters = filters;
    this.scope = scope;
    this.filter = filter;
  }

  @Override
  public @Nullable Batch next() {
    if (chain == null) {
      Batch first = input.next();
      if (first == null) {
        return null;
      }
      chain = plan(first);
    }
    return chain.next();
  }

  private QueryRows plan(Batch first) {
    QueryRows rows = new Rest(first, input);
    List<Pattern> order = JoinOrder.of(run, patterns, first);
    List<Expr> waiting = new ArrayList<>(filters);
    rows = filter(rows, waiting, order);
    for (int i = 0; i < order.size(); i++) {
      rows = new PatternJoin(run, rows, order.get(i), scope);
      rows = filter(rows, waiting, order.subList(i + 1, order.size()));
    }
    return rows;
  }

  /// Applies the filters whose variables cannot be bound by the remaining patterns.
  private QueryRows filter(QueryRows rows, List<Expr> waiting, List<Pattern> left) {
    QueryRows filtered = rows;
    for (Expr expr : List.copyOf(waiting)) {
      Set<Var> variables = expr.getVarsMentioned();
      boolean settled =
          variables.stream()
              .mapToInt(run.layout()::column)
              .noneMatch(c -> left.stream().anyMatch(p -> p.has(c)));
      if (settled) {
        filtered = filter.apply(filtered, expr);
        waiting.remove(expr);
      }
    }
    return filtered;
  }

  @Override
  public void close() {
    input.close();
  }

  /// Returns a batch that was already read from a stream, then the rest of the stream.
  private static final class Rest implements QueryRows {
    private final QueryRows rest;
    private @Nullable Batch first;

    Rest(Batch first, QueryRows rest) {
      this.first = first;
      this.rest = rest;
    }

    @Override
    public @Nullable Batch next() {
      Batch batch = first;
      first = null;
      return batch != null ? batch : rest.next();
    }

    @Override
    public void close() {
      rest.close();
    }
  }
}
