package org.techrace.store.query.join;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.jena.sparql.expr.E_NotExists;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprFunctionOp;
import org.apache.jena.sparql.util.ExprUtils;
import org.jspecify.annotations.Nullable;
import org.techrace.guard.AlgebraParts;
import org.techrace.store.query.pattern.PatternScan;
import org.techrace.store.query.plan.Condition;
import org.techrace.store.query.plan.Plan;
import org.techrace.store.query.row.ChoicePoints;
import org.techrace.store.query.row.Demand;
import org.techrace.store.query.row.MergedRows;
import org.techrace.store.query.row.ParallelRows;
import org.techrace.store.query.row.QueryPlan;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// The operators that [JoinRows] applies to its rows, one after the other. Adjacent operators that
/// several threads may apply are applied in parallel if they are expected to get many rows.
final class Steps {
  /// ARQ writes an expression with more patterns too slowly.
  private static final int MOST_PATTERNS_IN_TEXT = 4;

  private final QueryRun run;
  private final GroupOperators operators;

  /// The expected number of rows from which operators are applied in parallel.
  private final double parallelRows;

  /// True if the steps are applied to a stream, not to each of many batches.
  private final boolean choosing;

  private QueryRows rows;

  /// The expected number of rows.
  private double expected;

  /// The operators that are applied to [#rows] in parallel, or null for none.
  private @Nullable UnaryOperator<QueryRows> parallel;

  /// True if these operators are only the scan of a pattern, which makes a batch of each range.
  private boolean onlyScan;

  /// The operators with choice points in [#rows], or null for none.
  private @Nullable GroupOperators atPoints;

  /// @param rows the rows that the first step gets
  /// @param expected their expected number
  /// @param parallelRows the expected number of rows from which operators are applied in parallel
  /// @param choosing true if the steps are applied to a stream, not to each of many batches
  Steps(
      QueryRun run,
      GroupOperators operators,
      QueryRows rows,
      double expected,
      double parallelRows,
      boolean choosing) {
    this.run = run;
    this.operators = operators;
    this.rows = rows;
    this.choosing = choosing;
    this.expected = expected;
    this.parallelRows = run.isParallel() ? parallelRows : Double.POSITIVE_INFINITY;
  }

  /// Returns true if no step has been added, and the rows are the one that binds nothing.
  boolean isUnit() {
    return rows instanceof QueryRows.Unit && parallel == null;
  }

  /// Begins with the scan of a pattern. Several threads read its parts if they also apply the next
  /// step.
  ///
  /// @param after the expected number of result rows
  void scan(PatternConjunct pattern, PatternScan scan, double after) {
    rows = scan.ranges();
    parallel = in -> run.record(pattern::text, after, () -> scan.operator().apply(in));
    onlyScan = true;
    expected = after;
  }

  /// Joins the rows with a conjunct.
  ///
  /// @param after the expected number of result rows
  void join(Conjunct conjunct, UnaryOperator<QueryRows> join, double after) {
    add(conjunct.isConcurrent(), conjunct::text, after, join);
    expected = after;
  }

  /// Merges rows that are equal in the columns that are read.
  ///
  /// @param after the expected number of result rows
  /// @param later the expected number of rows that later joins create
  void merge(Demand demand, double after, double later, String text) {
    double each = later / Math.max(1, after);
    add(false, () -> text, after, in -> new MergedRows(run, in, demand, each));
    expected = after;
  }

  /// Merges rows that are equal in the columns that are read, if there are many.
  void merge(Demand demand, String text) {
    add(false, () -> text, QueryPlan.UNKNOWN, in -> new MergedRows(run, in, demand, 1));
  }

  /// Keeps the rows for which a condition is true.
  void filter(Condition condition) {
    add(
        condition.isConcurrent(),
        () -> "filter " + text(condition.expr()),
        QueryPlan.UNKNOWN,
        in -> operators.filter(in, condition));
  }

  /// Returns an expression as text. A pattern that replaces an OPTIONAL has none, and ARQ's time
  /// for the text of EXISTS in EXISTS doubles with each level.
  private static String text(Expr expr) {
    List<ExprFunctionOp> patterns = new ArrayList<>();
    AlgebraParts.visit(
        expr,
        _ -> {},
        part -> {
          if (part instanceof ExprFunctionOp pattern) {
            patterns.add(pattern);
          }
        });
    if (patterns.size() > MOST_PATTERNS_IN_TEXT
        || (patterns.size() > 1 && patterns.stream().anyMatch(p -> p.getElement() == null))) {
      return "%d times EXISTS".formatted(patterns.size());
    }
    return expr instanceof E_NotExists absent && absent.getElement() == null
        ? "NOT EXISTS"
        : ExprUtils.fmtSPARQL(expr).replaceAll("\\s+", " ");
  }

  /// Applies OPTIONAL or MINUS.
  ///
  /// @param later the columns that are read of the result, or null for all
  void apply(Plan.OnLeft node, @Nullable Demand later) {
    GroupOperators applied = choosing && operators.isChoosing(node) ? choosing() : operators;
    add(
        node.facts().isRightConcurrent(),
        node::text,
        QueryPlan.UNKNOWN,
        in -> applied.apply(in, node, later));
  }

  /// Returns operators whose choices change at choice points of the rows. Several OPTIONALs share
  /// them unless a step between them must read all rows on one thread.
  private GroupOperators choosing() {
    GroupOperators shared = atPoints;
    if (shared == null) {
      ChoicePoints points = new ChoicePoints();
      rows = points.of(onlyScan ? rows : rows()); // a scan returns a batch for each range
      shared = operators.at(points);
      atPoints = shared;
    }
    return shared;
  }

  private void add(
      boolean concurrent, Supplier<String> text, double after, UnaryOperator<QueryRows> step) {
    UnaryOperator<QueryRows> before = parallel;
    boolean begun = before != null && !onlyScan;
    if (concurrent && (begun || expected >= parallelRows)) {
      parallel = before == null ? step : in -> step.apply(before.apply(in));
      onlyScan = false;
    } else {
      QueryRows in = rows();
      rows = run.record(text, after, () -> step.apply(in));
    }
    atPoints = concurrent ? atPoints : null;
  }

  /// Returns the rows after all steps so far and an operator that is applied in parallel.
  QueryRows rows(UnaryOperator<QueryRows> last) {
    UnaryOperator<QueryRows> waiting = parallel;
    UnaryOperator<QueryRows> all = waiting == null ? last : in -> last.apply(waiting.apply(in));
    return new ParallelRows(run, rows, all);
  }

  /// Returns the rows after all steps so far.
  QueryRows rows() {
    UnaryOperator<QueryRows> waiting = parallel;
    if (waiting != null) {
      rows = onlyScan ? waiting.apply(rows) : new ParallelRows(run, rows, waiting);
      parallel = null;
      onlyScan = false;
    }
    return rows;
  }
}
