package org.techrace.store.query.row;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.jena.query.QueryCancelledException;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.techrace.store.Store;

/// What the operators of one query share.
public final class QueryRun {
  private final Store store;
  private final QueryTerms terms;
  private final Layout layout = new Layout();

  /// Is set when the client has gone or the time is up.
  private final AtomicBoolean cancelled;

  public QueryRun(Store store, ExecutionContext context) {
    AtomicBoolean signal = context.getCancelSignal();
    this.store = store;
    this.terms = new QueryTerms(store);
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

  /// To be called at least once for every few thousand rows.
  ///
  /// @throws QueryCancelledException if the query is to end now
  public void check() {
    if (cancelled.get() || Thread.currentThread().isInterrupted()) {
      throw new QueryCancelledException();
    }
  }

  /// [#check], to be called with every step of a long loop; it looks now and then.
  public void checkAt(int step) {
    if ((step & 4095) == 0) {
      check();
    }
  }
}
