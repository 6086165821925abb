package org.techrace.store.query.pattern;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprAggregator;
import org.apache.jena.sparql.expr.aggregate.AggCount;
import org.apache.jena.sparql.expr.aggregate.AggCountVar;
import org.apache.jena.sparql.expr.aggregate.AggCountVarDistinct;
import org.apache.jena.sparql.expr.aggregate.Aggregator;
import org.jspecify.annotations.Nullable;
import org.techrace.store.Scope;
import org.techrace.store.query.plan.Condition;
import org.techrace.store.query.plan.Plan;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.Demand;
import org.techrace.store.query.row.IdCondition;
import org.techrace.store.query.row.MappedRows;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.Weights;

/// Answers queries on a single triple pattern from the index: the number of triples, the number for
/// each value of a variable, and the distinct values of a variable. The number of distinct terms at
/// a position was counted when the store was made.
public final class CountShortcut {
  private final QueryRun run;
  private final Scope scope;

  public CountShortcut(QueryRun run, Scope scope) {
    this.run = run;
    this.scope = scope;
  }

  /// Returns the distinct values of some variables of one pattern, or empty if it is another plan.
  public Optional<QueryRows> distinct(Plan plan, List<Var> variables) {
    Triple triple = single(plan);
    if (triple == null
        || hasTripleTerm(triple)
        || !variables.stream().allMatch(v -> position(triple, v) >= 0)) {
      return Optional.empty();
    }
    Demand demand = Demand.distinct(run.layout().columns(variables));
    return Optional.ofNullable(DistinctScan.of(run, new Pattern(run, triple), null, demand))
        .map(PatternScan::rows);
  }

  /// Returns the counts of one pattern, in total or by one variable, or empty if `group` is another
  /// query. In total, the pattern may have filters on one variable that ids decide.
  ///
  /// @param conditions returns the ids that decide a filter
  public Optional<QueryRows> counts(
      Plan.Group group, Function<Expr, Optional<IdCondition>> conditions) {
    List<Var> by = group.by();
    List<ExprAggregator> aggregators = group.aggregators();
    Triple triple =
        single(group.below() instanceof Plan.Filter filter ? filter.below() : group.below());
    if (triple == null) {
      return Optional.empty();
    }
    if (by.isEmpty()
        && aggregators.size() == 1
        && aggregators.getFirst().getAggregator() instanceof AggCountVarDistinct count) {
      Var result = aggregators.getFirst().getVar();
      return group.below() instanceof Plan.Filter
          ? Optional.empty()
          : distinctTerms(triple, count.getExprList().get(0))
              .map(n -> one(n, run.layout().column(result)));
    }
    boolean counted =
        by.size() <= 1
            && aggregators.stream()
                .map(ExprAggregator::getAggregator)
                .allMatch(a -> counts(a, triple));
    int[] columns = aggregators.stream().mapToInt(a -> run.layout().column(a.getVar())).toArray();
    if (!counted || !(group.below() instanceof Plan.Filter filter)) {
      return counted ? scan(triple, by, columns) : Optional.empty();
    }
    return by.isEmpty()
        ? filtered(triple, filter.conditions(), columns, conditions)
        : Optional.empty();
  }

  /// Returns the only pattern of a plan that searches all graphs of its scope, or null.
  private @Nullable Triple single(Plan plan) {
    return scope.all() && plan instanceof Plan.Scan scan && scan.patterns().size() == 1
        ? scan.patterns().getFirst()
        : null;
  }

  /// Counts the matches of a pattern that pass filters.
  private Optional<QueryRows> filtered(
      Triple triple,
      List<Condition> filters,
      int[] counts,
      Function<Expr, Optional<IdCondition>> conditions) {
    Optional<IdCondition> all =
        filters.stream()
            .map(Condition::expr)
            .map(conditions)
            .reduce(
                (x, y) ->
                    x.flatMap(a -> y.filter(b -> b.variable().equals(a.variable())).map(a::and)))
            .flatMap(condition -> condition);
    Pattern pattern = new Pattern(run, triple);
    if (all.isEmpty() || hasTripleTerm(triple) || !pattern.hasDifferentVariables()) {
      return Optional.empty();
    }
    int position = position(triple, all.get().variable());
    if (position < 0 || pattern.count(position, all.get().open()) != 0) {
      return Optional.empty();
    }
    return Optional.of(one(pattern.count(position, all.get().passing()), counts));
  }

