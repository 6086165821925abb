package org.techrace.store.query.group;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.apache.jena.sparql.expr.NodeValue;
import org.apache.jena.sparql.expr.nodevalue.XSDFuncOp;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.QueryTerms;
import org.techrace.store.query.row.Weights;
import org.techrace.store.query.text.CompiledExpression;
import org.techrace.store.query.text.Value;

/// Implements `SUM` and `AVG`. Integers and decimals of few digits are added in millionths, without
/// their terms. From the first other number, such as a double, ARQ adds the values of a group. As
/// in ARQ, a group with a row in which the operand is not a number has no value, and the sum of one
/// number is the number as it is written.
final class Total implements Aggregate {
  private static final int FRACTION_DIGITS = 6;
  private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

  /// Two numbers below do not overflow when they are added.
  private static final long MAX_SUM = 1L << 62;

  private final QueryRun run;
  private final int column;
  private final @Nullable CompiledExpression expression;
  private final @Nullable Weights weights;
  private final boolean average;
  private long[] sums = new long[64];
  private long[] counts = new long[64];

  /// The first number of each group, or 0 if its usual form is to be returned.
  private int[] first = new int[64];

  private final BitSet decimals = new BitSet();
  private final BitSet failed = new BitSet();

  /// The largest distance from 0 of a number that was added in millionths.
  private long largest;

  /// How often the current row counts.
  private long weight = 1;

  /// The sums of groups that ARQ adds.
  private final Map<Integer, NodeValue> others = new HashMap<>();

  /// Creates an aggregate without rows.
  ///
  /// @param column the column of the operand if it is a variable
  /// @param expression the operand if it is an expression, otherwise null
  /// @param weights how often each row counts, or null if each counts once
  Total(
      QueryRun run,
      int column,
      @Nullable CompiledExpression expression,
      @Nullable Weights weights,
      boolean average) {
    this.run = run;
    this.column = column;
    this.expression = expression;
    this.weights = weights;
    this.average = average;
  }

  @Override
  public void add(Batch batch, int[] group, int groups) {
    grow(groups);
    CompiledExpression computed = expression;
    long[] times = weights == null ? new long[0] : weights.of(batch);
    for (int row = 0; row < batch.size; row++) {
      weight = weights == null ? 1 : times[row];
      if (computed == null) {
        add(group[row], batch.get(column, row));
      } else {
        add(group[row], computed.value(batch, row), computed);
      }
    }
  }

  private void grow(int groups) {
    if (groups > sums.length) {
      sums = Arrays.copyOf(sums, 2 * groups);
      counts = Arrays.copyOf(counts, 2 * groups);
      first = Arrays.copyOf(first, 2 * groups);
    }
  }

  /// Returns true if all numbers of both are in millionths, and no sum of them can overflow. The
  /// sum of other numbers depends on their order.
  @Override
  public boolean canAdd(Aggregate other, int[] group) {
    Total total = (Total) other;
    if (!others.isEmpty() || !total.others.isEmpty()) {
      return false;
    }
    for (int g = 0; g < group.length; g++) {
      long sum = group[g] < sums.length ? sums[group[g]] : 0;
      if (sum > MAX_SUM || sum < -MAX_SUM || total.counts[g] > MAX_SUM / (total.largest + 1)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void addAll(Aggregate other, int[] group, int groups) {
    Total total = (Total) other;
    grow(groups);
    largest = Math.max(largest, total.largest);
    for (int g = 0; g < group.length; g++) {
      int here = group[g];
      if (counts[here] == 0) {
        first[here] = total.first[g];
      }
      counts[here] += total.counts[g];
      sums[here] += total.sums[g];
      if (total.decimals.get(g)) {
        decimals.set(here);
      }
      if (total.failed.get(g)) {
        failed.set(here);
      }
    }
  }

  private void add(int group, int id) {
    if (id == Batch.UNBOUND) {
      failed.set(group);
      return;
    }
    long number = run.terms().millionths(id);
    if (number == QueryTerms.NO_NUMBER) {
      addOther(group, run.terms().value(id), id);
    } else {
      add(group, number, run.terms().isDecimal(id), id);
    }
  }

  private void add(int group, Value value, CompiledExpression computed) {
    if (value == Value.Failure.ERROR) {
      failed.set(group);
      return;
    }
    Value.Exact number = computed.number(value);
    boolean usualForm = value instanceof Value.Exact || counts[group] > 0;
    int id = usualForm ? 0 : computed.id(value);
    if (number == null) {
      addOther(group, computed.nodeValue(value), id);
    } else {
      add(group, number.millionths(), number.decimal(), id);
    }
  }

  /// Adds a number.
  ///
  /// @param id its id, or 0 for its usual form
  private void add(int group, long millionths, boolean decimal, int id) {
    long product = millionths * weight;
    long sum = sums[group] + product;
    boolean overflow =
        Math.multiplyHigh(millionths, weight) != product >> (Long.SIZE - 1)
            || ((sums[group] ^ sum) & (product ^ sum)) < 0;
    if (overflow || isOther(group)) {
      addOther(group, exact(millionths, decimal), id);
      return;
    }
    sums[group] = sum;
    largest = Math.max(largest, Math.abs(millionths));
    if (decimal) {
      decimals.set(group);
    }
    count(group, id);
  }

  private boolean isOther(int group) {
    return !others.isEmpty() && others.containsKey(group);
  }

  private void addOther(int group, NodeValue value, int id) {
    if (!value.isNumber()) {
      failed.set(group);
      return;
    }
    NodeValue sum = others.get(group);
    if (sum == null && counts[group] > 0) {
      sum = exact(sums[group], decimals.get(group));
    }
    // A product of a floating-point number could be rounded in another way than its sum.
    boolean exact = value.isInteger() || value.isDecimal();
    NodeValue added =
        exact && weight > 1 ? XSDFuncOp.numMultiply(value, NodeValue.makeInteger(weight)) : value;
    for (long n = exact ? 1 : weight; n > 0; n--) {
      run.checkAt((int) n);
      sum = sum == null ? added : XSDFuncOp.numAdd(added, sum);
    }
    others.put(group, requireNonNull(sum));
    count(group, id);
  }

  private void count(int group, int id) {
    if (counts[group] == 0) {
      first[group] = id;
    }
    counts[group] = Weights.plus(counts[group], weight);
  }

  private static NodeValue exact(long millionths, boolean decimal) {
    return decimal
        ? NodeValue.makeDecimal(BigDecimal.valueOf(millionths, FRACTION_DIGITS))
        : NodeValue.makeInteger(BigInteger.valueOf(millionths).divide(MILLION));
  }

  @Override
  public int value(int group) {
    if (failed.get(group)) {
      return Batch.UNBOUND;
    }
    if (counts[group] == 1 && !average && first[group] != 0) {
      return first[group];
    }
    NodeValue other = others.get(group);
    NodeValue sum = other != null ? other : exact(sums[group], decimals.get(group));
    return run.terms().id((average ? mean(sum, counts[group]) : sum).asNode());
  }

  private static NodeValue mean(NodeValue sum, long count) {
    return count == 0 ? NodeValue.nvZERO : XSDFuncOp.numDivide(sum, NodeValue.makeInteger(count));
  }
}
