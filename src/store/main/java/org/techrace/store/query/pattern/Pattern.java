package org.techrace.store.query.pattern;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongToIntFunction;
import java.util.stream.IntStream;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.util.FmtUtils;
import org.jspecify.annotations.Nullable;
import org.techrace.store.Cursor;
import org.techrace.store.Dictionary.IdRange;
import org.techrace.store.IdRanges;
import org.techrace.store.Order;
import org.techrace.store.Store;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.GraphColumn;
import org.techrace.store.query.row.Layout;
import org.techrace.store.query.row.QueryRun;

/// A triple pattern in ids: each position is a column of the [Layout] or a term of the store.
public final class Pattern {
  /// Marks a position that is a term.
  public static final int TERM = -1;

  /// The column of an order with the graph set.
  private static final int GRAPH_SET = 3;

  /// The number of matching triples if no variable is bound; known from the index.
  public final long matches;

  /// The number of matches without a limit.
  private final long all;

  /// The limited ids of one variable, or null.
  private final @Nullable Limit limit;

  private final int[] columns = new int[3];
  private final int[] ids = new int[3];

  private final Triple triple;
  private final Store store;

  /// The mean number of graphs of a match; -1 until it has been estimated.
  private double meanGraphs = -1;

  /// Samples of the values of the variable at each position, by size, and the shares of the matches
  /// that have sampled values.
  private final List<Map<Integer, Sample>> samples =
      List.of(new HashMap<>(), new HashMap<>(), new HashMap<>());

  private final List<Map<Sample, Share>> shares =
      List.of(new HashMap<>(), new HashMap<>(), new HashMap<>());

  /// The mean matches of pairs of values, by the first position and the sample of the second.
  private final List<Map<Sample, Double>> pairs =
      List.of(new HashMap<>(), new HashMap<>(), new HashMap<>());

  public Pattern(QueryRun run, Triple triple) {
    this.triple = triple;
    this.store = run.store();
    Node[] nodes = {triple.getSubject(), triple.getPredicate(), triple.getObject()};
    boolean absent = false;
    for (int p = 0; p < 3; p++) {
      columns[p] = Var.isVar(nodes[p]) ? run.layout().column(Var.alloc(nodes[p])) : TERM;
      ids[p] = columns[p] == TERM ? store.id(nodes[p]) : 0;
      absent |= columns[p] == TERM && ids[p] == 0;
    }
    this.limit = null;
    this.all = absent ? 0 : count(-1, 0);
    this.matches = all;
  }

  private Pattern(Pattern other, Limit limit) {
    this.triple = other.triple;
    this.store = other.store;
    System.arraycopy(other.columns, 0, columns, 0, 3);
    System.arraycopy(other.ids, 0, ids, 0, 3);
    this.limit = limit;
    this.all = other.all;
    this.matches = limit.end - limit.start;
  }

  /// The matches whose variable at a position has an id in a range: rows of an order.
  private record Limit(int position, Order order, long start, long end) {}

  /// Returns the pattern without most matches for which the variable at a position has none of some
  /// ids. Returns this pattern if that saves nothing, or if matches with close ids are not adjacent
  /// in an order of the store.
  public Pattern within(int position, IdRanges ids) {
    if (matches == 0 || !isSortedBy(position) || (limit != null && limit.position != position)) {
      return this;
    }
    Order order = orderBy(position);
    Cursor cursor = store.permutation(order).cursor();
    long start = Long.MAX_VALUE;
    long end = 0;
    for (IdRange range : ids.ranges()) {
      long from = row(cursor, order, terms(), range.start());
      long to = row(cursor, order, terms(), range.end());
      if (from < to) {
        start = Math.min(start, from);
        end = to;
      }
    }
    if (limit != null) {
      start = Math.max(start, limit.start);
      end = Math.min(end, limit.end);
    }
    start = Math.min(start, end);
    return end - start == matches
        ? this
        : new Pattern(this, new Limit(position, order, start, end));
  }

  /// Counts the matches for which the variable at a position has one of some ids.
  ///
  /// @return the number, or -1 if it is not known from the index
  long count(int position, IdRanges ids) {
    if (all == 0 || !isSortedBy(position)) {
      return all == 0 ? 0 : -1;
    }
    Order order = orderBy(position);
    Cursor cursor = store.permutation(order).cursor();
    long count = 0;
    for (IdRange range : ids.ranges()) {
      count +=
          row(cursor, order, terms(), range.end()) - row(cursor, order, terms(), range.start());
    }
    return count;
  }

  /// Returns true if an order of the store has the matches sorted by the variable at a position.
  private boolean isSortedBy(int position) {
    return !isTerm(position) && orderBy(position).position(terms()) == position;
  }

