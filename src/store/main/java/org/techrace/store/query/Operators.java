package org.techrace.store.query;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.jena.sparql.ARQConstants;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.op.Op2;
import org.apache.jena.sparql.algebra.op.OpAssign;
import org.apache.jena.sparql.algebra.op.OpBGP;
import org.apache.jena.sparql.algebra.op.OpConditional;
import org.apache.jena.sparql.algebra.op.OpDistinct;
import org.apache.jena.sparql.algebra.op.OpExtend;
import org.apache.jena.sparql.algebra.op.OpFilter;
import org.apache.jena.sparql.algebra.op.OpGraph;
import org.apache.jena.sparql.algebra.op.OpGroup;
import org.apache.jena.sparql.algebra.op.OpJoin;
import org.apache.jena.sparql.algebra.op.OpLeftJoin;
import org.apache.jena.sparql.algebra.op.OpMinus;
import org.apache.jena.sparql.algebra.op.OpOrder;
import org.apache.jena.sparql.algebra.op.OpPath;
import org.apache.jena.sparql.algebra.op.OpProject;
import org.apache.jena.sparql.algebra.op.OpReduced;
import org.apache.jena.sparql.algebra.op.OpSequence;
import org.apache.jena.sparql.algebra.op.OpSlice;
import org.apache.jena.sparql.algebra.op.OpTable;
import org.apache.jena.sparql.algebra.op.OpTopN;
import org.apache.jena.sparql.algebra.op.OpTriple;
import org.apache.jena.sparql.algebra.op.OpUnion;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.core.VarExprList;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.apache.jena.sparql.expr.Expr;
import org.jspecify.annotations.Nullable;
import org.techrace.store.Scope;
import org.techrace.store.query.group.DistinctRows;
import org.techrace.store.query.join.GroupOperators;
import org.techrace.store.query.join.GroupParser;
import org.techrace.store.query.pattern.CountShortcut;
import org.techrace.store.query.pattern.GraphColumn;
import org.techrace.store.query.pattern.HashJoin;
import org.techrace.store.query.plan.AlgebraFacts;
import org.techrace.store.query.row.ChoicePoints;
import org.techrace.store.query.row.Demand;
import org.techrace.store.query.row.QueryPlan;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.Rewrite;
import org.techrace.store.query.row.RowsOfBindings;
import org.techrace.store.query.text.FilterRows;

/// Runs the operators of the SPARQL algebra on ids. The structure follows ARQ's `OpExecutor`, so
/// that an operator and its input have the same meaning in both.
final class Operators implements GroupOperators {
  private final QueryRun run;
  private final AlgebraFacts facts;
  private final StoreExecutor executor;
  private final Scope scope;
  private final ExecutionContext context;
  private final CountShortcut shortcut;
  private final GroupParser groups;
  private final SharedTables tables;
  private final FilterOperator filters;
  private final ExistsOperator exists;
  private final OptionalOperator optionals;
  private final MinusOperator minuses;
  private final GraphOperator graphs;
  private final GroupOperator aggregates;
  private final OrderOperator orders;

  private final @Nullable GraphColumn graph;

  /// True if the rows have a column for their graph.
  private final boolean inGraphs;

  /// The column of the rows for their graph, or no column.
  private final BitSet graphColumn;

  /// The operators that evaluate right sides as a whole.
  private final Operators root;

  Operators(
      QueryRun run,
      AlgebraFacts facts,
      StoreExecutor executor,
      Scope scope,
      ExecutionContext context) {
    this(run, facts, executor, scope, null, context);
  }

  /// Creates the operators for a graph.
  ///
  /// @param graph the variable of `GRAPH ?g` around the patterns, or null for one graph
  Operators(
      QueryRun run,
      AlgebraFacts facts,
      StoreExecutor executor,
      Scope scope,
      @Nullable GraphColumn graph,
      ExecutionContext context) {
    this(run, facts, executor, scope, graph, context, ChoicePoints.always(), null);
  }

