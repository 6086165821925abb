package org.techrace.store.query.join;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.join.Conjunct.JoinStep;
import org.techrace.store.query.pattern.Sample;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.Demand;

/// The rows that are expected after some joins of a [JoinOrder]: their number, columns and values.
///
/// If the result is read in part, columns that are not read any more are dropped, and rows that are
/// then equal are merged. Their number is at most the product of the distinct values of the columns
/// that are left. A pattern whose new columns are not read is only looked up.
final class JoinState {
  /// The cost of reading a row of an index from which only distinct values are taken, compared with
  /// that of creating a row.
  private static final double SCAN = 0.1;

  /// The additional cost of looking up a value that is far from the one before in the index.
  private static final double SEARCH = 3;

  /// The ratio of two numbers of values from which one is much smaller.
  private static final double FEWER = 0.5;

  /// The number of possible different rows per row from which no two rows are expected to be equal.
  private static final double VERY_MANY = 1e6;

  /// The ratio of the numbers of rows after and before a merge that is worthwhile.
  private static final double REPEATED = 0.75;

  private final @Nullable LaterReads reads;

  /// The number of values in a sample.
  private int sampleSize = Sample.SIZE;

  /// The columns that the rows of the input bind.
  private final BitSet input;

  /// True if no row has been read: a first pattern returns distinct values from the index.
  private boolean unit;

  /// The columns that the rows of the input determine, if these rows are numbered.
  private final BitSet determined;

  /// The number of rows of the input.
  private final double inputRows;

  private final Map<Integer, Sample> bound;
  private final Map<Integer, Double> distinct;
  private final List<Conjunct> joined;

  /// The columns of the rows, without those that the input determines.
  private BitSet columns;

  private double rows;

  /// The columns that are read from now on: by any part, by at least two of the remaining parts, or
  /// by others than the remaining parts.
  private BitSet read = new BitSet();

  private BitSet readTwice = new BitSet();
  private BitSet readByOthers = new BitSet();

  /// The remaining parts.
  private List<Conjunct> waiting = List.of();

  /// A column whose values are in ascending order, at least from batch to batch, or -1.
  private int sorted = -1;

  /// The columns by which the rows have been merged, or null.
  private @Nullable Demand mergedBy;

  /// The join with a conjunct.
  ///
  /// @param out the expected number of rows after it
  /// @param cost the cost, in rows created
  /// @param rank the cost without lookups, which any order has, and the number of rows for the next
  ///   join
  /// @param added the columns that it adds to the rows
  /// @param later the columns that are read after it, or null for all
  record Join(
      JoinStep step, double out, double cost, double rank, BitSet added, @Nullable BitSet later) {}

  /// Creates the state before the joins.
  ///
  /// @param bound the columns that are bound, with values
  /// @param unit true if the input is the row that binds nothing
  /// @param reads the columns that are read later, or null for all
  JoinState(Map<Integer, Sample> bound, double rows, boolean unit, @Nullable LaterReads reads) {
    this.reads = reads;
    this.unit = unit;
    this.inputRows = rows;
    this.input = new BitSet();
    bound.keySet().forEach(input::set);
    this.determined = reads != null && reads.numbered() ? input : new BitSet();
    this.bound = new HashMap<>(bound);
    this.distinct = new HashMap<>();
    bound.keySet().forEach(c -> distinct.put(c, rows));
    this.joined = new ArrayList<>();
    this.columns = new BitSet();
    this.rows = rows;
  }

  private JoinState(JoinState other) {
    this.reads = other.reads;
    this.sampleSize = other.sampleSize;
    this.unit = other.unit;
    this.inputRows = other.inputRows;
    this.input = other.input;
    this.determined = other.determined;
    this.bound = new HashMap<>(other.bound);
    this.distinct = new HashMap<>(other.distinct);
    this.joined = new ArrayList<>(other.joined);
    this.columns = (BitSet) other.columns.clone();
    this.rows = other.rows;
    this.read = other.read;
    this.readTwice = other.readTwice;
    this.waiting = other.waiting;
    this.sorted = other.sorted;
    this.readByOthers = other.readByOthers;
    this.mergedBy = other.mergedBy;
  }

