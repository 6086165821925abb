package org.techrace.store.query;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.op.Op2;
import org.apache.jena.sparql.algebra.op.OpConditional;
import org.apache.jena.sparql.algebra.op.OpFilter;
import org.apache.jena.sparql.algebra.op.OpGroup;
import org.apache.jena.sparql.algebra.op.OpLeftJoin;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprList;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.join.GroupParser;
import org.techrace.store.query.pattern.HashJoin;
import org.techrace.store.query.pattern.JoinTable;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.ChoicePoints;
import org.techrace.store.query.row.Demand;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.Rewrite;

/// Applies OPTIONAL to rows. Its right side is looked up for each batch of rows, or evaluated as a
/// whole.
final class OptionalOperator {
  private final QueryRun run;
  private final Operators operators;
  private final SharedTables tables;
  private final GroupParser groups;

  /// True if the rows have a column for their graph.
  private final boolean inGraphs;

  /// When choices may change.
  private final ChoicePoints points;

  /// The right sides of OPTIONAL, for all batches.
  private final IdentityHashMap<Op2, Right> rights = new IdentityHashMap<>();

  /// The right side of OPTIONAL.
  ///
  /// @param filtered the operator with the conditions on the joined rows
  /// @param table joins rows with all its solutions if that is cheaper
  private record Right(Op filtered, OptionalTable table) {}

  OptionalOperator(
      QueryRun run,
      Operators operators,
      SharedTables tables,
      GroupParser groups,
      boolean inGraphs,
      ChoicePoints points) {
    this.run = run;
    this.operators = operators;
    this.tables = tables;
    this.groups = groups;
    this.inGraphs = inGraphs;
    this.points = points;
  }

  /// Applies OPTIONAL, an `OpConditional` or `OpLeftJoin`.
  ///
  /// @param demand the columns that are read of the result, or null for all
  QueryRows apply(QueryRows left, Op2 optional, @Nullable Demand demand) {
    Op right = optional.getRight();
    List<Expr> conditions = conditions(optional);
    boolean fed =
        optional instanceof OpConditional
            || (operators.facts().of(right).isRowWise()
                && operators.facts().of(right).isIndependent());
    if (!fed) {
      Supplier<JoinTable> table = tables.table(right);
      return new PerBatch(
          run,
          left,
          (in, _) -> operators.filter(new HashJoin(run, in, table, false), conditions),
          PerBatch.Keep.MATCHES_OR_ROW);
    }
    Right all = right(optional);
    Op filtered = all.filtered();
    boolean merging = demand != null && operators.facts().of(filtered).isRepeatable();
    return new PerBatch(
        run,
        left,
        (in, number) -> {
          Batch batch = in.next();
          if (batch == null) {
            return QueryRows.none();
          }
          Optional<OptionalTable.Solutions> whole = all.table().neededFor(batch);
          if (whole.isPresent()) {
            QueryRows rows = new HashJoin(run, QueryRows.of(batch), whole.get().table(), false);
            return operators.filter(rows, whole.get().conditions());
          }
          @Nullable Demand read = demand != null && merging ? readOfMatches(demand, number) : null;
          return operators.run(filtered, QueryRows.of(batch), read);
        },
        PerBatch.Keep.MATCHES_OR_ROW,
        all.table().number());
  }

  /// Returns OPTIONAL whose right side, which has groups and reads nothing of the left side, is
  /// evaluated once for all rows. ARQ would evaluate it for each row, with the row's values in
  /// place of variables, and COUNT of such a variable is 0.
  Optional<OpLeftJoin> asLeftJoin(OpConditional optional) {
    ExprList conditions = new ExprList();
    Op right = optional.getRight();
    if (right instanceof OpFilter filter) {
      conditions = filter.getExprs();
      right = filter.getSubOp();
    }
    return AnyOperator.test(right, o -> o instanceof OpGroup)
            && operators.facts().of(right).isIndependent()
        ? Optional.of((OpLeftJoin) OpLeftJoin.create(optional.getLeft(), right, conditions))
        : Optional.empty();
  }

  private static List<Expr> conditions(Op2 optional) {
    return optional instanceof OpLeftJoin join && join.getExprs() != null
        ? join.getExprs().getList()
        : List.of();
  }

  /// Returns the columns that are read of the matches of numbered rows.
  private static Demand readOfMatches(Demand demand, int number) {
    BitSet columns = (BitSet) demand.columns().clone();
    columns.set(number);
    return new Demand(columns, demand.weights(), true);
  }

  /// Returns the right side of OPTIONAL, the same for all batches.
  private Right right(Op2 optional) {
    synchronized (rights) {
      return rights.computeIfAbsent(optional, this::newRight);
    }
  }

  private Right newRight(Op2 optional) {
    List<Expr> conditions = conditions(optional);
    Op filtered =
        conditions.isEmpty()
            ? optional.getRight()
            : OpFilter.filterBy(new ExprList(conditions), optional.getRight());
    boolean lookup = inGraphs || !run.uses(Rewrite.WHOLE_PATTERNS);
    return new Right(
        filtered,
        new OptionalTable(
            run.layout().hidden(), points, () -> lookup ? Optional.empty() : solutions(optional)));
  }

  /// Returns the solutions of the right side of OPTIONAL, or empty if it must be looked up. A
  /// filter that reads variables of the left side becomes a condition on the joined rows.
  private Optional<OptionalTable.Solutions> solutions(Op2 optional) {
    List<Expr> conditions = new ArrayList<>(conditions(optional));
    Op right = optional.getRight();
    Optional<WholePattern> whole = WholePattern.of(right, operators.facts());
    if (whole.isEmpty() && right instanceof OpFilter filter) {
      conditions.addAll(filter.getExprs().getList());
      right = filter.getSubOp();
      whole = WholePattern.of(right, operators.facts());
    }
    Op pattern = right;
    return whole.map(
        w ->
            new OptionalTable.Solutions(
                SolutionColumns.of(w, run.layout()),
                conditions,
                rows -> groups.estimate(pattern, rows, null),
                tables.table(pattern),
                points));
  }
}
