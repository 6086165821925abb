package org.techrace.store.query.text;

import org.apache.jena.sparql.expr.NodeValue;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.text.Value.Computed;
import org.techrace.store.query.text.Value.Constant;
import org.techrace.store.query.text.Value.Exact;
import org.techrace.store.query.text.Value.Failure;
import org.techrace.store.query.text.Value.Floating;
import org.techrace.store.query.text.Value.Term;
import org.techrace.store.query.text.Value.Text;
import org.techrace.store.query.text.Value.Truth;

/// Keeps the values of a part of an expression for recent terms of its only variable, such as
/// `YEAR(?date)` in `YEAR(?date) - ?year`. Long texts are not kept.
final class RecentValues implements Evaluator {
  private static final int RECENT_TERMS = 1 << 12;

  /// The maximum length of a text that is kept.
  private static final int MAX_TEXT_LENGTH = 64;

  private final int column;
  private final Evaluator evaluator;

  /// Recent terms and their values, by the low bits of the ids.
  private int[] terms = {};

  private @Nullable Value[] values = {};

  /// Creates an evaluator.
  ///
  /// @param column the column of the variable
  /// @param evaluator computes a value that depends on that variable only
  RecentValues(int column, Evaluator evaluator) {
    this.column = column;
    this.evaluator = evaluator;
  }

  @Override
  public Value of(Batch batch, int row) {
    int id = batch.get(column, row);
    if (terms.length == 0) {
      terms = new int[RECENT_TERMS];
      values = new @Nullable Value[RECENT_TERMS];
    }
    int at = id & (RECENT_TERMS - 1);
    Value known = terms[at] == id ? values[at] : null;
    if (known != null) {
      return known;
    }
    Value value = evaluator.of(batch, row);
    if (isSmall(value)) {
      terms[at] = id;
      values[at] = value;
    }
    return value;
  }

  private static boolean isSmall(Value value) {
    return switch (value) {
      case Text(String text, _) -> text.length() <= MAX_TEXT_LENGTH;
      case Computed(NodeValue computed) -> computed.isDouble() || computed.isBoolean();
      case Floating floating -> floating.source() == null || isSmall(floating.source());
      case Term _, Constant _, Exact _, Truth _, Failure _ -> true;
    };
  }
}
