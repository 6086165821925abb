package org.techrace.store.query;

import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.op.OpMinus;
import org.techrace.store.query.pattern.JoinTable;
import org.techrace.store.query.plan.Facts;
import org.techrace.store.query.plan.VariableSet;
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
    if (!operators.facts().of(minus.getRight()).isRepeatable()) {
      return newMatches(minus);
    }
    synchronized (minuses) {
      return minuses.computeIfAbsent(minus, _ -> newMatches(minus));
    }
  }

  private MinusMatches newMatches(OpMinus minus) {
    Op right = minus.getRight();
    Facts facts = operators.facts().of(right);
    VariableSet common = operators.facts().of(minus.getLeft()).possible().and(facts.possible());
    int[] columns = run.layout().columns(common);
    Supplier<JoinTable> table =
        facts.isRepeatable()
            ? tables.table(() -> operators.root().distinctly(right, QueryRows.unit(), columns))
            : tables.table(
                () -> new ProjectRows(operators.root().run(right, QueryRows.unit()), columns));
    boolean fed =
        !common.isEmpty()
            && facts.certain().containsAll(common)
            && facts.isRowWise()
            && facts.isIndependent()
            && facts.isRepeatable();
    return new MinusMatches(
        run,
        table,
        columns,
        fed ? Optional.of(exists.budget(right)) : Optional.empty(),
        (in, number) -> operators.run(right, in, Demand.numbers(number)));
  }
}
