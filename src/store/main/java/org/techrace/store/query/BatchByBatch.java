package org.techrace.store.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.apache.jena.sparql.engine.QueryIterator;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.engine.binding.BindingFactory;
import org.apache.jena.sparql.engine.iterator.QueryIterPlainWrapper;
import org.apache.jena.sparql.expr.NodeValue;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.FlatMappedRows;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.RowBinding;

/// Runs an operator of another store for each batch of rows. A variable with the number of the row
/// goes through the other store, so that a solution gets back all columns of its row, including the
/// hidden ones. The operator must run row by row (`Facts.isRowWise`).
final class BatchByBatch extends FlatMappedRows {
  private static final AtomicLong COUNT = new AtomicLong();
  private static final List<Node> NUMBERS =
      IntStream.range(0, Batch.MAX_ROWS)
          .mapToObj(number -> NodeValue.makeInteger(number).asNode())
          .toList();

  private final UnaryOperator<QueryIterator> operator;
  private final ExecutionContext context;

  /// Unique, because patterns on several stores can be nested.
  private final Var number = Var.alloc("/row" + COUNT.incrementAndGet());

  private @Nullable QueryIterator results;

  /// @param operator returns the solutions for the rows of one batch
  BatchByBatch(
      QueryRun run,
      QueryRows input,
      UnaryOperator<QueryIterator> operator,
      ExecutionContext context) {
    super(run, input);
    this.operator = operator;
    this.context = context;
  }

  @Override
  protected Batch begin(Batch batch) {
    results = operator.apply(QueryIterPlainWrapper.create(rows(batch).iterator(), context));
    return batch;
  }

  @Override
  protected @Nullable Batch next(Batch batch) {
    if (results != null && results.hasNext()) {
      return joined(batch, results);
    }
    closeResults();
    return null;
  }

  private List<Binding> rows(Batch of) {
    List<Binding> rows = new ArrayList<>(of.size);
    for (int row = 0; row < of.size; row++) {
      rows.add(BindingFactory.binding(RowBinding.of(run, of, row), number, NUMBERS.get(row)));
    }
    return rows;
  }

  /// Returns the next solutions: the columns of their rows, and the variables that are new.
  private Batch joined(Batch batch, QueryIterator solutions) {
    int[] rows = new int[Batch.MAX_ROWS];
    int[] @Nullable [] added = new int[run.layout().size()][];
    int n = 0;
    while (n < Batch.MAX_ROWS && solutions.hasNext()) {
      Binding solution = solutions.next();
      int row = ((Number) solution.get(number).getLiteralValue()).intValue();
      rows[n] = row;
      added = add(solution, batch, row, added, n++);
    }
    Batch joined = batch.pick(rows, n);
    for (int column = 0; column < added.length; column++) {
      int[] values = added[column];
      if (values != null) {
        joined = joined.with(column, merged(values, joined.column(column), n));
      }
    }
    return joined;
  }

  private int[] @Nullable [] add(
      Binding solution, Batch batch, int row, int[] @Nullable [] added, int solutionNumber) {
    int[] @Nullable [] all = added;
    for (Iterator<Var> variables = solution.vars(); variables.hasNext(); ) {
      Var variable = variables.next();
      int column = variable.equals(number) ? -1 : run.layout().column(variable);
      if (column < 0 || batch.get(column, row) != Batch.UNBOUND) {
        continue;
      }
      if (column >= all.length) {
        all = Arrays.copyOf(all, run.layout().size());
      }
      int[] values = all[column];
      if (values == null) {
        values = new int[Batch.MAX_ROWS];
        all[column] = values;
      }
      values[solutionNumber] = run.terms().id(solution.get(variable));
    }
    return all;
  }

  private static int[] merged(int[] values, int @Nullable [] known, int n) {
    for (int i = 0; known != null && i < n; i++) {
      values[i] = known[i] == Batch.UNBOUND ? values[i] : known[i];
    }
    return values;
  }

  private void closeResults() {
    if (results != null) {
      results.close();
      results = null;
    }
  }

  @Override
  public void close() {
    closeResults();
    super.close();
  }
}