  /// @param points when OPTIONAL may change its choices
  /// @param root the operators that evaluate right sides as a whole, or null for these
  private Operators(
      QueryRun run,
      AlgebraFacts facts,
      StoreExecutor executor,
      Scope scope,
      @Nullable GraphColumn graph,
      ExecutionContext context,
      ChoicePoints points,
      @Nullable Operators root) {
    this.run = run;
    this.facts = facts;
    this.scope = scope;
    this.executor = executor;
    this.context = context;
    this.graph = graph;
    this.inGraphs = graph != null;
    this.graphColumn = new BitSet();
    if (graph != null) {
      graphColumn.set(graph.column());
    }
    this.shortcut = new CountShortcut(run, scope);
    this.groups = new GroupParser(run, scope, graph, points, this);
    this.root = root == null ? this : root;
    this.tables = root == null ? new SharedTables(run, this) : root.tables;
    this.exists = new ExistsOperator(run, this, tables, groups, inGraphs);
    this.filters = new FilterOperator(run, facts, exists, context);
    this.optionals = new OptionalOperator(run, this, tables, groups, inGraphs, points);
    this.minuses = new MinusOperator(run, this, tables, exists);
    this.graphs = new GraphOperator(run, facts, executor, scope, context);
    this.aggregates = new GroupOperator(run, this, shortcut, context);
    this.orders = new OrderOperator(run, this, context);
  }

  /// Runs an operator, here or in ARQ.
  @Override
  public QueryRows run(Op op, QueryRows input) {
    return run(op, input, null);
  }

  /// Runs an operator whose rows are read in part, here or in ARQ. The graph of a row is always
  /// read, because parts that do not mention its variable are joined by it, too.
  ///
  /// @param demand the columns that are read of the result, or null for all
  QueryRows run(Op op, QueryRows input, @Nullable Demand demand) {
    @Nullable Demand read = run.uses(Rewrite.MERGED_ROWS) ? and(demand, graphColumn) : null;
    return run.record(
        () -> OperatorText.of(op),
        QueryPlan.UNKNOWN,
        () ->
            implemented(op, input, read)
                .orElseGet(
                    () -> {
                      run.note("in ARQ");
                      return executor.execAsArq(op, input);
                    }));
  }

  /// Runs an operator that is implemented here. Returns empty, and leaves the input untouched, for
  /// any other, unless the query is recorded.
  Optional<QueryRows> rows(Op op, QueryRows input) {
    return run.isRecorded() ? Optional.of(run(op, input)) : implemented(op, input, null);
  }

  /// @param demand the columns that are read of the result, or null for all
  private Optional<QueryRows> implemented(Op op, QueryRows input, @Nullable Demand demand) {
    boolean unit = input instanceof QueryRows.Unit;
    return switch (op) {
      case OpFilter filter when inGraphs && GraphPatterns.looksUp(filter) ->
          Optional.of(filter(filter, input));
      case OpMinus minus when inGraphs ->
          Optional.of(
              new PerBatch(
                  run,
                  run(minus.getLeft(), input),
                  exists.lookup(minus.getRight()),
                  PerBatch.Keep.UNMATCHED));
      case OpBGP _,
          OpTriple _,
          OpPath _,
          OpFilter _,
          OpSequence _,
          OpJoin _,
          OpLeftJoin _,
          OpConditional _,
          OpMinus _ ->
          groups.join(input, op, demand).or(() -> alone(op, input));
      case OpUnion union when unit || facts.of(union).isRowWiseInExists() ->
          Optional.of(union(union, input, demand));
      case OpGraph graph when unit || facts.of(graph).isRowWiseInExists() ->
          graphs.rows(graph, input, demand);
      case OpTable table -> Optional.of(table(table, input, unit));
      case OpExtend extend -> {
        VarExprList assignments = extend.getVarExprList();
        QueryRows rows = run(extend.getSubOp(), input, and(demand, comparedBy(assignments)));
        yield Optional.of(extendAll(rows, assignments, unit));
      }
      case OpAssign assign -> {
        VarExprList assignments = assign.getVarExprList();
        QueryRows rows = run(assign.getSubOp(), input, and(demand, comparedBy(assignments)));
        yield Optional.of(extend(rows, assignments));
      }
      case OpProject project when unit || facts.of(project).isRowWiseInExists() ->
          Optional.of(project(project, input, unit, demand));
      case OpDistinct distinct when unit -> Optional.of(distinct(distinct.getSubOp(), input));
      case OpReduced reduced when unit -> Optional.of(distinct(reduced.getSubOp(), input));
      case OpGroup group when aggregates.isGroupedBefore(group) ->
          Optional.of(group(group, input, unit));
      case OpOrder order ->
          Optional.of(
              orders.sort(
                  run(order.getSubOp(), input), order.getConditions(), Long.MAX_VALUE, unit));
      case OpTopN top -> Optional.of(orders.first(top, input, unit));
      case OpSlice slice ->
          Optional.of(
              new SliceRows(
                  run(slice.getSubOp(), input),
                  Math.max(0, slice.getStart()),
                  slice.getLength() < 0 ? Long.MAX_VALUE : slice.getLength()));
      default -> Optional.empty();
    };
  }

