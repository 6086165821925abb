package org.techrace.store.query.group;

import java.util.Arrays;
import java.util.BitSet;
import org.apache.jena.sparql.expr.NodeValue;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.text.FloatingNumbers;

/// The sums of groups with numbers of type `xsd:double` or `xsd:float`. Numbers are added in the
/// order of their rows, since another order could be rounded in another way. The sum of floats,
/// also with integers and decimals, is a float until a double is added, as in ARQ.
final class FloatingSums {
  private final QueryRun run;
  private final BitSet groups = new BitSet();
  private final BitSet singles = new BitSet();
  private double[] sums = {};

  FloatingSums(QueryRun run) {
    this.run = run;
  }

  /// Returns true if a group has a sum here.
  boolean has(int group) {
    return groups.get(group);
  }

  /// Returns true if the sum of a group is a float.
  boolean isSingle(int group) {
    return singles.get(group);
  }

  /// Begins the sum of a group.
  ///
  /// @param single true for a float
  void start(int group, double number, boolean single) {
    if (group >= sums.length) {
      sums = Arrays.copyOf(sums, 2 * group + 64);
    }
    groups.set(group);
    singles.set(group, single);
    sums[group] = number;
  }

  /// Adds a number several times to the sum of a group, each time with rounding.
  ///
  /// @param single true for a float, and for a number that was converted to the type of the sum
  void add(int group, double number, boolean single, long times) {
    boolean singleSum = singles.get(group) && single;
    singles.set(group, singleSum);
    double sum = sums[group];
    for (long n = times; n > 0; n--) {
      run.checkAt((int) n);
      double next = FloatingNumbers.rounded(sum + number, singleSum);
      if (Double.compare(next, sum) == 0) {
        break; // adding it once more would not change the sum either
      }
      sum = next;
    }
    sums[group] = sum;
  }

  NodeValue sum(int group) {
    return FloatingNumbers.nodeValue(sums[group], singles.get(group));
  }
}
