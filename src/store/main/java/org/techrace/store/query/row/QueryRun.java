package org.techrace.store.query.row;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.jena.query.QueryCancelledException;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.apache.jena.sparql.util.Symbol;
import org.jspecify.annotations.Nullable;
import org.techrace.guard.Scratch;
import org.techrace.store.Store;
import org.techrace.threads.Helpers;
import org.techrace.threads.Turn;

/// The shared state of the operators of one query: its store, terms and column layout, and its
/// cancellation signal. Safe for use by the threads that evaluate the query, except for [#record].
public final class QueryRun {
  /// True in the context of ASK, which reads only the first row.
  public static final Symbol ASKS = Symbol.create("https://w3id.org/techrace/tool#asks");

  private static final Helpers NO_HELPERS = new Helpers(1);

  private final Store store;
  private final QueryTerms terms;
  private final Layout layout = new Layout();

  /// Where the operators are recorded, if anywhere.
  private final Optional<QueryPlan> plan;

  private final Helpers helpers;
  private final Set<Rewrite> without;
  private final Optional<Scratch.Share> scratch;
  private final long operatorBytes;
  private final boolean asks;
  private final Turn turn = Turn.current();
  private final Thread thread = Thread.currentThread();
  private final long start = System.nanoTime();

  /// Set if the client disconnects or the time limit is reached.
  private final AtomicBoolean cancelled;

  public QueryRun(Store store, ExecutionContext context) {
    AtomicBoolean signal = context.getCancelSignal();
    this.store = store;
    this.terms = new QueryTerms(store);
    this.plan = QueryPlan.of(context);
    @Nullable Helpers given = context.getContext().get(Helpers.SYMBOL);
    this.helpers = given == null || plan.isPresent() ? NO_HELPERS : given;
    this.without = Rewrite.without(context.getContext());
    this.scratch = Scratch.of(context.getContext());
    this.operatorBytes = scratch.map(Scratch.Share::operatorBytes).orElse(Long.MAX_VALUE);
    this.asks = context.getContext().isTrue(ASKS);
    this.cancelled = signal == null ? new AtomicBoolean() : signal;
  }

  public Store store() {
    return store;
  }

  public QueryTerms terms() {
    return terms;
  }

  public Layout layout() {
    return layout;
  }

  /// Returns the threads that help to evaluate the query. A query that records its plan has none,
  /// because the times of its operators are those of one thread.
  public Helpers helpers() {
    return helpers;
  }

  /// Returns true if helpers may evaluate parts of the query.
  public boolean isParallel() {
    return helpers.threads() > 1;
  }

  /// Returns true unless a rewrite is switched off.
  public boolean uses(Rewrite rewrite) {
    return without.isEmpty() || !without.contains(rewrite);
  }

  /// Returns true if the query asks only whether it has a row.
  public boolean asks() {
    return asks;
  }

  /// Returns the time since the evaluation of the query began, in nanoseconds.
  public long nanos() {
    return System.nanoTime() - start;
  }

  /// Records an operator if the query is to be explained.
  ///
  /// @param text describes the operator
  /// @param expected the expected number of rows, or [QueryPlan#UNKNOWN]
  /// @param rows creates the rows
  public QueryRows record(Supplier<String> text, double expected, Supplier<QueryRows> rows) {
    return plan.isPresent() ? plan.get().record(text.get(), expected, rows) : rows.get();
  }

  /// Returns true if the operators of the query are recorded.
  public boolean isRecorded() {
    return plan.isPresent();
  }

  /// Records that ARQ evaluates the operator that is being created, if the query is to be
  /// explained.
  ///
  /// @param reason why
  public void inArq(String reason) {
    plan.ifPresent(recorded -> recorded.inArq(reason));
  }

  /// Returns true if the rows of an operator exceed its memory, and may be written to disk.
  ///
  /// @param bytes the memory that they take, in bytes
  public boolean isLarge(long bytes) {
    return bytes > operatorBytes;
  }

  /// Creates a file for the rows of the operator that runs now. Records that it went to disk, if
  /// the query is to be explained. Called after [#isLarge] was true.
  public RowFile newFile() {
    plan.ifPresent(QueryPlan::onDisk);
    return new RowFile(this, scratch.orElseThrow());
  }

  /// Records the plan of the query before it runs, if the query is to be explained.
  public void compiled(Supplier<List<String>> tree) {
    plan.ifPresent(recorded -> recorded.compiled(tree));
  }

  /// Throws if the query has been cancelled, after a pause if it must pause. Operators call it at
  /// least once per few thousand rows.
  ///
  /// @throws QueryCancelledException if the query has been cancelled
  public void check() {
    if (turn.isPaused() && Thread.currentThread() == thread) {
      helpers.pause(turn);
    }
    if (cancelled.get() || Thread.currentThread().isInterrupted()) {
      throw new QueryCancelledException();
    }
  }

  /// Calls [#check] in every 4,096th step. Long loops call it in each step.
  public void checkAt(int step) {
    if ((step & 4095) == 0) {
      check();
    }
  }
}
