package org.techrace.store.query.path;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.Demand;
import org.techrace.store.query.row.FlatMappedRows;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.Weights;

/// Joins rows with the pairs of nodes that a path connects. If an end is not read afterwards, the
/// nodes there are only counted.
///
/// A path of zero steps connects a node of the graph with itself, and a term of the query with
/// itself (SPARQL 1.1, section 18.5). Other values, for example from `VALUES`, are not connected
/// with themselves, so that the result does not depend on the order of the joins.
public final class PathRows extends FlatMappedRows {
  private static final int[] NONE = {};

  /// The number of pairs for which there is room at first: most results are small.
  private static final int FIRST_PAIRS = 64;

  private final PathPattern path;

  /// True if the subjects that the path binds are not read.
  private final boolean subjectsUnread;

  private final boolean objectsUnread;

  /// Where the numbers of nodes are kept, or null if equal rows count once.
  private final @Nullable Weights weights;

  /// The current row of the batch.
  private int row;

  /// True if the search for the row's ends starts at the object.
  private boolean fromObject;

  /// The nodes to start from for that row, and the ends reached from the one before `start`.
  private int[] starts = NONE;

  private int start;
  private int[] ends = NONE;
  private int end;

  /// True if the ends of the row are counted.
  private boolean counting;

  /// True if the numbers of ends are added up for the row, and their sum.
  private boolean total;

  private long sum;

  /// True if the start nodes are subjects.
  private boolean forward;

  /// Joins rows with a path.
  ///
  /// @param demand the columns that are read of the joined rows, or null for all
  public PathRows(QueryRun run, QueryRows input, PathPattern path, @Nullable Demand demand) {
    super(run, input);
    this.path = path;
    this.weights = demand == null ? null : demand.weights();
    this.subjectsUnread = demand != null && isUnread(true, demand);
    this.objectsUnread = demand != null && isUnread(false, demand);
  }

  private boolean isUnread(boolean atSubject, Demand demand) {
    int column = path.column(atSubject);
    return column != PathPattern.TERM
        && column != path.column(!atSubject)
        && !demand.columns().get(column);
  }

  @Override
  protected Batch begin(Batch batch) {
    row = -1;
    fromObject = distinct(batch, false) < distinct(batch, true);
    return batch;
  }

  /// Returns the number of distinct values of an end in a batch.
  private long distinct(Batch rows, boolean atSubject) {
    int column = path.column(atSubject);
    int[] values = column == PathPattern.TERM ? NONE : rows.column(column);
    return values == null ? rows.size : Arrays.stream(values).limit(rows.size).distinct().count();
  }

  /// Returns the next pairs found for the rows of a batch, or null after the last.
  @Override
  protected @Nullable Batch next(Batch rows) {
    Pairs pairs = new Pairs();
    while (pairs.size < Batch.MAX_ROWS) {
      if (end < ends.length) {
        int from = starts[start - 1];
        int to = ends[end++];
        if (isWanted(from, to)) {
          pairs.add(from, to, 1);
        }
      } else if (start < starts.length) {
        run.check();
        int from = starts[start++];
        if (counting) {
          count(from, pairs);
        } else {
          ends = path.reached(from, forward).ids();
          end = 0;
        }
      } else if (sum > 0) {
        pairs.add(Batch.UNBOUND, Batch.UNBOUND, sum);
        sum = 0;
      } else if (row + 1 < rows.size) {
        begin(rows, ++row);
      } else {
        break;
      }
    }
    return pairs.size == 0 ? null : pairs.joined(rows);
  }

  /// Counts the ends that are reached from a node. Without weights, one is enough.
  private void count(int from, Pairs pairs) {
    int number;
    if (weights == null) {
      number = path.leads(from, forward) ? 1 : 0;
    } else {
      number = path.count(from, forward);
    }
    if (number > 0 && total) {
      sum = Weights.plus(sum, number);
      start = weights == null ? starts.length : start;
    } else if (number > 0) {
      pairs.add(from, Batch.UNBOUND, number);
    }
  }

  /// The pairs of a result batch, each with the row that it belongs to and its number.
  private final class Pairs {
    private int[] origins = new int[FIRST_PAIRS];
    private int[] subjects = new int[FIRST_PAIRS];
    private int[] objects = new int[FIRST_PAIRS];
    private long[] numbers = new long[FIRST_PAIRS];
    private int size;

    void add(int from, int to, long number) {
      if (size == origins.length) {
        int length = Math.min(2 * size, Batch.MAX_ROWS);
        origins = Arrays.copyOf(origins, length);
        subjects = Arrays.copyOf(subjects, length);
        objects = Arrays.copyOf(objects, length);
        numbers = Arrays.copyOf(numbers, length);
      }
      origins[size] = row;
      subjects[size] = forward ? from : to;
      objects[size] = forward ? to : from;
      numbers[size++] = number;
    }

    Batch joined(Batch rows) {
      Batch pairs = rows.pick(origins, size);
      pairs = with(pairs, path.column(true), subjectsUnread ? null : subjects);
      pairs = with(pairs, path.column(false), objectsUnread ? null : objects);
      if (weights == null || !(subjectsUnread || objectsUnread)) {
        return pairs;
      }
      long[] products = weights.of(pairs);
      for (int i = 0; i < size; i++) {
        products[i] = Weights.times(products[i], numbers[i]);
      }
      return weights.with(pairs, products);
    }
  }

  private static Batch with(Batch rows, int column, int @Nullable [] values) {
    return column == PathPattern.TERM ? rows : rows.with(column, values);
  }

  /// Finds the start nodes and the ends of a row.
  private void begin(Batch rows, int number) {
    int s = id(rows, number, true);
    int o = id(rows, number, false);
    forward = s != Batch.UNBOUND || o == Batch.UNBOUND;
    start = 0;
    counting = (s == Batch.UNBOUND && subjectsUnread) || (o == Batch.UNBOUND && objectsUnread);
    total = false;
    if (s == Batch.UNBOUND && o == Batch.UNBOUND) {
      forward = objectsUnread || !subjectsUnread;
      total = objectsUnread && subjectsUnread;
      starts = path.startNodes(forward);
    } else if (s == Batch.UNBOUND || o == Batch.UNBOUND) {
      starts = isNodeIfItMust(forward ? s : o, forward) ? new int[] {forward ? s : o} : NONE;
    } else {
      beginBetween(s, o);
    }
  }

  /// Tests whether the path connects two given ends. Ends are terms, so `1` is not `01` (SPARQL
  /// 1.1, section 18.4).
  private void beginBetween(int s, int o) {
    boolean connected =
        (s == o && path.hasZeroLength())
            ? isNodeIfItMust(s, true) && isNodeIfItMust(o, false)
            : path.connects(s, o, fromObject);
    starts = connected ? new int[] {s} : NONE;
    start = starts.length;
    ends = connected ? new int[] {o} : NONE;
    end = 0;
  }

  private int id(Batch rows, int number, boolean atSubject) {
    int column = path.column(atSubject);
    return column == PathPattern.TERM
        ? path.id(atSubject)
        : run.terms().canonical(rows.get(column, number));
  }

  /// Returns true if an end is a node of the graph, or need not be one.
  private boolean isNodeIfItMust(int id, boolean atSubject) {
    return !path.hasZeroLength() || path.column(atSubject) == PathPattern.TERM || path.isNode(id);
  }

  /// Returns true if two ends with the same variable are the same term.
  private boolean isWanted(int from, int to) {
    boolean loop = path.column(true) != PathPattern.TERM && path.column(true) == path.column(false);
    return !loop || from == to;
  }
}