  /// Runs an operator that could be a group, but is none.
  private Optional<QueryRows> alone(Op op, QueryRows input) {
    return switch (op) {
      case OpFilter filter -> Optional.of(filter(filter, input));
      case OpPath path -> facts.of(path).branches().map(union -> run(union, input));
      case OpSequence sequence -> Optional.of(sequence(sequence, input));
      case OpJoin join -> Optional.of(join(join, input));
      case OpMinus minus -> Optional.of(minuses.apply(run(minus.getLeft(), input), minus));
      case OpConditional optional when !facts.of(optional.getRight()).isRowWiseInExists() ->
          optionals
              .asLeftJoin(optional)
              .map(join -> optionals.apply(run(join.getLeft(), input), join, null));
      case OpLeftJoin _, OpConditional _ -> {
        Op2 optional = (Op2) op;
        yield Optional.of(optionals.apply(run(optional.getLeft(), input), optional, null));
      }
      default -> Optional.empty();
    };
  }

  /// Returns the demand for more columns, or null if all are read.
  private static @Nullable Demand and(@Nullable Demand demand, BitSet columns) {
    return demand == null ? null : demand.and(columns);
  }

  /// Removes the columns that a sub-select does not return. If these have names of their own, only
  /// those columns are read that are read of the result.
  private QueryRows project(
      OpProject project, QueryRows input, boolean unit, @Nullable Demand demand) {
    @Nullable Demand read = facts.of(project).isScoped(project) ? demand : null;
    QueryRows rows = run(project.getSubOp(), input, read);
    return unit && !inGraphs && read == null
        ? new ProjectRows(rows, run.layout().columns(project.getVars()))
        : new WithoutColumns(rows, hidden(project));
  }

  private QueryRows sequence(OpSequence op, QueryRows input) {
    QueryRows rows = input;
    for (Op element : op.getElements()) {
      rows = run(element, rows);
    }
    return rows;
  }

  private QueryRows union(OpUnion union, QueryRows input, @Nullable Demand demand) {
    List<Op> branches = new ArrayList<>();
    flatten(union, branches);
    List<UnaryOperator<QueryRows>> streams = new ArrayList<>();
    branches.forEach(branch -> streams.add(in -> run(branch, in, demand)));
    return new Concatenation(run, input, streams);
  }

  private static void flatten(Op op, List<Op> branches) {
    if (op instanceof OpUnion union) {
      flatten(union.getLeft(), branches);
      flatten(union.getRight(), branches);
    } else {
      branches.add(op);
    }
  }

  private QueryRows table(OpTable op, QueryRows input, boolean unit) {
    if (op.isJoinIdentity()) {
      return input;
    }
    return unit ? new RowsOfBindings(run, op.getTable().iterator(context)) : join(input, op);
  }

  /// Returns the columns of the variables that a sub-select does not return.
  private int[] hidden(OpProject project) {
    Set<Var> variables = new HashSet<>(facts.of(project.getSubOp()).mentioned());
    project.getVars().forEach(variables::remove);
    return run.layout().columns(variables);
  }

  private QueryRows distinct(Op sub, QueryRows input) {
    Optional<QueryRows> counted =
        run.uses(Rewrite.INDEX_COUNTS) ? shortcut.distinct(sub) : Optional.empty();
    return counted.orElseGet(() -> new DistinctRows(run, distinctRows(sub, input), named(sub)));
  }

