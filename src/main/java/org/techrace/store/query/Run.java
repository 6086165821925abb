package org.techrace.store.query;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.jena.query.QueryCancelledException;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.techrace.store.Store;

/// What the operators of one query share.
final class Run {
  private final Store store;
  private final Terms terms;
  private final Layout layout = new Layout();

  /// Is set when the client has gone or the time is up.
  private final AtomicBoolean cancelled;

  Run(Store store, ExecutionContext context) {
    AtomicBoolean signal = context.getCancelSignal();
    this.store = store;
    this.terms = new Terms(store);
    this.cancelled = signal == null ? new AtomicBoolean() : signal;
  }

  Store store() {
    return store;
  }

  Terms terms() {
    return terms;
  }

  Layout layout() {
    return layout;
  }

  /// To be called at least once for every few thousand rows.
  ///
  /// @throws QueryCancelledException if the query is to end now
  void check() {
    if (cancelled.get() || Thread.currentThread().isInterrupted()) {
      throw new QueryCancelledException();
    }
  }

  /// [#check], to be called with every step of a long loop; it looks now and then.
  void checkAt(int step) {
    if ((step & 4095) == 0) {
      check();
    }
  }
}
