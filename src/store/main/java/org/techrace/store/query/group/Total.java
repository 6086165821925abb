package org.techrace.store.query.group;

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
import org.techrace.store.query.text.FloatingNumbers;
import org.techrace.store.query.text.Value;

/// Implements `SUM` and `AVG`. Integers and decimals of few digits are added in millionths, and
/// from the first double or float of a group its numbers are added as such, without their terms.
/// From the first integer or decimal of more digits, ARQ adds the values. As in ARQ, a group with a
/// row in which the operand is not a number has no value, and the sum of one number is the number
/// as it is written.
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

  /// The sums of groups with doubles or floats.
  private final FloatingSums floating;

  /// The doubles and floats if these are the rows of a part, otherwise null.
  private final @Nullable OrderedNumbers ordered;

  /// The groups of the part that have doubles or floats.
  private final BitSet inOrder = new BitSet();

  /// True if a group of the part also has other numbers.
  private boolean mixed;

  /// Creates an aggregate without rows.
  ///
  /// @param column the column of the operand if it is a variable
  /// @param expression the operand if it is an expression, otherwise null
  /// @param weights how often each row counts, or null if each counts once
  /// @param part true if the rows are a part that will be added to another aggregate
  Total(
      QueryRun run,
      int column,
      @Nullable CompiledExpression expression,
      @Nullable Weights weights,
      boolean average,
      boolean part) {
    this.run = run;
    this.column = column;
    this.expression = expression;
    this.weights = weights;
    this.average = average;
    this.floating = new FloatingSums(run);
    this.ordered = part ? new OrderedNumbers() : null;
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

  /// Returns true if no sum of numbers in millionths can overflow, and all other numbers are
  /// doubles and floats that can be added in the order of their rows.
  @Override
  public boolean canAdd(Aggregate other, int[] group) {
    Total total = (Total) other;
    if (!others.isEmpty() || !total.others.isEmpty() || total.mixed) {
      return false;
    }
    for (int g = 0; g < group.length; g++) {
      if (floating.has(group[g]) && total.counts[g] > 0) {
        return false;
      }
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
      if (counts[here] == 0 && total.counts[g] > 0) {
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
    if (total.ordered != null) {
      total.ordered.forEach(
          (g, number, single, times, id) -> {
            weight = times;
            addFloating(group[g], number, single, id);
          });
    }
  }

  private void add(int group, int id) {
    if (id == Batch.UNBOUND) {
      failed.set(group);
      return;
    }
    long number = run.terms().millionths(id);
    if (number != QueryTerms.NO_NUMBER) {
      add(group, number, run.terms().isDecimal(id), id);
      return;
    }
    double floatingNumber = run.terms().doubleValue(id);
    if (Double.isNaN(floatingNumber)) {
      addOther(group, run.terms().value(id), id);
    } else {
      addFloating(group, floatingNumber, false, id);
    }
  }

  private void add(int group, Value value, CompiledExpression computed) {
    if (value == Value.Failure.ERROR) {
      failed.set(group);
      return;
    }
    Value.Exact number = computed.number(value);
    int id = average || counts[group] > 0 || inOrder.get(group) ? 0 : computed.id(value);
    if (number != null) {
      add(group, number.millionths(), number.decimal(), id);
      return;
    }
    Value.Floating floatingNumber = computed.floating(value);
    if (floatingNumber != null) {
      addFloating(group, floatingNumber.value(), floatingNumber.single(), id);
    } else {
      addOther(group, computed.nodeValue(value), id);
    }
  }

  /// Adds a number.
  ///
  /// @param id its id, or 0 for its usual form
  private void add(int group, long millionths, boolean decimal, int id) {
    if (floating.has(group)) {
      boolean single = floating.isSingle(group);
      floating.add(group, FloatingNumbers.nearest(millionths, single), true, weight);
      count(group, id);
      return;
    }
    mixed |= inOrder.get(group);
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
    if (!value.isInteger() && !value.isDecimal()) {
      boolean single = value.isFloat();
      addFloating(group, FloatingNumbers.nearest(value, single), single, id);
      return;
    }
    if (floating.has(group)) {
      boolean single = floating.isSingle(group);
      floating.add(group, FloatingNumbers.nearest(value, single), true, weight);
    } else {
      NodeValue added =
          weight > 1 ? XSDFuncOp.numMultiply(value, NodeValue.makeInteger(weight)) : value;
      others.put(group, counts[group] == 0 ? added : XSDFuncOp.numAdd(added, exactSum(group)));
    }
    count(group, id);
  }

  /// Adds a double or float.
  ///
  /// @param single true for a float
  /// @param id its id, or 0 for its usual form
  private void addFloating(int group, double number, boolean single, int id) {
    if (ordered != null) {
      mixed |= counts[group] > 0;
      inOrder.set(group);
      ordered.add(group, number, single, weight, id);
      return;
    }
    if (floating.has(group)) {
      floating.add(group, number, single, weight);
    } else if (counts[group] == 0) {
      floating.start(group, number, single);
      floating.add(group, number, single, weight - 1);
    } else {
      floating.start(group, FloatingNumbers.nearest(exactSum(group), single), single);
      floating.add(group, number, single, weight);
      others.remove(group);
    }
    count(group, id);
  }

  /// Returns the sum of a group without doubles and floats.
  private NodeValue exactSum(int group) {
    NodeValue other = others.get(group);
    return other != null ? other : exact(sums[group], decimals.get(group));
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
    NodeValue sum = floating.has(group) ? floating.sum(group) : exactSum(group);
    return run.terms().id((average ? mean(sum, counts[group]) : sum).asNode());
  }

  private static NodeValue mean(NodeValue sum, long count) {
    return count == 0 ? NodeValue.nvZERO : XSDFuncOp.numDivide(sum, NodeValue.makeInteger(count));
  }
}
