package org.techrace.store.query.row;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.jena.sparql.core.Var;
import org.jspecify.annotations.Nullable;

/// Which column of a [Batch] holds which variable: one numbering for all operators of a query.
public final class Layout {
  private final Map<Var, Integer> columns = new HashMap<>();
  private final List<@Nullable Var> variables = new ArrayList<>();

  /// The column of a variable; a new one if it has none yet.
  public int column(Var variable) {
    Integer column = columns.get(variable);
    if (column == null) {
      column = hidden();
      columns.put(variable, column);
      variables.set(column, variable);
    }
    return column;
  }

  /// The column of a variable, or -1.
  int find(Var variable) {
    return columns.getOrDefault(variable, -1);
  }

  /// A new column for an operator's own use, which no variable names.
  public int hidden() {
    variables.add(null);
    return variables.size() - 1;
  }

  /// The variable of a column, or null for a hidden one.
  public @Nullable Var variable(int column) {
    return variables.get(column);
  }

  public int size() {
    return variables.size();
  }
}
