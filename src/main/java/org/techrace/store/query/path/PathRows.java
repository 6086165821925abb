package org.techrace.store.query.path;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// Joins rows with the pairs of nodes that a path connects.
///
/// A path of zero steps connects a node of the graph with itself, and a term of the query with
/// itself (SPARQL 1.1, section 18.5). Other values, for example from `VALUES`, are not connected
/// with themselves, so that the result does not depend on the order of the joins.
public final class PathRows implements QueryRows {
  private static final int[] NONE = {};

  private final QueryRun run;
  private final QueryRows input;
  private final PathPattern path;

  /// The current batch and the current row in it.
  private @Nullable Batch batch;

  private int row;

  /// True if the search for the row's ends starts at the object.
  private boolean fromObject;

  /// The nodes to start from for that row, and the ends reached from the one before `start`.
  private int[] starts = NONE;

  private int start;
  private int[] ends = NONE;
  private int end;

  /// True if the start nodes are subjects.
  private boolean forward;

  /// The literal of the query that the ends must be equal to, or unbound.
  private int wanted;

  /// Joins rows with a path.
  public PathRows(QueryRun run, QueryRows input, PathPattern path) {
    this.run = run;
    this.input = input;
    this.path = path;
  }

  @Override
  public @Nullable Batch next() {
    while (true) {
      if (batch == null) {
        batch = input.next();
        if (batch == null) {
          return null;
        }
        row = -1;
        fromObject = distinct(batch, false) < distinct(batch, true);
      }
      Batch found = found(batch);
      if (found != null) {
        return found;
      }
      batch = null;
    }
  }

  /// Returns the number of distinct values of an end in a batch.
  private long distinct(Batch rows, boolean atSubject) {
    int column = path.column(atSubject);
    int[] values = column == PathPattern.TERM ? NONE : rows.column(column);
    return values == null ? rows.size : Arrays.stream(values).limit(rows.size).distinct().count();
  }

  /// Returns the next pairs found for the rows of a batch, or null after the last.
  private @Nullable Batch found(Batch rows) {
    int[] origins = new int[Batch.MAX_ROWS];
    int[] subjects = new int[Batch.MAX_ROWS];
    int[] objects = new int[Batch.MAX_ROWS];
    int n = 0;
    while (n < Batch.MAX_ROWS) {
      if (end < ends.length) {
        int from = starts[start - 1];
        int to = ends[end++];
        if (isWanted(from, to)) {
          origins[n] = row;
          subjects[n] = forward ? from : to;
          objects[n++] = forward ? to : from;
        }
      } else if (start < starts.length) {
        run.check();
        ends = path.reached(starts[start++], forward).keys();
        end = 0;
      } else if (row + 1 < rows.size) {
        begin(rows, ++row);
      } else {
        break;
      }
    }
    if (n == 0) {
      return null;
    }
    Batch pairs = rows.pick(origins, n);
    pairs = with(pairs, path.column(true), subjects);
    return with(pairs, path.column(false), objects);
  }

  private static Batch with(Batch rows, int column, int[] values) {
    return column == PathPattern.TERM ? rows : rows.with(column, values);
  }

  /// Finds the start nodes and the ends of a row.
  private void begin(Batch rows, int number) {
    int s = id(rows, number, true);
    int o = id(rows, number, false);
    forward = s != Batch.UNBOUND || o == Batch.UNBOUND;
    wanted = Batch.UNBOUND;
    start = 0;
    if (s == Batch.UNBOUND && o == Batch.UNBOUND) {
      starts = path.startNodes();
    } else if (s == Batch.UNBOUND || o == Batch.UNBOUND) {
      starts = isNodeIfItMust(forward ? s : o, forward) ? new int[] {forward ? s : o} : NONE;
    } else {
      beginBetween(s, o);
    }
  }

  /// Tests whether the path connects two given ends. If the object is a literal of the query, ends
  /// of equal value match, as in ARQ.
  private void beginBetween(int s, int o) {
    boolean subjectIsTerm = path.column(true) == PathPattern.TERM;
    boolean objectIsTerm = path.column(false) == PathPattern.TERM;
    boolean literal = objectIsTerm && run.terms().node(o).isLiteral();
    boolean same = s == o || (literal && run.terms().node(s).sameValueAs(run.terms().node(o)));
    wanted = literal ? o : Batch.UNBOUND;
    starts = NONE;
    if (path.hasZeroLength() && same && subjectIsTerm == objectIsTerm && !path.isNode(s)) {
      return;
    }
    if (literal) {
      starts = new int[] {s};
    } else if (path.connects(s, o, fromObject)) {
      starts = new int[] {s};
      start = 1;
      ends = new int[] {o};
      end = 0;
    }
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

  private boolean isWanted(int from, int to) {
    if (wanted != Batch.UNBOUND) {
      return to == wanted || run.terms().node(to).sameValueAs(run.terms().node(wanted));
    }
    boolean loop = path.column(true) != PathPattern.TERM && path.column(true) == path.column(false);
    return !loop || from == to;
  }

  @Override
  public void close() {
    input.close();
  }
}
