package org.techrace.store.query.text;

import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.text.Value.Failure;

/// Computes the value of an expression for a row. Used by one thread.
@FunctionalInterface
interface Evaluator {
  Value of(Batch batch, int row);

  /// Returns an evaluator that computes a value from that of this one, and fails if it fails.
  default Evaluator then(UnaryOperator<Value> compute) {
    return (batch, row) -> {
      Value value = of(batch, row);
      return value == Failure.ERROR ? value : compute.apply(value);
    };
  }

  /// Returns an evaluator that computes a value from those of this one and another, and fails if
  /// one of them fails.
  default Evaluator then(Evaluator other, BinaryOperator<Value> compute) {
    return (batch, row) -> {
      Value x = of(batch, row);
      Value y = x == Failure.ERROR ? x : other.of(batch, row);
      return y == Failure.ERROR ? y : compute.apply(x, y);
    };
  }
}
