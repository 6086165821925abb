package org.techrace.store.query.row;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.apache.jena.sparql.util.Symbol;
import org.jspecify.annotations.Nullable;

/// Records the operators of one query while it runs: their order, the expected and the actual
/// number of rows, and their time. A query is recorded if the context of its execution has a plan.
///
/// Used by one thread.
public final class QueryPlan {
  /// The expected number of rows of an operator that is not estimated.
  public static final double UNKNOWN = -1;

  private static final Symbol SYMBOL = Symbol.create("https://w3id.org/techrace/tool#plan");

  private final Step root = new Step("", UNKNOWN);
  private Step current = root;
  private List<String> compiled = List.of();
  private final List<Change> changes = new ArrayList<>();

  /// The time of the operators within the current call, in nanoseconds.
  private long within;

  /// A change that a rewrite made before the query ran.
  ///
  /// @param before the plan without it, as lines
  /// @param after the plan with it, before the next rewrite
  public record Change(Rewrite rewrite, List<String> before, List<String> after) {}

  /// One operator.
  public static final class Step {
    private final String text;
    private String note = "";
    private boolean inArq;
    private double expected;
    private final List<Step> parts = new ArrayList<>();
    private long rows;
    private long nanos;

    Step(String text, double expected) {
      this.text = text;
      this.expected = expected;
    }

    /// Returns what the operator does.
    public String text() {
      return text + note;
    }

    /// Returns true if ARQ evaluated the operator.
    public boolean isInArq() {
      return inArq;
    }

    /// Returns the expected number of rows, or [#UNKNOWN]. Of an operator that is created again for
    /// other rows, it is that of all of them.
    public double expected() {
      return expected;
    }

    /// Returns the number of rows that the operator returned.
    public long rows() {
      return rows;
    }

    /// Returns the time of the operator without that of its inputs, in nanoseconds.
    public long nanos() {
      return nanos;
    }

    /// Returns the operators that it reads from, in the order in which they run.
    public List<Step> parts() {
      return List.copyOf(parts);
    }
  }

  /// Returns the plan that a query is to be recorded in, if any.
  static Optional<QueryPlan> of(ExecutionContext context) {
    return Optional.ofNullable(context.getContext().get(SYMBOL));
  }

  /// Returns the key of the plan in the context of an execution.
  public static Symbol symbol() {
    return SYMBOL;
  }

  /// Returns the outermost operators.
  public List<Step> steps() {
    return root.parts();
  }

  /// Records an operator.
  ///
  /// @param expected the expected number of rows, or [#UNKNOWN]
  /// @param rows creates the rows; operators that it creates are parts of this one
  public QueryRows record(String text, double expected, Supplier<QueryRows> rows) {
    Step step = step(text, expected);
    Step outer = current;
    current = step;
    try {
      QueryRows made = rows.get();
      return made instanceof QueryRows.Unit ? made : new Recorded(made, step);
    } finally {
      current = outer;
    }
  }

  /// Records that ARQ evaluates the operator that is being created.
  void inArq(String reason) {
    current.inArq = true;
    current.note = " (in ARQ: " + reason + ")";
  }

  /// Records that the operator that runs now has written rows to disk.
  void onDisk() {
    if (current.note.isEmpty()) {
      current.note = " (on disk)";
    }
  }

  /// Records the plan of the query. Those of its parts, which ARQ may ask for later, are not kept.
  void compiled(Supplier<List<String>> tree) {
    if (compiled.isEmpty()) {
      compiled = List.copyOf(tree.get());
    }
  }

  /// Returns the plan as it was before the query ran, as lines.
  public List<String> compiled() {
    return compiled;
  }

  /// Records what a rewrite changed.
  public void changed(Rewrite rewrite, List<String> before, List<String> after) {
    changes.add(new Change(rewrite, before, after));
  }

  /// Returns what rewrites changed before the query ran, in their order.
  public List<Change> changes() {
    return List.copyOf(changes);
  }

  /// Returns a new step, or the existing one if the operator is created again for other rows.
  private Step step(String text, double expected) {
    for (Step part : current.parts) {
      if (part.text.equals(text)) {
        part.expected = expected == UNKNOWN ? UNKNOWN : part.expected + expected;
        return part;
      }
    }
    Step step = new Step(text, expected);
    current.parts.add(step);
    return step;
  }

  /// Counts rows and measures time.
  private final class Recorded implements QueryRows {
    private final QueryRows rows;
    private final Step step;

    Recorded(QueryRows rows, Step step) {
      this.rows = rows;
      this.step = step;
    }

    @Override
    public @Nullable Batch next() {
      return timed(
          () -> {
            Batch batch = rows.next();
            step.rows += batch == null ? 0 : batch.size;
            return batch;
          });
    }

    @Override
    public long skip(long wanted) {
      return timed(
          () -> {
            long skipped = rows.skip(wanted);
            step.rows += skipped;
            return skipped;
          });
    }

    private <T extends @Nullable Object> T timed(Supplier<T> call) {
      Step outer = current;
      long before = within;
      current = step;
      within = 0;
      long start = System.nanoTime();
      try {
        return call.get();
      } finally {
        long time = System.nanoTime() - start;
        step.nanos += time - within;
        within = before + time;
        current = outer;
      }
    }

    @Override
    public void close() {
      rows.close();
    }
  }
}