  /// Returns the number of distinct terms at one position of a pattern, if it was counted when the
  /// store was made: for all triples, or those with one predicate.
  private Optional<Integer> distinctTerms(Triple triple, Expr counted) {
    if (!counted.isVariable()) {
      return Optional.empty();
    }
    Node predicate = triple.getPredicate();
    Set<Node> variables =
        new HashSet<>(List.of(triple.getSubject(), triple.getObject(), predicate));
    variables.removeIf(node -> !node.isVariable());
    if (variables.size() != (predicate.isVariable() ? 3 : 2)) {
      return Optional.empty();
    }
    int id = predicate.isVariable() ? 0 : run.store().id(predicate);
    boolean none = id == 0 && !predicate.isVariable();
    return switch (position(triple, counted.asVar())) {
      case 0 -> Optional.of(none ? 0 : run.store().subjects(id));
      case 1 -> Optional.of(run.store().predicates());
      case 2 -> Optional.of(none ? 0 : run.store().objects(id));
      default -> Optional.empty();
    };
  }

  /// Returns one row with a number in some columns.
  private QueryRows one(long number, int... columns) {
    int[] id = {run.terms().id(number)};
    Batch row = Batch.unit();
    for (int column : columns) {
      row = row.with(column, id);
    }
    return QueryRows.of(row);
  }

  /// Returns true if an aggregate counts the rows of a pattern.
  private static boolean counts(Aggregator aggregator, Triple triple) {
    if (aggregator instanceof AggCountVar count) {
      Expr expr = count.getExprList().get(0);
      return expr.isVariable() && position(triple, expr.asVar()) >= 0;
    }
    return aggregator instanceof AggCount;
  }

  private Optional<QueryRows> scan(Triple triple, List<Var> by, int[] counts) {
    Pattern pattern = new Pattern(run, triple);
    if (hasTripleTerm(triple) || !pattern.hasDifferentVariables()) {
      return Optional.empty();
    }
    if (by.isEmpty()) {
      return Optional.of(one(pattern.matches, counts));
    }
    if (position(triple, by.getFirst()) < 0) {
      return Optional.empty();
    }
    Weights weights = new Weights(run);
    Demand demand = new Demand(run.layout().columnSet(by), weights, false);
    return Optional.ofNullable(DistinctScan.of(run, pattern, null, demand))
        .map(scan -> new Counted(run, scan.rows(), demand, weights, counts));
  }

  /// The rows of a scan with their weights as terms.
  private static final class Counted extends MappedRows {
    private final QueryRun run;
    private final int[] values;
    private final Weights weights;
    private final int[] counts;

    Counted(QueryRun run, QueryRows rows, Demand demand, Weights weights, int[] counts) {
      super(rows);
      this.run = run;
      this.values = demand.columns().stream().toArray();
      this.weights = weights;
      this.counts = counts;
    }

    @Override
    protected Batch map(Batch batch) {
      long[] numbers = weights.of(batch);
      int[] ids = new int[batch.size];
      for (int row = 0; row < ids.length; row++) {
        ids[row] = run.terms().id(numbers[row]);
      }
      Batch counted = batch.only(values);
      for (int column : counts) {
        counted = counted.with(column, ids);
      }
      return counted;
    }
  }

  private static boolean hasTripleTerm(Triple triple) {
    return triple.getSubject().isTripleTerm() || triple.getObject().isTripleTerm();
  }

  private static int position(Triple triple, Var variable) {
    return List.of(triple.getSubject(), triple.getPredicate(), triple.getObject())
        .indexOf(variable);
  }
}
