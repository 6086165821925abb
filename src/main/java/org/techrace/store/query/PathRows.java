package org.techrace.store.query;

import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.TriplePath;
import org.apache.jena.sparql.core.Var;
import org.jspecify.annotations.Nullable;
import org.techrace.store.Scope;

/// Joins each row with the pairs of nodes that a path of [PathSteps] connects.
final class PathRows implements Rows {
  private final Run run;
  private final Rows input;
  private final PathSteps steps;
  private final PathSteps.Step.Reach path;
  private final End subject;
  private final End object;
  private final Deque<Batch> ready = new ArrayDeque<>();

  /// One end of the path: a variable's column, or a term.
  private record End(int column, int id) {
    static End of(Node node, Run run) {
      return Var.isVar(node)
          ? new End(run.layout().column(Var.alloc(node)), Batch.UNBOUND)
          : new End(-1, run.terms().canonical(run.terms().id(node)));
    }

    int id(Run run, Batch batch, int row) {
      return column < 0 ? id : run.terms().canonical(batch.get(column, row));
    }
  }

  PathRows(Run run, Rows input, TriplePath path, Scope scope) {
    this.run = run;
    this.input = input;
    this.steps = new PathSteps(run, scope);
    this.path = (PathSteps.Step.Reach) steps.compile(path.getPath());
    this.subject = End.of(path.getSubject(), run);
    this.object = End.of(path.getObject(), run);
  }

  @Override
  public @Nullable Batch next() {
    while (ready.isEmpty()) {
      Batch batch = input.next();
      if (batch == null) {
        return null;
      }
      Found found = new Found(batch);
      for (int row = 0; row < batch.size; row++) {
        run.check();
        find(found, row);
      }
      found.flush();
    }
    return ready.remove();
  }

  private void find(Found found, int row) {
    int s = subject.id(run, found.batch, row);
    int o = object.id(run, found.batch, row);
    if (s != Batch.UNBOUND && o != Batch.UNBOUND) {
      between(found, row, s, o);
    } else if (s != Batch.UNBOUND) {
      for (int end : steps.reached(path, s, true)) {
        found.add(row, s, end);
      }
    } else if (o != Batch.UNBOUND) {
      for (int end : steps.reached(path, o, false)) {
        found.add(row, end, o);
      }
    } else {
      boolean loop = subject.column == object.column;
      for (int start : steps.nodes()) {
        for (int end : steps.reached(path, start, true)) {
          if (!loop || start == end) {
            found.add(row, start, end);
          }
        }
      }
    }
  }

  /// Both ends are given: as ARQ does, ends of equal value count as the same.
  private void between(Found found, int row, int s, int o) {
    Node end = run.terms().node(o);
    if (path.zero() && (s == o || run.terms().node(s).sameValueAs(end)) && !steps.isNode(s)) {
      return;
    }
    for (int reached : steps.reached(path, s, true)) {
      if (reached == o || (end.isLiteral() && run.terms().node(reached).sameValueAs(end))) {
        found.add(row, s, o);
      }
    }
  }

  /// Collects pairs to batches.
  private final class Found {
    private final Batch batch;
    private int[] origins = new int[Batch.ROWS];
    private int[] subjects = new int[Batch.ROWS];
    private int[] objects = new int[Batch.ROWS];
    private int n;

    Found(Batch batch) {
      this.batch = batch;
    }

    void add(int row, int s, int o) {
      origins[n] = row;
      subjects[n] = s;
      objects[n++] = o;
      if (n == Batch.ROWS) {
        flush();
        run.check();
      }
    }

    void flush() {
      if (n == 0) {
        return;
      }
      Batch rows = batch.pick(origins, n);
      rows = subject.column < 0 ? rows : rows.with(subject.column, subjects);
      ready.add(object.column < 0 ? rows : rows.with(object.column, objects));
      origins = new int[Batch.ROWS];
      subjects = new int[Batch.ROWS];
      objects = new int[Batch.ROWS];
      n = 0;
    }
  }

  @Override
  public void close() {
    input.close();
  }
}