  private Order orderBy(int position) {
    return Order.of(isTerm(0), isTerm(1), isTerm(2), position);
  }

  private int terms() {
    int terms = 0;
    for (int p = 0; p < 3; p++) {
      terms += isTerm(p) ? 1 : 0;
    }
    return terms;
  }

  /// Returns the first match whose value in the first column without a term is an id or above it.
  private long row(Cursor cursor, Order order, int bound, int id) {
    int[] key = new int[3];
    for (int c = 0; c < bound; c++) {
      key[c] = ids[order.position(c)];
    }
    key[bound] = id;
    return cursor.seek(0, bound + 1, key[0], key[1], key[2]);
  }

  /// Returns the position whose ids are limited, or -1. If the pattern is scanned sorted by it, the
  /// scan has only the limited matches.
  int limited() {
    return limit == null ? -1 : limit.position;
  }

  /// Returns the first row of the matches in an order, if no variable is bound.
  ///
  /// @param cursor reads the order
  /// @param bound the number of its columns with terms
  long start(Order order, Cursor cursor, int bound) {
    if (limit != null && limit.order == order) {
      return limit.start;
    }
    return all == 0 || bound == 0
        ? 0
        : row(cursor, order, bound - 1, id(order.position(bound - 1)));
  }

  /// Returns the number of matches in an order, if no variable is bound.
  long matches(Order order) {
    return limit != null && limit.order == order ? matches : all;
  }

  /// Returns the column of a position (0 subject, 1 predicate, 2 object), or [#TERM].
  public int column(int position) {
    return columns[position];
  }

  /// Returns the first position of a column, or -1.
  private int position(int column) {
    return IntStream.range(0, 3).filter(p -> columns[p] == column).findFirst().orElse(-1);
  }

  public boolean isTerm(int position) {
    return columns[position] == TERM;
  }

  /// Returns the id of the term at a position.
  int id(int position) {
    return ids[position];
  }

  /// Counts the triples that match if one variable has a value.
  ///
  /// @param given the position of the variable, or -1 for none
  private long count(int given, int value) {
    return count(given, value, -1, 0);
  }

  /// Counts the triples that match if up to two variables have values.
  ///
  /// @param given the position of one, or -1 for none
  /// @param also the position of the other, or -1 for none
  private long count(int given, int value, int also, int other) {
    Order order = given < 0 ? order() : order(given, also);
    int[] key = new int[3];
    int bound = 0;
    for (; bound < 3; bound++) {
      int position = order.position(bound);
      if (!isTerm(position) && position != given && position != also) {
        break;
      }
      key[bound] = position == given ? value : position == also ? other : ids[position];
    }
    Cursor cursor = store.permutation(order).cursor();
    if (bound == 0) {
      return cursor.size();
    }
    long start = cursor.seek(0, bound, key[0], key[1], key[2]);
    return cursor.end(start, bound, key[0], key[1], key[2]) - start;
  }

  /// Returns the number of terms in the first columns of an order.
  int bound(Order order) {
    int bound = 0;
    while (bound < 3 && isTerm(order.position(bound))) {
      bound++;
    }
    return bound;
  }

  /// Returns true if no variable is at two positions.
  boolean hasDifferentVariables() {
    return (isTerm(0) || (columns[0] != columns[1] && columns[0] != columns[2]))
        && (isTerm(1) || columns[1] != columns[2]);
  }

  /// Returns the order of the matches if no variable is bound.
  private Order order() {
    return limit == null ? order(-1, -1) : limit.order;
  }

  private Order order(int given, int also) {
    return Order.of(
        isTerm(0) || given == 0 || also == 0,
        isTerm(1) || given == 1 || also == 1,
        isTerm(2) || given == 2 || also == 2,
        -1);
  }

  /// Returns the column by which the matches are sorted if no variable is bound, or [#TERM].
  public int sortedColumn() {
    Order order = order();
    int first = 0;
    while (first < 2 && isTerm(order.position(first))) {
      first++;
    }
    return columns[order.position(first)];
  }

  /// Returns a sample of the values that the variable at a position has in the matches.
  ///
  /// @param size the maximum number of values
  public Sample sample(int position, int size) {
    return samples.get(position).computeIfAbsent(size, n -> drawn(position, n));
  }

  private Sample drawn(int position, int size) {
    Order order = order();
    int column = 0;
    for (int c = 0; c < 3; c++) {
      column = order.position(c) == position ? c : column;
    }
    return Sample.ofMatches(this, position, values(order, column), size);
  }

  /// Returns the values of the matches in a column of an order.
  private LongToIntFunction values(Order order, int column) {
    Cursor cursor = store.permutation(order).cursor();
    long start = start(order, cursor, terms());
    return row -> cursor.get(start + row, column);
  }