  /// Returns rows that become the distinct rows of an operator.
  private QueryRows distinctRows(Op sub, QueryRows input) {
    if (sub instanceof OpProject project && facts.of(project).isRepeatable()) {
      int[] columns = run.layout().columns(project.getVars());
      return distinctly(project.getSubOp(), input, columns);
    }
    return run(sub, input);
  }

  /// Returns some columns of an operator's rows. Rows that are equal in them may be left out.
  QueryRows distinctly(Op op, QueryRows input, int[] columns) {
    return new ProjectRows(run(op, input, Demand.distinct(columns)), columns);
  }

  /// Returns the columns of the variables that the query names. The variables that replace its
  /// blank nodes, or connect the steps of its paths, do not distinguish rows.
  int[] named(Op op) {
    return run.layout()
        .columns(facts.of(op).possible().stream().filter(Operators::isNamed).toList());
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

  private QueryRows join(OpJoin join, QueryRows input) {
    QueryRows left = run(join.getLeft(), input);
    Op right = join.getRight();
    // A plain pattern is looked up in the index instead of being read in full.
    boolean bare = right instanceof OpBGP || right instanceof OpTriple;
    return bare ? run(right, left) : join(left, right);
  }

  @Override
  public QueryRows join(QueryRows rows, Op op) {
    return new HashJoin(run, rows, tables.table(op), false);
  }

  @Override
  public QueryRows apply(QueryRows left, Op op, @Nullable Demand demand) {
    return switch (op) {
      case OpMinus minus -> minuses.apply(left, minus);
      case Op2 optional -> optionals.apply(left, optional, demand);
      default -> throw new IllegalArgumentException("neither OPTIONAL nor MINUS: " + op);
    };
  }

  @Override
  public UnaryOperator<QueryRows> semiJoin(Op op, BitSet columns) {
    return exists.semiJoin(op, columns);
  }

  private QueryRows filter(OpFilter op, QueryRows input) {
    List<Expr> conditions = new ArrayList<>(op.getExprs().getList());
    conditions.sort(Comparator.comparing(FilterRows::hasPattern));
    return filter(run(op.getSubOp(), input), conditions);
  }

  /// Returns the rows for which all expressions are true.
  QueryRows filter(QueryRows rows, List<Expr> expressions) {
    return filters.filter(rows, expressions);
  }

  @Override
  public QueryRows filter(QueryRows rows, Expr expr) {
    return filters.filter(rows, expr);
  }

  @Override
  public QueryRows extend(QueryRows rows, VarExprList assignments) {
    return filters.extend(rows, assignments);
  }

  /// Binds variables for all rows of an operator, in parallel if possible.
  ///
  /// @param unit true if the operator is evaluated once, not for parts of the rows
  QueryRows extendAll(QueryRows rows, VarExprList assignments, boolean unit) {
    return unit && run.isParallel() && isRepeatable(assignments)
        ? rows.inParallel(run, in -> extend(in, assignments))
        : extend(rows, assignments);
  }

  static boolean isRepeatable(VarExprList expressions) {
    return expressions.getExprs().values().stream().allMatch(FilterRows::isFunction);
  }

  /// Returns the columns that BIND reads, with those that it compares if they are bound already.
  private BitSet comparedBy(VarExprList assignments) {
    BitSet read = readBy(assignments);
    read.or(run.layout().columnSet(assignments.getVars()));
    return read;
  }

  BitSet readBy(VarExprList assignments) {
    return run.layout().columnSet(facts.mentioned(assignments.getExprs().values()));
  }

  QueryRows group(OpGroup group, QueryRows input, boolean unit) {
    return aggregates.rows(group, input, unit);
  }

  @Override
  public AlgebraFacts facts() {
    return facts;
  }

  @Override
  public boolean isConcurrent(Expr expr) {
    return facts.isConcurrent(expr)
        && (run.uses(Rewrite.EXISTS_IN_BATCHES) || FilterRows.isFunction(expr));
  }

  @Override
  public boolean isChoosing(Op op) {
    return root == this && !(op instanceof OpMinus) && facts.of(op).isRightConcurrent();
  }

  @Override
  public GroupOperators at(ChoicePoints some) {
    return new Operators(run, facts, executor, scope, graph, context, some, root);
  }

  /// Returns the operators that evaluate right sides as a whole.
  Operators root() {
    return root;
  }
}
