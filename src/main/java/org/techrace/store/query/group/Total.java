package org.techrace.store.query.group;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.apache.jena.sparql.expr.NodeValue;
import org.apache.jena.sparql.expr.nodevalue.XSDFuncOp;
import org.techrace.store.Dictionary;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.QueryTerms;

/// Implements `SUM(?x)` and `AVG(?x)`. Numbers of the store are added in millionths, without their
/// terms. From the first other number, such as a double, ARQ adds the values of a group. As in ARQ,
/// a group with a row in which the variable is not a number has no value, and the sum of one number
/// is the number as it is written.
final class Total implements Aggregate {
  private static final int FRACTION_DIGITS = 6;

  /// The number of numbers that are kept after they were read.
  private static final int CACHED = 1 << 11;

  private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

  /// Two numbers below do not overflow when they are added.
  private static final long MAX_SUM = 1L << 62;

  private final QueryRun run;
  private final Dictionary.TermReader reader;
  private final int column;
  private final boolean average;
  private long[] sums = new long[64];
  private long[] counts = new long[64];
  private int[] first = new int[64];
  private final BitSet decimals = new BitSet();
  private final BitSet failed = new BitSet();

  /// The largest distance from 0 of a number that was added in millionths.
  private long largest;

  /// The sums of groups that ARQ adds.
  private final Map<Integer, NodeValue> others = new HashMap<>();

  /// Numbers that were read lately, at the places of the low bits of their ids: their ids, their
  /// values, and whether they are decimals.
  private final int[] readIds = new int[CACHED];

  private final long[] readValues = new long[CACHED];
  private final boolean[] readDecimals = new boolean[CACHED];

  Total(QueryRun run, int column, boolean average) {
    this.run = run;
    this.reader = run.store().dictionary().reader();
    this.column = column;
    this.average = average;
  }

  @Override
  public void add(Batch batch, int[] group, int groups) {
    grow(groups);
    for (int row = 0; row < batch.size; row++) {
      add(group[row], batch.get(column, row));
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
    int place = id & CACHED - 1;
    if (readIds[place] != id) {
      read(id, place);
    }
    long value = readValues[place];
    long sum = sums[group] + value;
    boolean overflow = ((sums[group] ^ sum) & (value ^ sum)) < 0;
    if (value == QueryTerms.NO_NUMBER || overflow || isOther(group)) {
      addOther(group, id);
      return;
    }
    sums[group] = sum;
    if (readDecimals[place]) {
      decimals.set(group);
    }
    count(group, id);
  }

  private void read(int id, int place) {
    run.check();
    long value = run.terms().millionths(id, reader);
    boolean number = value != QueryTerms.NO_NUMBER;
    readIds[place] = id;
    readValues[place] = value;
    readDecimals[place] = number && run.terms().isDecimal(id, reader);
    largest = number ? Math.max(largest, Math.abs(value)) : largest;
  }

  private boolean isOther(int group) {
    return !others.isEmpty() && others.containsKey(group);
  }

  private void addOther(int group, int id) {
    NodeValue value = run.terms().value(id);
    if (!value.isNumber()) {
      failed.set(group);
      return;
    }
    NodeValue sum = others.get(group);
    if (sum == null && counts[group] > 0) {
      sum = exact(group);
    }
    others.put(group, sum == null ? value : XSDFuncOp.numAdd(value, sum));
    count(group, id);
  }

  private void count(int group, int id) {
    if (counts[group]++ == 0) {
      first[group] = id;
    }
  }

  private NodeValue exact(int group) {
    return decimals.get(group)
        ? NodeValue.makeDecimal(BigDecimal.valueOf(sums[group], FRACTION_DIGITS))
        : NodeValue.makeInteger(BigInteger.valueOf(sums[group]).divide(MILLION));
  }

  @Override
  public int value(int group) {
    if (failed.get(group)) {
      return Batch.UNBOUND;
    }
    if (counts[group] == 1 && !average) {
      return first[group];
    }
    NodeValue other = others.get(group);
    NodeValue sum = other != null ? other : exact(group);
    return run.terms().id((average ? mean(sum, counts[group]) : sum).asNode());
  }

  private static NodeValue mean(NodeValue sum, long count) {
    return count == 0 ? NodeValue.nvZERO : XSDFuncOp.numDivide(sum, NodeValue.makeInteger(count));
  }
}