  JoinState copy() {
    return new JoinState(this);
  }

  /// Returns a copy with another number of values in a sample.
  JoinState withSamples(int size) {
    JoinState copy = copy();
    copy.sampleSize = size;
    return copy;
  }

  /// Notes that the values of a column ascend.
  ///
  /// @param column the column, or -1 for none
  JoinState sortedBy(int column) {
    sorted = column;
    return this;
  }

  /// Returns the bound columns, with values.
  Map<Integer, Sample> bound() {
    return bound;
  }

  double rows() {
    return rows;
  }

  /// Returns the columns by which the rows have been merged, or null if they have not been.
  @Nullable Demand mergedBy() {
    return mergedBy;
  }

  /// Returns the demand for columns, or null for all.
  @Nullable Demand demand(@Nullable BitSet later) {
    return reads == null || later == null ? null : reads.demand(later);
  }

  /// Estimates the join with one of the remaining conjuncts.
  Join join(Conjunct conjunct) {
    JoinStep step = conjunct.plan(rows, bound);
    boolean isPattern = conjunct instanceof PatternConjunct || conjunct instanceof LeapfrogConjunct;
    double out = rows * step.fanout();
    double lookups =
        isPattern && !unit ? conjunct.parts().stream().mapToDouble(this::lookups).sum() : 0;
    double work = step.work();
    BitSet added = conjunct.columns();
    if (reads == null) {
      return new Join(step, out, out + work + lookups, 2 * out + work, added, null);
    }
    BitSet later = readAfter(conjunct);
    if (isPattern) {
      BitSet fresh = (BitSet) added.clone();
      fresh.and(later);
      if (unit) {
        work += SCAN * out;
        out = Math.min(out, different(fresh, conjunct));
        added = fresh;
      } else {
        fresh.andNot(columns);
        added = fresh.isEmpty() ? fresh : added;
        out = fresh.stream().allMatch(bound::containsKey) ? Math.min(rows, out) : out;
      }
    }
    BitSet kept = (BitSet) columns.clone();
    kept.or(added);
    kept.andNot(determined);
    double rank = out + work + merged(out, kept, later, conjunct);
    return new Join(step, out, out + work + lookups, rank, added, later);
  }

  /// Returns the columns that are read after a conjunct.
  private BitSet readAfter(Conjunct conjunct) {
    BitSet later = new BitSet();
    if (conjunct.parts().size() == 1) {
      later.or(read);
      later.andNot(conjunct.mentioned());
      later.or(readTwice);
    } else {
      waiting.stream()
          .filter(c -> !conjunct.parts().contains(c))
          .forEach(c -> later.or(c.mentioned()));
    }
    later.or(readByOthers);
    return later;
  }

  /// Returns the cost of looking up the rows in the index. Equal values, and values close to each
  /// other, are found without a search.
  private double lookups(Conjunct pattern) {
    BitSet given = new BitSet();
    pattern.columns().stream().filter(bound::containsKey).forEach(given::set);
    if (rows == 0 || given.isEmpty() || (sorted >= 0 && given.get(sorted))) {
      return rows;
    }
    double batch = Math.min(rows, Batch.MAX_ROWS);
    return rows * (1 + SEARCH * expected(batch, product(given, null)) / batch);
  }

  /// Adds a join.
  void add(Conjunct conjunct, Join join) {
    if (unit) {
      sorted =
          switch (conjunct) {
            case PatternConjunct pattern -> pattern.sorted(join.added());
            case LeapfrogConjunct leapfrog -> leapfrog.column();
            default -> -1;
          };
    }
    rows = join.out();
    unit = false;
    columns.or(join.added());
    columns.andNot(determined);
    for (Conjunct part : conjunct.parts()) {
      joined.add(part);
      part.columns().stream().forEach(c -> bind(c, part));
    }
  }

