package org.techrace.store.query.pattern;

import java.util.Optional;
import java.util.function.Supplier;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// A table of rows that are collected in memory when they are first needed. The threads of a query
/// share it.
///
/// The row that binds nothing needs no table: it is joined with the rows as they are.
public final class LazyTable implements Supplier<JoinTable> {
  private final QueryRun run;
  private final Supplier<QueryRows> rows;
  private Optional<JoinTable> made = Optional.empty();

  public LazyTable(QueryRun run, Supplier<QueryRows> rows) {
    this.run = run;
    this.rows = rows;
  }

  /// Joins rows with those of the table.
  public QueryRows join(QueryRows input) {
    return input instanceof QueryRows.Unit ? rows.get() : new HashJoin(run, input, this, false);
  }

  @Override
  public synchronized JoinTable get() {
    JoinTable table = made.orElseGet(() -> new JoinTable(run, rows.get()));
    made = Optional.of(table);
    return table;
  }
}
