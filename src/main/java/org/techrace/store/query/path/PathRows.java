package org.techrace.store.query.path;

import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.TriplePath;
import org.apache.jena.sparql.core.Var;
import org.jspecify.annotations.Nullable;
import org.techrace.store.Scope;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// Joins each row with the pairs of nodes that a path of [PathSteps] connects.
public final class PathRows implements QueryRows {
  private final QueryRun run;
  private final QueryRows input;
  private final PathSteps steps;
  private final PathSteps.Step.Reach path;
  private final End subject;
  private final End object;

  /// The current batch and the current row in it.
  private @Nullable Batch batch;

  private int row;

  /// The start nodes of the current row, and the ends reached from `starts[start - 1]`.
  private int[] starts = {};

  private int start;
  private int[] ends = {};
  private int end;

  /// True if the start nodes are subjects.
  private boolean forward;

  /// The given end of the path, or [Batch#UNBOUND]; and true if it is a literal.
  private int wanted;

  private boolean wantedLiteral;

  /// One end of the path: the column of a variable, or a term.
  private record End(int column, int id) {
    static End of(Node node, QueryRun run) {
      return Var.isVar(node)
          ? new End(run.layout().column(Var.alloc(node)), Batch.UNBOUND)
          : new End(-1, run.terms().canonical(run.terms().id(node)));
    }

    int id(QueryRun run, Batch batch, int row) {
      return column < 0 ? id : run.terms().canonical(batch.get(column, row));
    }
  }

  public PathRows(QueryRun run, QueryRows input, TriplePath path, Scope scope) {
    this.run = run;
    this.input = input;
    this.steps = new PathSteps(run, scope);
    this.path = (PathSteps.Step.Reach) steps.compile(path.getPath());
    this.subject = End.of(path.getSubject(), run);
    this.object = End.of(path.getObject(), run);
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
      }
      Batch found = found(batch);
      if (found != null) {
        return found;
      }
      batch = null;
    }
  }

  /// Returns the next pairs found for the rows of a batch, or null if there are no more.
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
          int far = wanted == Batch.UNBOUND ? to : wanted;
          subjects[n] = forward ? from : far;
          objects[n++] = forward ? far : from;
        }
      } else if (start < starts.length) {
        run.check();
        ends = steps.reached(path, starts[start++], forward);
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
    pairs = subject.column < 0 ? pairs : pairs.with(subject.column, subjects);
    return object.column < 0 ? pairs : pairs.with(object.column, objects);
  }

  /// Chooses the start nodes and the wanted end for a row.
  private void begin(Batch rows, int number) {
    int s = subject.id(run, rows, number);
    int o = object.id(run, rows, number);
    forward = s != Batch.UNBOUND || o == Batch.UNBOUND;
    wanted = s != Batch.UNBOUND ? o : Batch.UNBOUND;
    wantedLiteral = wanted != Batch.UNBOUND && run.terms().node(wanted).isLiteral();
    start = 0;
    if (s == Batch.UNBOUND && o == Batch.UNBOUND) {
      starts = steps.starts(path);
    } else if (wanted != Batch.UNBOUND && path.zero() && isWanted(s, s) && !steps.isNode(s)) {
      starts = new int[0];
    } else {
      starts = new int[] {forward ? s : o};
    }
  }

  /// Tests an end that was reached. If both ends are given, ends with equal values count as the
  /// same, as in ARQ.
  private boolean isWanted(int from, int to) {
    if (wanted != Batch.UNBOUND) {
      return to == wanted
          || (wantedLiteral && run.terms().node(to).sameValueAs(run.terms().node(wanted)));
    }
    return subject.column < 0 || subject.column != object.column || from == to;
  }

  @Override
  public void close() {
    input.close();
  }
}
