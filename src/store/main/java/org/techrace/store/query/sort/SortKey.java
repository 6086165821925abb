package org.techrace.store.query.sort;

import org.apache.jena.query.Query;
import org.apache.jena.query.SortCondition;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.apache.jena.sparql.expr.E_Str;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.NodeValue;
import org.jspecify.annotations.Nullable;
import org.techrace.guard.TermText;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.ValueOrder;
import org.techrace.store.query.text.CompiledExpression;
import org.techrace.store.query.text.Value;

/// A condition of ORDER BY. The ids of a variable are compared directly, also for `STR(?x)`; the
/// values of another expression are computed.
final class SortKey {
  private final CompiledExpression compiled;
  private final boolean descending;
  private final int column;
  private final IdOrder order;

  SortKey(QueryRun run, SortCondition condition, ExecutionContext context) {
    Expr expr = condition.getExpression();
    this.compiled = new CompiledExpression(expr, run, context);
    this.descending = condition.getDirection() == Query.ORDER_DESCENDING;
    boolean ofText = expr instanceof E_Str str && str.getArg().isVariable();
    Expr compared = ofText ? ((E_Str) expr).getArg() : expr;
    this.column = compared.isVariable() ? run.layout().column(compared.asVar()) : -1;
    IdOrder ofTexts = expr instanceof TermText ? IdOrder.TEXTS_WITHOUT_BLANKS : IdOrder.TEXTS;
    this.order = ofText ? ofTexts : IdOrder.VALUES;
  }

  boolean isDescending() {
    return descending;
  }

  /// Returns the result of a comparison in ascending order for the direction of the condition.
  int directed(int ascending) {
    return descending ? -ascending : ascending;
  }

  /// Returns true if ids are compared, not values.
  boolean isVariable() {
    return column >= 0;
  }

  /// Returns the column whose ids are compared.
  int column() {
    return column;
  }

  /// Returns the order in which ids are compared.
  IdOrder order() {
    return order;
  }

  /// Returns the value for a row, or null, which sorts as unbound, if it fails.
  @Nullable NodeValue value(Batch batch, int row) {
    Value value = compiled.value(batch, row);
    return value == Value.Failure.ERROR ? null : compiled.nodeValue(value);
  }

  /// Compares two values as ORDER BY does. Unbound comes first.
  static int compareValues(@Nullable NodeValue x, @Nullable NodeValue y) {
    if (x != null && y != null) {
      return ValueOrder.compare(x, y);
    }
    return Boolean.compare(x != null, y != null);
  }
}
