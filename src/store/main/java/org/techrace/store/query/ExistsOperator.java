package org.techrace.store.query;

import java.util.Arrays;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.op.OpExtend;
import org.apache.jena.sparql.algebra.op.OpFilter;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.core.VarExprList;
import org.techrace.store.query.group.DistinctRows;
import org.techrace.store.query.group.ExtremeRows;
import org.techrace.store.query.join.GroupParser;
import org.techrace.store.query.pattern.HashJoin;
import org.techrace.store.query.pattern.JoinTable;
import org.techrace.store.query.plan.ExistsPattern;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.ChoicePoints;
import org.techrace.store.query.row.Demand;
import org.techrace.store.query.row.KeySet;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.Rewrite;

/// Finds the rows for which the pattern of EXISTS has a solution: by looking it up for each batch
/// of rows, or by evaluating it as a whole.
final class ExistsOperator {
  private final QueryRun run;
  private final Operators operators;
  private final SharedTables tables;
  private final GroupParser groups;

  /// True if the rows have a column for their graph.
  private final boolean inGraphs;

  /// Finds the rows for which EXISTS is true, for all batches, by its pattern.
  private final IdentityHashMap<Op, PerBatch.Inner> patterns = new IdentityHashMap<>();

  ExistsOperator(
      QueryRun run,
      Operators operators,
      SharedTables tables,
      GroupParser groups,
      boolean inGraphs) {
    this.run = run;
    this.operators = operators;
    this.tables = tables;
    this.groups = groups;
    this.inGraphs = inGraphs;
  }

  /// Returns what finds the matches of EXISTS, once for all batches.
  ///
  /// @param exists the pattern as in the condition, which has a simplified form for batches
  PerBatch.Inner matches(Op exists) {
    synchronized (patterns) {
      return patterns.computeIfAbsent(exists, op -> newInner(operators.facts().exists(op)));
    }
  }

  private PerBatch.Inner newInner(ExistsPattern exists) {
    Op pattern = exists.simplified();
    PerBatch.Inner lookup =
        exists
            .grouped()
            .<PerBatch.Inner>map(groups -> (in, _) -> inGroups(groups, in))
            .orElseGet(() -> lookup(pattern));
    if (inGraphs || !run.uses(Rewrite.WHOLE_PATTERNS)) {
      return lookup;
    }
    // A name that no query can have.
    Var value = Var.alloc(".extreme " + run.layout().size());
    return ComparedPattern.of(pattern, value, operators.facts())
        .filter(_ -> run.uses(Rewrite.EXTREME_VALUES))
        .<PerBatch.Inner>map(c -> compared(pattern, c, value))
        .or(
            () ->
                WholePattern.of(pattern, operators.facts())
                    .map(w -> whole(pattern, SolutionColumns.of(w, run.layout()), budget(pattern))))
        .orElse(lookup);
  }

  private ComparedMatches compared(Op pattern, ComparedPattern compared, Var value) {
    BitSet read = run.layout().columnSet(compared.value().getVarsMentioned());
    LookupBudget budget =
        budget(common -> wholeCost(compared.solutions(), or(common, read)), pattern);
    return new ComparedMatches(
        run,
        SolutionColumns.of(compared.whole(), run.layout()),
        budget,
        lookup(pattern),
        keys -> extremes(compared, keys, or(keys, read), value),
        rows -> operators.filter(rows, compared.conditions()));
  }

  /// Returns the least and greatest values that a row is compared with, by its keys.
  ///
  /// @param read the keys, and the columns that the value is computed from
  private JoinTable extremes(ComparedPattern pattern, BitSet keys, BitSet read, Var value) {
    VarExprList assignment = new VarExprList(value, pattern.value());
    QueryRows rows =
        operators.root().distinctly(pattern.solutions(), QueryRows.unit(), read.stream().toArray());
    return new JoinTable(
        run,
        new ExtremeRows(
            run,
            operators.extend(rows, assignment),
            keys.stream().toArray(),
            run.layout().column(value),
            pattern.inequality()));
  }

  private static BitSet or(BitSet some, BitSet others) {
    BitSet all = (BitSet) some.clone();
    all.or(others);
    return all;
  }

  /// Returns what keeps the rows that agree with a solution of an operator in some columns, which
  /// all of them bind.
  UnaryOperator<QueryRows> semiJoin(Op op, BitSet columns) {
    ExistsMatches matches =
        whole(op, new SolutionColumns(columns, new BitSet()), LookupBudget.none());
    return rows -> new PerBatch(run, rows, matches, PerBatch.Keep.MATCHED);
  }

  private ExistsMatches whole(Op pattern, SolutionColumns columns, LookupBudget budget) {
    return new ExistsMatches(run, columns, budget, lookup(pattern), by -> keys(pattern, by));
  }

  /// Returns what decides whether a pattern is looked up for rows.
  LookupBudget budget(Op pattern) {
    return budget(common -> wholeCost(pattern, common), pattern);
  }

  /// @param whole estimates the work of evaluating a pattern as a whole
  /// @param lookup the pattern that is looked up for rows
  private LookupBudget budget(ToDoubleFunction<BitSet> whole, Op lookup) {
    Demand anything = new Demand(new BitSet(), null, true);
    return new LookupBudget(
        ChoicePoints.always(),
        whole,
        rows -> rows.size * (1 + groups.estimate(lookup, rows, anything).cost()));
  }

  private double wholeCost(Op pattern, BitSet read) {
    return groups.estimate(pattern, Batch.unit(), new Demand(read, null, false)).cost();
  }

  private KeySet keys(Op pattern, BitSet by) {
    int[] columns = by.stream().toArray();
    return new JoinTable(run, operators.root().distinctly(pattern, QueryRows.unit(), columns))
        .keys(run, by);
  }

  /// Returns what evaluates the pattern of EXISTS for rows. Of its matches, only the rows that they
  /// belong to are read.
  PerBatch.Inner lookup(Op pattern) {
    return operators.facts().of(pattern).isRepeatable()
        ? (in, number) -> operators.run(pattern, in, Demand.numbers(number))
        : (in, _) -> operators.run(pattern, in);
  }

  /// Joins a batch of rows with groups, which are computed for the keys that the rows have.
  private QueryRows inGroups(ExistsPattern.Grouped pattern, QueryRows in) {
    Batch batch = in.next();
    if (batch == null) {
      return QueryRows.none();
    }
    int[] keys = run.layout().columns(pattern.keys());
    int[] given = Arrays.stream(keys).filter(batch::bindsAll).toArray();
    QueryRows input =
        given.length == 0
            ? QueryRows.unit()
            : new DistinctRows(run, new ProjectRows(QueryRows.of(batch), given), given);
    Supplier<JoinTable> groups =
        tables.table(() -> new ProjectRows(groups(pattern, input, given.length == 0), keys));
    return new HashJoin(run, QueryRows.of(batch), groups, false);
  }

  private QueryRows groups(ExistsPattern.Grouped pattern, QueryRows input, boolean unit) {
    QueryRows rows = operators.group(pattern.group(), input, unit);
    for (Op op : pattern.above()) {
      if (op instanceof OpExtend extend) {
        rows = operators.extend(rows, extend.getVarExprList());
      } else if (op instanceof OpFilter filter) {
        rows = operators.filter(rows, filter.getExprs().getList());
      }
    }
    return rows;
  }
}