  /// Estimates in how many graphs a match is.
  public double graphs(GraphColumn graph) {
    if (meanGraphs < 0) {
      Sample sets = Sample.ofMatches(this, -1, values(order(), GRAPH_SET), Sample.SIZE);
      meanGraphs =
          IntStream.of(sets.ids()).map(set -> graph.graphs(set).length).average().orElse(0);
    }
    return meanGraphs;
  }

  /// A share of the matches (0 to 1).
  ///
  /// @param error the relative standard error of the estimate; infinite if nothing was found
  private record Share(double value, double error) {}

  /// Estimates the share of the matches (0 to 1) that remain per row if the variable at a position
  /// has the given values.
  ///
  /// If the values are those of another pattern, values of this one are counted there, too: the
  /// share of all pairs of matches that have the same value is the same from both sides. The side
  /// whose counts vary less is used, so that a frequent value that a sample misses does not
  /// mislead.
  public double share(int position, Sample values) {
    Share share = counted(position, values);
    Pattern other = values.pattern();
    if (other != null && other != this && share.error() > 0) {
      Share back = other.counted(values.position(), sample(position, values.wanted()));
      boolean isBetter =
          back.error() < share.error()
              || (back.error() == share.error() && back.value() > share.value());
      share = isBetter ? back : share;
    }
    return share.error() < Double.POSITIVE_INFINITY
        ? share.value()
        : 1.0 / Math.max(1, terms(position));
  }

  /// Estimates the matches per row if the variables at two positions have values of the same
  /// matches of another pattern, as in `?s rdfs:label ?o . ?s skos:prefLabel ?o`. Such values often
  /// depend on each other, so the product of two shares would be far too small.
  ///
  /// Pairs of each pattern are counted in the other one, because few pairs of a large pattern may
  /// be in a small one.
  ///
  /// @param values values of the variable at the second position; those of the first one are read
  ///   from the same matches
  /// @return the mean number for the sampled pairs; 0 if none of them matches, which proves little,
  ///   or if the values are not of a pattern with both variables
  public double matchesOfPairs(int first, int second, Sample values) {
    Pattern other = values.pattern();
    if (other == null || other == this || other.position(columns[first]) < 0 || all == 0) {
      return 0;
    }
    return pairs.get(first).computeIfAbsent(values, v -> pairs(first, second, other, v.wanted()));
  }

  private double pairs(int first, int second, Pattern other, int size) {
    double there = other.pairsIn(this, first, second, size);
    double here =
        pairsIn(other, other.position(columns[first]), other.position(columns[second]), size);
    return Math.max(there, here * matches / Math.max(1, other.matches));
  }

  /// Returns the mean number of matches that another pattern has for pairs of values of this one.
  private double pairsIn(Pattern other, int first, int second, int size) {
    Sample ofFirst = sample(position(other.columns[first]), size);
    Sample ofSecond = sample(position(other.columns[second]), size);
    return IntStream.range(0, ofFirst.size())
        .mapToLong(i -> other.count(first, ofFirst.id(i), second, ofSecond.id(i)))
        .average()
        .orElse(0);
  }

  private Share counted(int position, Sample values) {
    return shares.get(position).computeIfAbsent(values, v -> count(position, v));
  }

  private Share count(int position, Sample values) {
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < values.size(); i++) {
      int id = values.id(i);
      double found = id == Batch.UNBOUND ? all : count(position, id);
      sum += found;
      squares += found * found;
    }
    if (values.isWhole()) {
      return new Share(sum / values.size() / all, 0);
    }
    if (sum == 0) {
      return new Share(0, Double.POSITIVE_INFINITY);
    }
    // The variance of the mean of n values is (squares / n - mean²) / n. Equal counts prove little.
    double n = values.size();
    double error = Math.sqrt(Math.max(0, squares / (sum * sum) - 1 / n));
    return new Share(sum / n / all, Math.max(error, 1 / n));
  }

  /// Returns an upper bound of the number of distinct values of the variable at a position.
  public long distinct(int position) {
    return Math.min(matches, terms(position));
  }

  /// Returns the number of distinct terms at a position of all triples with the predicate.
  private int terms(int position) {
    int predicate = isTerm(1) ? ids[1] : 0;
    return switch (position) {
      case 0 -> store.subjects(predicate);
      case 1 -> store.predicates();
      default -> store.objects(predicate);
    };
  }

  /// Returns the pattern as in a query.
  @Override
  public String toString() {
    return FmtUtils.stringForTriple(triple) + (limit == null ? "" : " (in the range of a filter)");
  }
}
