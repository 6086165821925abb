package org.techrace.store.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.Expr;
import org.jspecify.annotations.Nullable;
import org.techrace.store.Scope;

/// Joins rows with a basic graph pattern and filters them. When the first rows come in, it is known
/// what they bind, and the patterns are put in order ([JoinOrder]); filters come as early as their
/// variables allow.
final class BgpRows implements Rows {
  private final Run run;
  private final Rows input;
  private final List<Pattern> patterns;
  private final List<Expr> filters;
  private final Scope scope;
  private final BiFunction<Rows, Expr, Rows> filter;
  private @Nullable Rows chain;

  /// A stream over `input`.
  ///
  /// @param filter makes a stream that keeps the rows for which an expression is true
  BgpRows(
      Run run,
      Rows input,
      List<Pattern> patterns,
      List<Expr> filters,
      Scope scope,
      BiFunction<Rows, Expr, Rows> filter) {
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

  private Rows plan(Batch first) {
    Rows rows = new Rest(first, input);
    List<Pattern> order = JoinOrder.of(run, patterns, first);
    List<Expr> waiting = new ArrayList<>(filters);
    rows = filter(rows, waiting, order);
    for (int i = 0; i < order.size(); i++) {
      rows = new PatternJoin(run, rows, order.get(i), scope);
      rows = filter(rows, waiting, order.subList(i + 1, order.size()));
    }
    return rows;
  }

  /// Applies the filters whose variables no pattern that is left can bind.
  private Rows filter(Rows rows, List<Expr> waiting, List<Pattern> left) {
    Rows filtered = rows;
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

  /// A batch that was taken from a stream already, then what the stream has left.
  private static final class Rest implements Rows {
    private final Rows rest;
    private @Nullable Batch first;

    Rest(Batch first, Rows rest) {
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
