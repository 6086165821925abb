package org.techrace.store.query.row;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.jena.sparql.core.Var;
import org.jspecify.annotations.Nullable;

/// Assigns a column of a [Batch] to each variable, the same for all operators of a query. Safe for
/// use by the threads that evaluate the query.
public final class Layout {
  private final Map<Var, Integer> columns = new ConcurrentHashMap<>();

  /// The variables by column, null for hidden columns. Replaced by a longer array when it is full.
  private volatile @Nullable Var[] variables = new @Nullable Var[16];

  private volatile int size;

  /// Returns the column of a variable, and assigns a new one if it has none.
  public int column(Var variable) {
    Integer column = columns.get(variable);
    return column != null ? column : columns.computeIfAbsent(variable, this::add);
  }

  /// Returns the columns of variables, in their order.
  public int[] columns(Collection<Var> variables) {
    return variables.stream().mapToInt(this::column).toArray();
  }

  /// Returns the set of the columns of variables.
  public BitSet columnSet(Collection<Var> variables) {
    BitSet set = new BitSet();
    variables.forEach(v -> set.set(column(v)));
    return set;
  }

  private synchronized int add(@Nullable Var variable) {
    int column = size;
    if (column == variables.length) {
      variables = Arrays.copyOf(variables, 2 * column);
    }
    variables[column] = variable;
    size = column + 1;
    return column;
  }

  /// Returns the column of a variable, or -1 if it has none.
  public int find(Var variable) {
    return columns.getOrDefault(variable, -1);
  }

  /// Adds a column for the internal use of an operator, without a variable.
  public int hidden() {
    return add(null);
  }

  /// Returns the variable of a column, or null for a hidden column.
  public @Nullable Var variable(int column) {
    return variables[column];
  }

  public int size() {
    return size;
  }
}
