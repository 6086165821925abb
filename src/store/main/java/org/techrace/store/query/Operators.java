package org.techrace.store.query;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.jena.sparql.ARQConstants;
import org.apache.jena.sparql.algebra.Table;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.jspecify.annotations.Nullable;
import org.techrace.store.Scope;
import org.techrace.store.query.group.DistinctRows;
import org.techrace.store.query.join.GroupOperators;
import org.techrace.store.query.join.GroupParser;
import org.techrace.store.query.pattern.CountShortcut;
import org.techrace.store.query.pattern.LazyTable;
import org.techrace.store.query.plan.Assignments;
import org.techrace.store.query.plan.Condition;
import org.techrace.store.query.plan.NodeStates;
import org.techrace.store.query.plan.Plan;
import org.techrace.store.query.row.ChoicePoints;
import org.techrace.store.query.row.ColumnRows;
import org.techrace.store.query.row.Demand;
import org.techrace.store.query.row.GraphColumn;
import org.techrace.store.query.row.ParallelRows;
import org.techrace.store.query.row.QueryPlan;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.Rewrite;
import org.techrace.store.query.row.RowsOfBindings;
import org.techrace.store.query.sort.SortRows;

/// Executes a [Plan] on ids, with one method for each of its records. A plan is evaluated as a
/// whole, or applied to rows from outside. The meaning of both is that of ARQ's `OpExecutor`.
final class Operators implements PlanOperators {
  private final QueryRun run;
  private final StoreExecutor executor;
  private final Scope scope;
  private final ExecutionContext context;
  private final CountShortcut shortcut;
  private final GroupParser groups;
  private final NodeStates states;
  private final FilterOperator filters;
  private final ExistsOperator exists;
  private final OptionalOperator optionals;
  private final MinusOperator minuses;
  private final GraphOperator graphs;
  private final GroupOperator aggregates;

  /// The variable of `GRAPH ?g` around the plan, or null for one graph.
  private final @Nullable GraphColumn graph;

  /// The column of the rows for their graph, or no column.
  private final BitSet graphColumn;

  /// The operators that evaluate right sides as a whole.
  private final Operators root;

  /// Creates the operators for a plan in one graph.
  Operators(QueryRun run, StoreExecutor executor, Scope scope, ExecutionContext context) {
    this(run, executor, scope, null, context, ChoicePoints.always(), null);
  }

  /// @param graph the variable of `GRAPH ?g` around the plan, or null for one graph
  /// @param points when OPTIONAL may change its choices
  /// @param root the operators that evaluate right sides as a whole, or null for these
  private Operators(
      QueryRun run,
      StoreExecutor executor,
      Scope scope,
      @Nullable GraphColumn graph,
      ExecutionContext context,
      ChoicePoints points,
      @Nullable Operators root) {
    this.run = run;
    this.states = new NodeStates();
    this.scope = scope;
    this.executor = executor;
    this.context = context;
    this.graph = graph;
    this.graphColumn = new BitSet();
    if (graph != null) {
      graphColumn.set(graph.column());
    }
    boolean inGraphs = graph != null;
    this.shortcut = new CountShortcut(run, scope);
    this.groups = new GroupParser(run, scope, graph, points, this, states);
    this.root = root == null ? this : root;
    this.exists = new ExistsOperator(run, this, groups, inGraphs, states);
    this.filters = new FilterOperator(run, exists, context);
    this.optionals = new OptionalOperator(run, this, groups, inGraphs, points, states);
    this.minuses = new MinusOperator(run, this, exists, states);
    this.graphs = new GraphOperator(run, this, executor, context);
    this.aggregates = new GroupOperator(run, this, shortcut, graphColumn, context);
  }

  @Override
  public PlanOperators inGraphs(GraphColumn all) {
    return new Operators(run, executor, scope, all, context, ChoicePoints.always(), null);
  }

  @Override
  public GroupOperators at(ChoicePoints points) {
    return new Operators(run, executor, scope, graph, context, points, root);
  }

  @Override
  public PlanOperators root() {
    return root;
  }

  /// The graph of a row is always read, because parts that do not mention its variable are joined
  /// by it, too.
  @Override
  public QueryRows apply(Plan plan, QueryRows input, @Nullable Demand demand) {
    @Nullable Demand read = run.uses(Rewrite.MERGED_ROWS) ? and(demand, graphColumn) : null;
    return run.record(plan::text, QueryPlan.UNKNOWN, () -> rows(plan, input, read));
  }

