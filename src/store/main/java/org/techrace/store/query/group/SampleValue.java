package org.techrace.store.query.group;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.text.CompiledExpression;

/// Implements `SAMPLE`: returns the first value of each group. As in ARQ, rows in which the operand
/// fails are ignored.
final class SampleValue implements Aggregate {
  private final int column;
  private final @Nullable CompiledExpression expression;
  private int[] found = new int[64];

  /// Creates an aggregate without rows.
  ///
  /// @param column the column of the operand if it is a variable
  /// @param expression the operand if it is an expression, otherwise null
  SampleValue(int column, @Nullable CompiledExpression expression) {
    this.column = column;
    this.expression = expression;
  }

  @Override
  public void add(Batch batch, int[] group, int groups) {
    grow(groups);
    for (int row = 0; row < batch.size; row++) {
      if (found[group[row]] == Batch.UNBOUND) {
        found[group[row]] =
            expression == null
                ? batch.get(column, row)
                : expression.id(expression.value(batch, row));
      }
    }
  }

  private void grow(int groups) {
    if (groups > found.length) {
      found = Arrays.copyOf(found, 2 * groups);
    }
  }

  @Override
  public void addAll(Aggregate other, int[] group, int groups) {
    SampleValue sample = (SampleValue) other;
    grow(groups);
    for (int g = 0; g < group.length; g++) {
      if (found[group[g]] == Batch.UNBOUND) {
        found[group[g]] = sample.found[g];
      }
    }
  }

  @Override
  public int value(int group) {
    return found[group];
  }
}
