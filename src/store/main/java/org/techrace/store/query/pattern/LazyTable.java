package org.techrace.store.query.pattern;

import java.util.Optional;
import java.util.function.Supplier;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// A table of rows that are collected in memory when they are first needed. The threads of a query
/// share it.
public final class LazyTable implements Supplier<JoinTable> {
  private final QueryRun run;
  private final Supplier<QueryRows> rows;
  private Optional<JoinTable> made = Optional.empty();

  public LazyTable(QueryRun run, Supplier<QueryRows> rows) {
    this.run = run;
    this.rows = rows;
  }

  @Override
  public synchronized JoinTable get() {
    JoinTable table = made.orElseGet(() -> new JoinTable(run, rows.get()));
    made = Optional.of(table);
    return table;
  }
}