  private QueryRows rows(Plan plan, QueryRows input, @Nullable Demand demand) {
    return switch (plan) {
      case Plan.Arq arq -> inArq(arq, input, arq.reason());
      case Plan node when !runsHere(node, input) ->
          inArq(node, input, "it is evaluated for each row");
      case Plan.Scan scan -> group(scan, input, demand).orElseThrow();
      case Plan.Path path -> group(path, input, demand).orElseThrow();
      case Plan.Branches path -> apply(path.union(), input);
      case Plan.Values values -> values(values, input);
      case Plan.Join join -> group(join, input, demand).orElseGet(() -> join(join, input));
      case Plan.Sequence parts ->
          group(parts, input, demand).orElseGet(() -> sequence(parts, input));
      case Plan.LeftJoin optional ->
          group(optional, input, demand)
              .orElseGet(() -> apply(apply(optional.left(), input), optional, null));
      case Plan.Minus minus -> minus(minus, input, demand);
      case Plan.Filter filter -> filter(filter, input, demand);
      case Plan.Extend extend -> extend(extend, input, demand);
      case Plan.Group group -> group(group, input);
      case Plan.Distinct distinct -> distinct(distinct);
      case Plan.Sort sort -> sort(sort, input);
      case Plan.Slice slice ->
          new SliceRows(apply(slice.below(), input), slice.offset(), slice.length());
      case Plan.Union union -> union(union, input, demand);
      case Plan.Graph in -> graphs.rows(in, input, demand);
      case Plan.Project project -> project(project, input, demand);
      case Plan.Service service ->
          input instanceof QueryRows.Unit
              ? executor.execAsArq(service, input)
              : new ServiceRows(run, input, service.service(), service.facts().possible(), context);
    };
  }

  private QueryRows inArq(Plan plan, QueryRows input, String reason) {
    run.inArq(reason);
    return executor.execAsArq(plan, input);
  }

  /// Returns false for a plan that ARQ evaluates.
  ///
  /// @param input the rows that it is applied to, or the row that binds nothing
  static boolean runsHere(Plan plan, QueryRows input) {
    return plan.takesRows() || (input instanceof QueryRows.Unit && !(plan instanceof Plan.Arq));
  }

  /// Joins the parts of a group, in an order that the data decide.
  private Optional<QueryRows> group(Plan plan, QueryRows input, @Nullable Demand demand) {
    return groups.join(input, plan, demand);
  }

  /// Returns the demand for more columns, or null if all are read.
  private static @Nullable Demand and(@Nullable Demand demand, BitSet columns) {
    return demand == null ? null : demand.and(columns);
  }

  private QueryRows values(Plan.Values values, QueryRows input) {
    if (values.isUnit()) {
      return input;
    }
    return input instanceof QueryRows.Unit ? rows(values.table()) : join(input, values);
  }

  private QueryRows rows(Table values) {
    return new RowsOfBindings(run, values.iterator(context));
  }

  @Override
  public QueryRows evaluate(Table values) {
    return run.record(() -> "table", QueryPlan.UNKNOWN, () -> rows(values));
  }

  private QueryRows join(Plan.Join join, QueryRows input) {
    QueryRows left = apply(join.left(), input);
    // Patterns are looked up in the index instead of being read in full.
    return join.right() instanceof Plan.Scan ? apply(join.right(), left) : join(left, join.right());
  }

  @Override
  public QueryRows join(QueryRows rows, Plan plan) {
    return table(plan).join(rows);
  }

  @Override
  public LazyTable table(Plan plan) {
    Supplier<LazyTable> made = () -> new LazyTable(run, () -> root.evaluate(plan));
    return plan.facts().isRepeatable()
        ? root.states.of(plan.header().number(), LazyTable.class, made)
        : made.get();
  }

  private QueryRows sequence(Plan.Sequence sequence, QueryRows input) {
    QueryRows rows = input;
    for (Plan part : sequence.parts()) {
      rows = apply(part, rows);
    }
    return rows;
  }

  @Override
  public QueryRows apply(QueryRows left, Plan.OnLeft plan, @Nullable Demand demand) {
    return switch (plan) {
      case Plan.Minus minus -> minuses.apply(left, minus);
      case Plan.LeftJoin optional -> optionals.apply(left, optional, demand);
    };
  }

  private QueryRows minus(Plan.Minus minus, QueryRows input, @Nullable Demand demand) {
    if (graph != null) {
      return new PerBatch(
          run, apply(minus.left(), input), exists.lookup(minus.right()), PerBatch.Keep.UNMATCHED);
    }
    return group(minus, input, demand)
        .orElseGet(() -> minuses.apply(apply(minus.left(), input), minus));
  }

  /// In all graphs at once, EXISTS must run after the parts that bind the graph.
  private QueryRows filter(Plan.Filter filter, QueryRows input, @Nullable Demand demand) {
    boolean last = graph != null && filter.conditions().stream().anyMatch(Condition::hasPattern);
    Optional<QueryRows> joined = last ? Optional.empty() : group(filter, input, demand);
    return joined.orElseGet(() -> filter(apply(filter.below(), input), filter.conditions()));
  }

  @Override
  public QueryRows filter(QueryRows rows, List<Condition> conditions) {
    return filters.filter(rows, conditions);
  }

  @Override
  public QueryRows filter(QueryRows rows, Condition condition) {
    return filters.filter(rows, condition);
  }

