package org.techrace.store.query;

import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.jena.sparql.algebra.Op;
import org.techrace.store.query.pattern.JoinTable;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// Collects the rows of operators in tables, each once for all batches and all threads of a query.
final class SharedTables {
  private final QueryRun run;
  private final Operators operators;
  private final IdentityHashMap<Op, Supplier<JoinTable>> tables = new IdentityHashMap<>();

  SharedTables(QueryRun run, Operators operators) {
    this.run = run;
    this.operators = operators;
  }

  /// Collects the rows of an operator that takes no input, once for all batches if its result is
  /// always the same.
  Supplier<JoinTable> table(Op op) {
    Supplier<QueryRows> rows = () -> operators.run(op, QueryRows.unit());
    if (!operators.facts().of(op).isRepeatable()) {
      return table(rows);
    }
    synchronized (tables) {
      return tables.computeIfAbsent(op, _ -> table(rows));
    }
  }

  /// Collects rows in memory when they are first needed. The threads of the query share the table.
  Supplier<JoinTable> table(Supplier<QueryRows> rows) {
    return new Supplier<>() {
      private Optional<JoinTable> made = Optional.empty();

      @Override
      public synchronized JoinTable get() {
        JoinTable table = made.orElseGet(() -> new JoinTable(run, rows.get()));
        made = Optional.of(table);
        return table;
      }
    };
  }
}
