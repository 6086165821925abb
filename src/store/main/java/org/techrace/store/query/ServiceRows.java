package org.techrace.store.query;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.op.OpFilter;
import org.apache.jena.sparql.algebra.op.OpJoin;
import org.apache.jena.sparql.algebra.op.OpService;
import org.apache.jena.sparql.algebra.op.OpTable;
import org.apache.jena.sparql.algebra.table.TableData;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.engine.binding.BindingBuilder;
import org.apache.jena.sparql.engine.binding.BindingFactory;
import org.apache.jena.sparql.service.ServiceExec;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.pattern.HashJoin;
import org.techrace.store.query.pattern.JoinTable;
import org.techrace.store.query.pattern.LazyTable;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.FlatMappedRows;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.RowsOfBindings;

/// Joins rows with the solutions of SERVICE. A request has the values of up to [#MOST_ROWS] rows as
/// `VALUES`, as in section 2.4 of SPARQL 1.1 Federated Query.
final class ServiceRows extends FlatMappedRows {
  /// The most rows whose values are in one request. Some endpoints limit the length of a query.
  static final int MOST_ROWS = 256;

  private final OpService service;

  /// The variables of the pattern.
  private final Set<Var> variables;

  private final ExecutionContext context;

  /// The next row of the batch.
  private int next;

  private QueryRows joined = QueryRows.none();

  /// The solutions for rows that bind no variable of the pattern, or null if no row has needed
  /// them.
  private @Nullable Supplier<JoinTable> all;

  /// @param variables the variables of the pattern
  ServiceRows(
      QueryRun run,
      QueryRows input,
      OpService service,
      Set<Var> variables,
      ExecutionContext context) {
    super(run, input);
    this.service = service;
    this.variables = variables;
    this.context = context;
  }

  @Override
  protected Batch begin(Batch batch) {
    next = 0;
    return batch;
  }

  @Override
  protected @Nullable Batch next(Batch batch) {
    while (true) {
      run.check();
      Batch found = joined.next();
      if (found != null) {
        return found;
      }
      joined.close();
      if (next == batch.size) {
        joined = QueryRows.none();
        return null;
      }
      Batch rows = batch.slice(next, Math.min(MOST_ROWS, batch.size - next));
      next += rows.size;
      joined = new HashJoin(run, QueryRows.of(rows), solutions(rows), false);
    }
  }

  private Supplier<JoinTable> solutions(Batch rows) {
    List<Var> sent = variables.stream().filter(v -> canBeSent(rows, v)).toList();
    if (!sent.isEmpty()) {
      return solutions(withValues(rows, sent));
    }
    Supplier<JoinTable> known = all;
    if (known == null) {
      known = solutions(service);
      all = known;
    }
    return known;
  }

  private Supplier<JoinTable> solutions(OpService asked) {
    return new LazyTable(
        run,
        () ->
            new RowsOfBindings(
                run, ServiceExec.exec(asked, asked, BindingFactory.root(), context)));
  }

  /// Returns true if all rows bind a variable, to terms that another store knows.
  private boolean canBeSent(Batch rows, Var variable) {
    int column = run.layout().column(variable);
    if (!rows.bindsAll(column)) {
      return false;
    }
    for (int row = 0; row < rows.size; row++) {
      Node term = run.terms().node(rows.get(column, row));
      if (term.isBlank() || term.isTripleTerm()) {
        return false;
      }
    }
    return true;
  }

  /// Adds the values of rows to the pattern, below its filters.
  private OpService withValues(Batch rows, List<Var> sent) {
    Set<Binding> values = new LinkedHashSet<>();
    for (int row = 0; row < rows.size; row++) {
      BindingBuilder value = BindingFactory.builder();
      for (Var variable : sent) {
        value.add(variable, run.terms().node(rows.get(run.layout().column(variable), row)));
      }
      values.add(value.build());
    }
    Op table = OpTable.create(new TableData(sent, new ArrayList<>(values)));
    Op pattern =
        service.getSubOp() instanceof OpFilter filter
            ? OpFilter.filterBy(filter.getExprs(), OpJoin.create(table, filter.getSubOp()))
            : OpJoin.create(table, service.getSubOp());
    return new OpService(service.getService(), pattern, service.getSilent());
  }

  @Override
  public void close() {
    joined.close();
    super.close();
  }
}