  private QueryRows extend(Plan.Extend extend, QueryRows input, @Nullable Demand demand) {
    Assignments assignments = extend.assignments();
    BitSet compared = run.layout().columnSet(assignments.mentioned());
    compared.or(run.layout().columnSet(assignments.variables()));
    QueryRows rows = apply(extend.below(), input, and(demand, compared));
    return extendAll(rows, assignments, extend.isNew() && input instanceof QueryRows.Unit);
  }

  @Override
  public QueryRows extend(QueryRows rows, Assignments assignments) {
    return filters.extend(rows, assignments);
  }

  @Override
  public QueryRows extendAll(QueryRows rows, Assignments assignments, boolean whole) {
    return whole && run.isParallel() && assignments.areFunctions()
        ? ParallelRows.of(run, rows, in -> extend(in, assignments))
        : extend(rows, assignments);
  }

  @Override
  public QueryRows group(Plan.Group group, QueryRows input) {
    return aggregates.rows(group, input);
  }

  private QueryRows distinct(Plan.Distinct distinct) {
    return distinct.below() instanceof Plan.Project project && project.facts().isRepeatable()
        ? distinctValues(project.below(), project.variables())
        : new DistinctRows(
            run, evaluate(distinct.below()), inGraph(named(distinct.below().facts().possible())));
  }

  @Override
  public QueryRows distinct(Plan plan, List<Var> variables) {
    return run.record(() -> "distinct", QueryPlan.UNKNOWN, () -> distinctValues(plan, variables));
  }

  private QueryRows distinctValues(Plan plan, List<Var> variables) {
    Optional<QueryRows> counted =
        graph == null && run.uses(Rewrite.INDEX_COUNTS)
            ? shortcut.distinct(plan, variables)
            : Optional.empty();
    return counted.orElseGet(
        () ->
            new DistinctRows(
                run,
                distinctly(plan, inGraph(run.layout().columns(variables))),
                inGraph(named(variables))));
  }

  /// Returns some columns, and the one of the graph if all graphs are searched at once.
  private int[] inGraph(int[] columns) {
    return IntStream.concat(IntStream.of(columns), graphColumn.stream()).toArray();
  }

  @Override
  public QueryRows distinctly(Plan plan, int[] columns) {
    return ColumnRows.only(apply(plan, QueryRows.unit(), Demand.distinct(columns)), columns);
  }

  @Override
  public int[] named(Collection<Var> variables) {
    return run.layout().columns(variables.stream().filter(Operators::isNamed).toList());
  }

  /// Returns true for the name of a variable of the query, also where ARQ has renamed it because a
  /// sub-select does not return it.
  private static boolean isNamed(Var variable) {
    String name = variable.getVarName();
    while (name.startsWith(ARQConstants.allocVarScopeHiding)) {
      name = name.substring(ARQConstants.allocVarScopeHiding.length());
    }
    return Var.isNamedVarName(name);
  }

  private QueryRows sort(Plan.Sort sort, QueryRows input) {
    boolean whole = input instanceof QueryRows.Unit;
    if (whole && sort.nearest().isPresent()) {
      Plan.Sort.Nearest nearest = sort.nearest().get();
      QueryRows rows = apply(nearest.below(), input);
      return extend(
          new SortRows(run, true, rows, nearest.conditions(), sort.limit(), context),
          nearest.assignments());
    }
    QueryRows rows = apply(sort.below(), input);
    if (sort.computed().isEmpty()) {
      return new SortRows(run, whole, rows, sort.conditions(), sort.limit(), context);
    }
    QueryRows extended = extendAll(rows, sort.computed(), whole);
    return ColumnRows.without(
        new SortRows(run, whole, extended, sort.conditions(), sort.limit(), context),
        run.layout().columns(sort.computed().variables()));
  }

  private QueryRows union(Plan.Union union, QueryRows input, @Nullable Demand demand) {
    List<UnaryOperator<QueryRows>> streams = new ArrayList<>();
    union.branches().forEach(branch -> streams.add(in -> apply(branch, in, demand)));
    return new Concatenation(run, input, streams);
  }

  /// Removes the columns that a sub-select does not return. If these have names of their own, only
  /// those columns are read that are read of the result.
  private QueryRows project(Plan.Project project, QueryRows input, @Nullable Demand demand) {
    @Nullable Demand read = project.isScoped() ? demand : null;
    QueryRows rows = apply(project.below(), input, read);
    return input instanceof QueryRows.Unit && graph == null && read == null
        ? ColumnRows.only(rows, run.layout().columns(project.variables()))
        : ColumnRows.without(rows, hidden(project));
  }

  /// Returns the columns of the variables that a sub-select does not return.
  private int[] hidden(Plan.Project project) {
    Set<Var> variables = new HashSet<>(project.below().facts().mentioned());
    project.variables().forEach(variables::remove);
    return run.layout().columns(variables);
  }

  @Override
  public UnaryOperator<QueryRows> semiJoin(Plan plan, BitSet columns) {
    return exists.semiJoin(plan, columns);
  }

  @Override
  public boolean isChoosing(Plan.OnLeft plan) {
    return root == this && plan instanceof Plan.LeftJoin && plan.facts().isRightConcurrent();
  }
}
