package org.techrace.store.query.group;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.text.CompiledExpression;
import org.techrace.store.query.text.Value;

/// Implements `MIN` and `MAX` of an expression. As in ARQ, a group with a row in which it fails has
/// no value.
final class ExtremeValue implements Aggregate {
  private final CompiledExpression expression;
  private final int sign;
  private @Nullable Value[] best = new @Nullable Value[64];
  private final BitSet failed = new BitSet();

  /// @param sign 1 for the minimum, -1 for the maximum
  ExtremeValue(CompiledExpression expression, int sign) {
    this.expression = expression;
    this.sign = sign;
  }

  @Override
  public void add(Batch batch, int[] group, int groups) {
    grow(groups);
    for (int row = 0; row < batch.size; row++) {
      Value value = expression.value(batch, row);
      if (value == Value.Failure.ERROR) {
        failed.set(group[row]);
      } else {
        add(group[row], value);
      }
    }
  }

  private void grow(int groups) {
    if (groups > best.length) {
      best = Arrays.copyOf(best, 2 * groups);
    }
  }

  private void add(int group, Value value) {
    Value known = best[group];
    if (known == null || sign * expression.compare(known, value) > 0) {
      best[group] = value;
    }
  }

  @Override
  public void addAll(Aggregate other, int[] group, int groups) {
    ExtremeValue extreme = (ExtremeValue) other;
    grow(groups);
    for (int g = 0; g < group.length; g++) {
      if (extreme.failed.get(g)) {
        failed.set(group[g]);
      }
      Value value = extreme.best[g];
      if (value != null) {
        add(group[g], value);
      }
    }
  }

  @Override
  public int value(int group) {
    Value value = best[group];
    return value == null || failed.get(group) ? Batch.UNBOUND : expression.id(value);
  }
}
