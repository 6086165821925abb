package org.techrace.store.query.row;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.jena.sparql.core.Var;
import org.jspecify.annotations.Nullable;

/// Assigns a column of a [Batch] to each variable, the same for all operators of a query.
public final class Layout {
  private final Map<Var, Integer> columns = new HashMap<>();
  private final List<@Nullable Var> variables = new ArrayList<>();

  /// Returns the column of a variable, and assigns a new one if it has none.
  public int column(Var variable) {
    Integer column = columns.get(variable);
    if (column == null) {
      column = hidden();
      columns.put(variable, column);
      variables.set(column, variable);
    }
    return column;
  }

  /// Returns the column of a variable, or -1 if it has none.
  int find(Var variable) {
    return columns.getOrDefault(variable, -1);
  }

  /// Adds a column for the internal use of an operator, without a variable.
  public int hidden() {
    variables.add(null);
    return variables.size() - 1;
  }

  /// Returns the variable of a column, or null for a hidden column.
  public @Nullable Var variable(int column) {
    return variables.get(column);
  }

  public int size() {
    return variables.size();
  }
}
