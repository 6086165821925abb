package org.techrace.store.query.text;

import org.techrace.store.query.row.Batch;

/// Computes the value of an expression for a row. Used by one thread.
@FunctionalInterface
interface Evaluator {
  Value of(Batch batch, int row);
}