  /// Adds a column. The values of the conjunct with the fewest represent it.
  private void bind(int column, Conjunct conjunct) {
    double values = distinct(column, conjunct);
    Double known = distinct.get(column);
    if (known == null) {
      bound.put(column, conjunct.sample(column, sampleSize));
    } else if (values < FEWER * known && !input.get(column)) {
      Sample sample = conjunct.sample(column, sampleSize);
      if (!sample.isUnknown()) {
        bound.put(column, sample);
      }
    }
    distinct.merge(column, values, Math::min);
  }

  private static double distinct(int column, Conjunct conjunct) {
    return Math.min(conjunct.distinct(column), conjunct.distinctRows());
  }

  /// Merges the rows before the next join.
  ///
  /// @param left the remaining conjuncts
  /// @return the cost
  double await(List<Conjunct> left) {
    mergedBy = null;
    if (reads == null) {
      return 0;
    }
    waiting = List.copyOf(left);
    BitSet open = new BitSet();
    read = new BitSet();
    readTwice = new BitSet();
    for (Conjunct conjunct : left) {
      open.or(conjunct.columns());
      BitSet again = (BitSet) conjunct.mentioned().clone();
      again.and(read);
      readTwice.or(again);
      read.or(conjunct.mentioned());
    }
    readByOthers = reads.withoutParts(open);
    read.or(readByOthers);
    double before = rows;
    rows = merged(rows, columns, read, null);
    if (!isSubset(columns, read)) {
      columns = (BitSet) columns.clone();
      columns.and(read);
      mergedBy = reads.demand(read);
      return before;
    }
    return 0;
  }

  /// Returns the expected number of rows after a merge.
  ///
  /// @param before the number of rows
  /// @param all the columns of the rows
  /// @param later the columns that are read later
  /// @param last a conjunct that is joined in addition, or null
  private double merged(double before, BitSet all, BitSet later, @Nullable Conjunct last) {
    if (before <= 0 || isSubset(all, later)) {
      return before;
    }
    BitSet kept = (BitSet) all.clone();
    kept.and(later);
    return expected(before, different(kept, last));
  }

  /// Returns the expected number of different rows among some.
  ///
  /// @param some the number of rows
  /// @param different the number of different rows that are possible
  private static double expected(double some, double different) {
    double most = Math.max(1, different);
    return some > 0 && most < VERY_MANY * some ? most * (1 - Math.exp(-some / most)) : some;
  }

  private static boolean isSubset(BitSet some, BitSet all) {
    BitSet others = (BitSet) some.clone();
    others.andNot(all);
    return others.isEmpty();
  }

  /// Returns true if it may be worthwhile to merge the rows after the joins.
  ///
  /// @param all the columns of the rows. Those that no conjunct binds may have any values
  /// @param later the columns that are read later
  boolean mayRepeat(BitSet all, BitSet later) {
    if (isSubset(all, later)) {
      return false;
    }
    BitSet kept = (BitSet) columns.clone();
    kept.and(later);
    return expected(rows, different(kept, null)) < REPEATED * rows;
  }

  /// Returns the columns of the rows.
  BitSet columns() {
    return (BitSet) columns.clone();
  }

  /// Returns an upper bound of the number of rows that differ in some columns: the product of the
  /// distinct values, or of the distinct rows of a conjunct with several of the columns.
  private double different(BitSet kept, @Nullable Conjunct last) {
    double most = inputRows;
    BitSet open = (BitSet) kept.clone();
    for (int i = 0; i <= joined.size(); i++) {
      Conjunct conjunct = i < joined.size() ? joined.get(i) : last;
      if (conjunct != null) {
        BitSet shared = (BitSet) conjunct.columns().clone();
        shared.and(open);
        if (shared.cardinality() > 1 && conjunct.distinctRows() < product(shared, last)) {
          most *= conjunct.distinctRows();
          open.andNot(shared);
        }
      }
    }
    return most * product(open, last);
  }

  private double product(BitSet some, @Nullable Conjunct last) {
    double product = 1;
    for (int c = some.nextSetBit(0); c >= 0; c = some.nextSetBit(c + 1)) {
      double values = distinct.getOrDefault(c, Double.POSITIVE_INFINITY);
      product *=
          last != null && last.columns().get(c) ? Math.min(values, distinct(c, last)) : values;
    }
    return product;
  }
}
