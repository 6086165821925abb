package org.techrace.store.query;

import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.OpVars;
import org.apache.jena.sparql.algebra.op.OpMinus;
import org.apache.jena.sparql.core.Var;
import org.techrace.store.query.join.BoundVariables;
import org.techrace.store.query.join.GroupParser;
import org.techrace.store.query.pattern.JoinTable;
import org.techrace.store.query.row.Demand;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// Applies MINUS to rows. Its right side is looked up for each batch of rows, or evaluated as a
/// whole.
final class MinusOperator {
  private final QueryRun run;
  private final Operators operators;
  private final SharedTables tables;
  private final ExistsOperator exists;

  /// Finds the rows that MINUS removes, for all batches.
  private final IdentityHashMap<OpMinus, MinusMatches> minuses = new IdentityHashMap<>();

  MinusOperator(QueryRun run, Operators operators, SharedTables tables, ExistsOperator exists) {
    this.run = run;
    this.operators = operators;
    this.tables = tables;
    this.exists = exists;
  }

  QueryRows apply(QueryRows left, OpMinus minus) {
    return new PerBatch(run, left, matches(minus), PerBatch.Keep.UNMATCHED);
  }

  /// Returns what finds the rows that MINUS removes, once for all batches if its right side is
  /// always the same.
  private MinusMatches matches(OpMinus minus) {
    if (!Repeatable.test(minus.getRight())) {
      return newMatches(minus);
    }
    synchronized (minuses) {
      return minuses.computeIfAbsent(minus, _ -> newMatches(minus));
    }
  }

  private MinusMatches newMatches(OpMinus minus) {
    Set<Var> common = OpVars.visibleVars(minus.getLeft());
    common.retainAll(OpVars.visibleVars(minus.getRight()));
    int[] columns = run.layout().columns(common);
    Op right = minus.getRight();
    Supplier<JoinTable> table =
        Repeatable.test(right)
            ? tables.table(() -> operators.root().distinctly(right, QueryRows.unit(), columns))
            : tables.table(
                () -> new ProjectRows(operators.root().run(right, QueryRows.unit()), columns));
    boolean fed =
        !common.isEmpty()
            && BoundVariables.of(right).containsAll(common)
            && RowWise.test(right)
            && GroupParser.isIndependent(right)
            && Repeatable.test(right);
    return new MinusMatches(
        run,
        table,
        columns,
        fed ? Optional.of(exists.budget(right)) : Optional.empty(),
        (in, number) -> operators.run(right, in, Demand.numbers(number)));
  }
}
