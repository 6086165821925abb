package org.techrace.store.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.query.SortCondition;
import org.apache.jena.sparql.ARQConstants;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.OpVars;
import org.apache.jena.sparql.algebra.OpVisitorBase;
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
import org.apache.jena.sparql.algebra.walker.Walker;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.core.TriplePath;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.core.VarExprList;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.apache.jena.sparql.expr.E_DateTimeDay;
import org.apache.jena.sparql.expr.E_DateTimeHours;
import org.apache.jena.sparql.expr.E_DateTimeMinutes;
import org.apache.jena.sparql.expr.E_DateTimeMonth;
import org.apache.jena.sparql.expr.E_DateTimeYear;
import org.apache.jena.sparql.expr.E_Exists;
import org.apache.jena.sparql.expr.E_StrLength;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprAggregator;
import org.apache.jena.sparql.expr.ExprList;
import org.jspecify.annotations.Nullable;
import org.techrace.store.Scope;
import org.techrace.store.query.group.DistinctRows;
import org.techrace.store.query.group.ExtremeRows;
import org.techrace.store.query.group.GroupRows;
import org.techrace.store.query.join.BoundVariables;
import org.techrace.store.query.join.GroupOperators;
import org.techrace.store.query.join.GroupParser;
import org.techrace.store.query.join.MentionedVariables;
import org.techrace.store.query.path.PathBranches;
import org.techrace.store.query.pattern.CountShortcut;
import org.techrace.store.query.pattern.GraphColumn;
import org.techrace.store.query.pattern.HashJoin;
import org.techrace.store.query.pattern.JoinTable;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.Demand;
import org.techrace.store.query.row.KeySet;
import org.techrace.store.query.row.QueryPlan;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.RowsOfBindings;
import org.techrace.store.query.row.Weights;
import org.techrace.store.query.sort.SortRows;
import org.techrace.store.query.text.DistanceOrder;
import org.techrace.store.query.text.FilterRows;
import org.techrace.store.query.text.IdConditions;

/// Runs the operators of the SPARQL algebra on ids. The structure follows ARQ's `OpExecutor`, so
/// that an operator and its input have the same meaning in both.
final class Operators implements GroupOperators {
  private final QueryRun run;
  private final StoreExecutor executor;
  private final Scope scope;
  private final ExecutionContext context;
  private final CountShortcut shortcut;
  private final GroupParser groups;

  /// The tables of operators, which are the same for all batches.
  private final IdentityHashMap<Op, Supplier<JoinTable>> tables = new IdentityHashMap<>();

  /// The tables of the right sides of OPTIONAL, for all batches.
  private final IdentityHashMap<Op2, OptionalTable> optionals = new IdentityHashMap<>();

  /// The right sides of OPTIONAL with its conditions, for all batches.
  private final IdentityHashMap<OpLeftJoin, Op> filteredRights = new IdentityHashMap<>();

  /// Finds the rows that MINUS removes, for all batches.
  private final IdentityHashMap<OpMinus, MinusMatches> minuses = new IdentityHashMap<>();

  /// Finds the rows for which EXISTS is true, for all batches, by its pattern.
  private final IdentityHashMap<Op, PerBatch.Inner> patterns = new IdentityHashMap<>();

  /// The same for patterns of EXISTS that are parts of a join and evaluated as a whole.
  private final IdentityHashMap<Op, PerBatch.Inner> semiJoins = new IdentityHashMap<>();

  /// True if the rows have a column for their graph.
  private final boolean inGraphs;

  /// The column of the rows for their graph, or no column.
  private final BitSet graphColumn;

  Operators(QueryRun run, StoreExecutor executor, Scope scope, ExecutionContext context) {
    this(run, executor, scope, null, context);
  }

  /// Creates the operators for a graph.
  ///
  /// @param graph the variable of `GRAPH ?g` around the patterns, or null for one graph
  private Operators(
      QueryRun run,
      StoreExecutor executor,
      Scope scope,
      @Nullable GraphColumn graph,
      ExecutionContext context) {
    this.run = run;
    this.scope = scope;
    this.executor = executor;
    this.context = context;
    this.inGraphs = graph != null;
    this.graphColumn = set(graph == null ? new int[0] : new int[] {graph.column()});
    this.shortcut = new CountShortcut(run, scope);
    this.groups = new GroupParser(run, scope, graph, this);
  }

  /// Runs an operator, here or in ARQ.
  @Override
  public QueryRows run(Op op, QueryRows input) {
    return run.record(() -> OperatorText.of(op), QueryPlan.UNKNOWN, () -> plain(op, input));
  }

  /// Runs an operator that is implemented here. Returns empty, and leaves the input untouched, for
  /// any other.
  Optional<QueryRows> rows(Op op, QueryRows input) {
    boolean[] here = {true};
    QueryRows rows =
        run.record(
            () -> OperatorText.of(op),
            QueryPlan.UNKNOWN,
            () -> {
              Optional<QueryRows> found = implemented(op, input);
              here[0] = found.isPresent();
              return found.orElse(input);
            });
    return here[0] ? Optional.of(rows) : Optional.empty();
  }

  private Optional<QueryRows> implemented(Op op, QueryRows input) {
    boolean unit = input instanceof QueryRows.Unit;
    return switch (op) {
      case OpBGP _, OpTriple _ -> groups.join(input, op);
      case OpFilter filter when inGraphs && GraphPatterns.looksUp(filter) ->
          Optional.of(filter(filter, input));
      case OpFilter filter ->
          Optional.of(groups.join(input, op).orElseGet(() -> filter(filter, input)));
      case OpPath path -> groups.join(input, op).or(() -> branches(path.getTriplePath(), input));
      case OpSequence sequence ->
          Optional.of(groups.join(input, op).orElseGet(() -> sequence(sequence, input)));
      case OpJoin join -> Optional.of(groups.join(input, op).orElseGet(() -> join(join, input)));
      case OpLeftJoin join ->
          Optional.of(
              groups
                  .join(input, op)
                  .orElseGet(() -> optional(run(join.getLeft(), input), join, null)));
      case OpConditional optional when RowWise.testExists(optional.getRight()) ->
          Optional.of(
              groups
                  .join(input, op)
                  .orElseGet(() -> optional(run(optional.getLeft(), input), optional, null)));
      case OpConditional optional ->
          asLeftJoin(optional).map(join -> optional(run(join.getLeft(), input), join, null));
      case OpMinus minus when inGraphs ->
          Optional.of(
              new PerBatch(
                  run,
                  run(minus.getLeft(), input),
                  lookup(minus.getRight()),
                  PerBatch.Keep.UNMATCHED));
      case OpMinus minus ->
          Optional.of(
              groups.join(input, op).orElseGet(() -> minus(run(minus.getLeft(), input), minus)));
      case OpUnion union -> union(union, input, unit);
      case OpGraph graph when unit || RowWise.testExists(graph.getSubOp()) ->
          graph(graph, input, null);
      case OpTable table -> Optional.of(table(table, input, unit));
      case OpExtend extend ->
          Optional.of(extendAll(run(extend.getSubOp(), input), extend.getVarExprList(), unit));
      case OpAssign assign ->
          Optional.of(extend(run(assign.getSubOp(), input), assign.getVarExprList()));
      case OpProject project when unit && inGraphs ->
          Optional.of(new WithoutColumns(run(project.getSubOp(), input), hidden(project)));
      case OpProject project when unit ->
          Optional.of(new ProjectRows(run(project.getSubOp(), input), columns(project.getVars())));
      case OpProject project when RowWise.testExists(project) ->
          Optional.of(new WithoutColumns(run(project.getSubOp(), input), hidden(project)));
      case OpDistinct distinct when unit -> Optional.of(distinct(distinct.getSubOp(), input));
      case OpReduced reduced when unit -> Optional.of(distinct(reduced.getSubOp(), input));
      case OpGroup group when isGroupedBefore(group) -> Optional.of(group(group, input, unit));
      case OpOrder order ->
          Optional.of(
              sort(run(order.getSubOp(), input), order.getConditions(), Long.MAX_VALUE, unit));
      case OpTopN top -> Optional.of(first(top, input, unit));
      case OpSlice slice ->
          Optional.of(
              new SliceRows(
                  run(slice.getSubOp(), input),
                  Math.max(0, slice.getStart()),
                  slice.getLength() < 0 ? Long.MAX_VALUE : slice.getLength()));
      default -> Optional.empty();
    };
  }

  /// Sorts rows and returns the first. If they are sorted by a distance that BIND computes, it is
  /// bound in the first rows only, because most other distances need not be known.
  private QueryRows first(OpTopN top, QueryRows input, boolean unit) {
    List<SortCondition> conditions = new ArrayList<>(top.getConditions());
    SortCondition main = conditions.getFirst();
    if (unit
        && top.getSubOp() instanceof OpExtend extend
        && extend.getVarExprList().size() == 1
        && main.getExpression().isVariable()
        && conditions.stream().skip(1).allMatch(c -> c.getExpression().isVariable())) {
      Expr distance = extend.getVarExprList().getExpr(main.getExpression().asVar());
      if (distance != null && DistanceOrder.isDistance(distance)) {
        conditions.set(0, new SortCondition(distance, main.getDirection()));
        QueryRows rows = run(extend.getSubOp(), input);
        return extend(
            new SortRows(run, true, rows, conditions, top.getLimit(), context),
            extend.getVarExprList());
      }
    }
    return sort(run(top.getSubOp(), input), conditions, top.getLimit(), unit);
  }

  /// Sorts rows. Conditions that are small integers are computed as ids, which need no term.
  ///
  /// @param limit the number of rows needed, or `Long.MAX_VALUE` for all
  private QueryRows sort(QueryRows rows, List<SortCondition> conditions, long limit, boolean unit) {
    VarExprList computed = new VarExprList();
    List<SortCondition> onIds = new ArrayList<>();
    for (SortCondition condition : conditions) {
      Expr expr = condition.getExpression();
      if (!isSmallInteger(expr) || !FilterRows.isFunction(expr)) {
        onIds.add(condition);
        continue;
      }
      // A name that no query can have.
      Var variable = Var.alloc(".sorted " + onIds.size());
      computed.add(variable, expr);
      onIds.add(new SortCondition(variable, condition.getDirection()));
    }
    if (computed.isEmpty()) {
      return new SortRows(run, unit, rows, conditions, limit, context);
    }
    QueryRows extended = extendAll(rows, computed, unit);
    return new WithoutColumns(
        new SortRows(run, unit, extended, onIds, limit, context), columns(computed.getVars()));
  }

  private static boolean isSmallInteger(Expr expr) {
    return switch (expr) {
      case E_StrLength _,
          E_DateTimeYear _,
          E_DateTimeMonth _,
          E_DateTimeDay _,
          E_DateTimeHours _,
          E_DateTimeMinutes _ ->
          true;
      default -> false;
    };
  }

  private int[] columns(Iterable<Var> variables) {
    List<Integer> columns = new ArrayList<>();
    variables.forEach(v -> columns.add(run.layout().column(v)));
    return columns.stream().mapToInt(Integer::intValue).toArray();
  }

  /// Returns the columns of the variables that a sub-select does not return.
  private int[] hidden(OpProject project) {
    Set<Var> variables = MentionedVariables.of(project.getSubOp());
    project.getVars().forEach(variables::remove);
    return columns(variables);
  }

  private QueryRows sequence(OpSequence op, QueryRows input) {
    QueryRows rows = input;
    for (Op element : op.getElements()) {
      rows = run(element, rows);
    }
    return rows;
  }

  private QueryRows filter(OpFilter op, QueryRows input) {
    QueryRows rows = run(op.getSubOp(), input);
    List<Expr> conditions = new ArrayList<>(op.getExprs().getList());
    conditions.sort(Comparator.comparing(FilterRows::hasPattern));
    for (Expr expr : conditions) {
      rows = filter(rows, expr);
    }
    return rows;
  }

  @Override
  public QueryRows filter(QueryRows rows, Expr expr) {
    if (FilterRows.hasPattern(expr)) {
      Condition condition = Condition.of(expr);
      switch (condition) {
        case Condition.Either either -> {
          List<UnaryOperator<QueryRows>> filters = new ArrayList<>();
          either.alternatives().forEach(e -> filters.add(in -> filter(in, e)));
          return new EitherRows(run, rows, filters);
        }
        case Condition.All all -> {
          QueryRows left = rows;
          for (Expr part : all.parts()) {
            left = filter(left, part);
          }
          return left;
        }
        case Condition.Exists exists
            when ExistsPattern.runsPerBatch(ExistsPattern.simplified(exists.pattern())) -> {
          return new PerBatch(
              run,
              rows,
              inner(exists.pattern()),
              exists.wanted() ? PerBatch.Keep.MATCHED : PerBatch.Keep.UNMATCHED);
        }
        default -> {}
      }
    }
    ExistsMarks exists = new ExistsMarks();
    Expr marked = exists.replace(expr);
    return unmarked(
        new FilterRows(run, mark(rows, exists), Concurrent.copy(marked), context), exists);
  }

  /// Adds the variables that take the place of EXISTS.
  private QueryRows mark(QueryRows rows, ExistsMarks exists) {
    QueryRows marked = rows;
    for (ExistsMarks.Mark mark : exists.marks()) {
      marked =
          PerBatch.mark(
              run,
              marked,
              inner(mark.pattern()),
              run.layout().column(mark.variable()),
              mark.exists());
    }
    return marked;
  }

  private QueryRows unmarked(QueryRows rows, ExistsMarks exists) {
    return exists.marks().isEmpty()
        ? rows
        : new WithoutColumns(
            rows, columns(exists.marks().stream().map(ExistsMarks.Mark::variable).toList()));
  }

  /// Returns what finds the matches of EXISTS, once for all batches.
  ///
  /// @param exists the pattern as in the condition, which has a simplified form for batches
  private PerBatch.Inner inner(Op exists) {
    synchronized (patterns) {
      return patterns.computeIfAbsent(exists, op -> newInner(ExistsPattern.simplified(op)));
    }
  }

  private PerBatch.Inner newInner(Op pattern) {
    if (inGraphs) {
      return lookup(pattern);
    }
    // A name that no query can have.
    Var value = Var.alloc(".extreme " + run.layout().size());
    return ComparedPattern.of(pattern, value)
        .<PerBatch.Inner>map(c -> compared(pattern, c, value))
        .or(
            () ->
                WholePattern.of(pattern)
                    .map(w -> whole(pattern, solutionColumns(w), budget(pattern))))
        .orElseGet(() -> lookup(pattern));
  }

  private ComparedMatches compared(Op pattern, ComparedPattern compared, Var value) {
    BitSet read = set(columns(compared.value().getVarsMentioned()));
    LookupBudget budget =
        budget(common -> wholeCost(compared.solutions(), or(common, read)), pattern);
    return new ComparedMatches(
        run,
        solutionColumns(compared.whole()),
        budget,
        lookup(pattern),
        keys -> extremes(compared, keys, or(keys, read), value),
        rows -> filtered(rows, compared.conditions()));
  }

  /// Returns the least and greatest values that a row is compared with, by its keys.
  ///
  /// @param read the keys, and the columns that the value is computed from
  private JoinTable extremes(ComparedPattern pattern, BitSet keys, BitSet read, Var value) {
    VarExprList assignment = new VarExprList(value, pattern.value());
    QueryRows rows = distinctly(pattern.solutions(), QueryRows.unit(), read.stream().toArray());
    return new JoinTable(
        run,
        new ExtremeRows(
            run,
            extend(rows, assignment),
            keys.stream().toArray(),
            run.layout().column(value),
            pattern.inequality()));
  }

  @Override
  public QueryRows semiJoin(QueryRows rows, Op op, BitSet columns) {
    PerBatch.Inner matches;
    synchronized (semiJoins) {
      matches =
          semiJoins.computeIfAbsent(
              op, o -> whole(o, new SolutionColumns(columns, new BitSet()), LookupBudget.none()));
    }
    return new PerBatch(run, rows, matches, PerBatch.Keep.MATCHED);
  }

  private SolutionColumns solutionColumns(WholePattern pattern) {
    return new SolutionColumns(set(columns(pattern.bound())), set(columns(pattern.open())));
  }

  private ExistsMatches whole(Op pattern, SolutionColumns columns, LookupBudget budget) {
    return new ExistsMatches(run, columns, budget, lookup(pattern), by -> keys(pattern, by));
  }

  private LookupBudget budget(Op pattern) {
    return budget(common -> wholeCost(pattern, common), pattern);
  }

  /// @param whole estimates the work of evaluating a pattern as a whole
  /// @param lookup the pattern that is looked up for rows
  private LookupBudget budget(ToDoubleFunction<BitSet> whole, Op lookup) {
    Demand anything = new Demand(new BitSet(), null, true);
    return new LookupBudget(
        whole, rows -> rows.size * (1 + groups.estimate(lookup, rows, anything).cost()));
  }

  private double wholeCost(Op pattern, BitSet read) {
    return groups.estimate(pattern, Batch.unit(), new Demand(read, null, false)).cost();
  }

  private KeySet keys(Op pattern, BitSet by) {
    int[] columns = by.stream().toArray();
    return new JoinTable(run, distinctly(pattern, QueryRows.unit(), columns)).keys(run, by);
  }

  /// Returns what evaluates the pattern of EXISTS for rows. Of its matches, only the rows that they
  /// belong to are read.
  private PerBatch.Inner lookup(Op pattern) {
    Optional<ExistsPattern.Grouped> grouped = ExistsPattern.Grouped.of(pattern);
    if (grouped.isPresent() && !RowWise.testExists(pattern)) {
      return (in, _) -> inGroups(grouped.get(), in);
    }
    return Repeatable.test(pattern)
        ? (in, number) -> run(pattern, in, new Demand(set(new int[] {number}), null, true))
        : (in, _) -> run(pattern, in);
  }

  /// Joins a batch of rows with groups, which are computed for the keys that the rows have.
  private QueryRows inGroups(ExistsPattern.Grouped pattern, QueryRows in) {
    Batch batch = in.next();
    if (batch == null) {
      return QueryRows.none();
    }
    int[] keys = columns(pattern.keys());
    int[] given = Arrays.stream(keys).filter(batch::bindsAll).toArray();
    QueryRows input =
        given.length == 0
            ? QueryRows.unit()
            : new DistinctRows(run, new ProjectRows(QueryRows.of(batch), given), given);
    Supplier<JoinTable> groups =
        table(() -> new ProjectRows(groups(pattern, input, given.length == 0), keys));
    return new HashJoin(run, QueryRows.of(batch), groups, false);
  }

  private QueryRows groups(ExistsPattern.Grouped pattern, QueryRows input, boolean unit) {
    QueryRows rows = group(pattern.group(), input, unit);
    for (Op op : pattern.above()) {
      if (op instanceof OpExtend extend) {
        rows = extend(rows, extend.getVarExprList());
      } else if (op instanceof OpFilter filter) {
        for (Expr expr : filter.getExprs().getList()) {
          rows = filter(rows, expr);
        }
      }
    }
    return rows;
  }

  private Optional<QueryRows> branches(TriplePath path, QueryRows input) {
    return PathBranches.of(path).map(union -> run(union, input));
  }

  @Override
  public QueryRows extend(QueryRows rows, VarExprList assignments) {
    ExistsMarks exists = new ExistsMarks();
    VarExprList marked = exists.replace(assignments);
    return unmarked(
        new ExtendRows(run, mark(rows, exists), Concurrent.copy(marked), context), exists);
  }

  @Override
  public boolean isRowWise(Op op) {
    return RowWise.test(op);
  }

  @Override
  public Optional<Op> semiJoined(Expr condition) {
    if (!(condition instanceof E_Exists exists)) {
      return Optional.empty();
    }
    Op pattern = ExistsPattern.simplified(exists.getGraphPattern());
    boolean same =
        RowWise.test(pattern) && GroupParser.isIndependent(pattern) && Repeatable.test(pattern);
    return same ? Optional.of(pattern) : Optional.empty();
  }

  @Override
  public boolean isConcurrent(Expr expr) {
    return Concurrent.test(expr);
  }

  @Override
  public boolean isConcurrent(Op op) {
    return Concurrent.testRight(op);
  }

  /// Collects the rows of an operator that takes no input, once for all batches if its result is
  /// always the same.
  private Supplier<JoinTable> table(Op op) {
    Supplier<QueryRows> rows = () -> run(op, QueryRows.unit());
    if (!Repeatable.test(op)) {
      return table(rows);
    }
    synchronized (tables) {
      return tables.computeIfAbsent(op, _ -> table(rows));
    }
  }

  /// Collects rows in memory when they are first needed. The threads of the query share the table.
  private Supplier<JoinTable> table(Supplier<QueryRows> rows) {
    return new Supplier<>() {
      private Optional<JoinTable> made = Optional.empty();

      @Override
      public synchronized JoinTable get() {
        JoinTable table = made.orElseGet(() -> new JoinTable(run, rows.get()));
        made = Optional.of(table);
        return table;
      }
    };
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
    return new HashJoin(run, rows, table(op), false);
  }

  @Override
  public QueryRows apply(QueryRows left, Op op, @Nullable Demand demand) {
    return switch (op) {
      case OpMinus minus -> minus(left, minus);
      case Op2 optional -> optional(left, optional, demand);
      default -> throw new IllegalArgumentException("neither OPTIONAL nor MINUS: " + op);
    };
  }

  /// Applies OPTIONAL, an `OpConditional` or `OpLeftJoin`.
  ///
  /// @param demand the columns that are read of the result, or null for all
  private QueryRows optional(QueryRows left, Op2 optional, @Nullable Demand demand) {
    Op right = optional.getRight();
    List<Expr> conditions = conditions(optional);
    boolean fed =
        optional instanceof OpConditional
            || (RowWise.test(right) && GroupParser.isIndependent(right));
    if (!fed) {
      Supplier<JoinTable> table = table(right);
      return new PerBatch(
          run,
          left,
          (in, _) -> filtered(new HashJoin(run, in, table, false), conditions),
          PerBatch.Keep.MATCHES_OR_ROW);
    }
    OptionalTable table = optionalTable(optional);
    Op filtered = filteredRight(optional);
    boolean merging = demand != null && Repeatable.test(filtered);
    return new PerBatch(
        run,
        left,
        (in, number) -> {
          Batch batch = in.next();
          if (batch == null) {
            return QueryRows.none();
          }
          Optional<OptionalTable.Solutions> whole = table.neededFor(batch);
          if (whole.isPresent()) {
            QueryRows rows = new HashJoin(run, QueryRows.of(batch), whole.get().table(), false);
            return filtered(rows, whole.get().conditions());
          }
          return demand != null && merging
              ? run(filtered, QueryRows.of(batch), readOfMatches(demand, number))
              : run(filtered, QueryRows.of(batch));
        },
        PerBatch.Keep.MATCHES_OR_ROW);
  }

  /// Returns OPTIONAL whose right side, which has groups and reads nothing of the left side, is
  /// evaluated once for all rows. ARQ would evaluate it for each row, with the row's values in
  /// place of variables, and COUNT of such a variable is 0.
  private static Optional<OpLeftJoin> asLeftJoin(OpConditional optional) {
    ExprList conditions = new ExprList();
    Op right = optional.getRight();
    if (right instanceof OpFilter filter) {
      conditions = filter.getExprs();
      right = filter.getSubOp();
    }
    return hasGroups(right) && GroupParser.isIndependent(right)
        ? Optional.of((OpLeftJoin) OpLeftJoin.create(optional.getLeft(), right, conditions))
        : Optional.empty();
  }

  private static boolean hasGroups(Op op) {
    boolean[] found = {false};
    Walker.walk(
        op,
        new OpVisitorBase() {
          @Override
          public void visit(OpGroup group) {
            found[0] = true;
          }
        });
    return found[0];
  }

  /// Returns the right side of OPTIONAL with the conditions on the joined rows, the same for all
  /// batches.
  private Op filteredRight(Op2 optional) {
    if (!(optional instanceof OpLeftJoin join) || conditions(join).isEmpty()) {
      return optional.getRight();
    }
    synchronized (filteredRights) {
      return filteredRights.computeIfAbsent(
          join, j -> OpFilter.filterBy(j.getExprs(), j.getRight()));
    }
  }

  private static List<Expr> conditions(Op2 optional) {
    return optional instanceof OpLeftJoin join && join.getExprs() != null
        ? join.getExprs().getList()
        : List.of();
  }

  private QueryRows filtered(QueryRows rows, List<Expr> conditions) {
    QueryRows left = rows;
    for (Expr condition : conditions) {
      left = filter(left, condition);
    }
    return left;
  }

  /// Returns the columns that are read of the matches of numbered rows.
  private static Demand readOfMatches(Demand demand, int number) {
    BitSet columns = (BitSet) demand.columns().clone();
    columns.set(number);
    return new Demand(columns, demand.weights(), true);
  }

  /// Returns the table of the right side of OPTIONAL, the same for all batches.
  private OptionalTable optionalTable(Op2 optional) {
    synchronized (optionals) {
      return optionals.computeIfAbsent(
          optional, op -> new OptionalTable(() -> inGraphs ? Optional.empty() : solutions(op)));
    }
  }

  /// Returns the solutions of the right side of OPTIONAL, or empty if it must be looked up. A
  /// filter that reads variables of the left side becomes a condition on the joined rows.
  private Optional<OptionalTable.Solutions> solutions(Op2 optional) {
    List<Expr> conditions = new ArrayList<>(conditions(optional));
    Op right = optional.getRight();
    Optional<WholePattern> whole = WholePattern.of(right);
    if (whole.isEmpty() && right instanceof OpFilter filter) {
      conditions.addAll(filter.getExprs().getList());
      right = filter.getSubOp();
      whole = WholePattern.of(right);
    }
    Op pattern = right;
    return whole.map(
        w ->
            new OptionalTable.Solutions(
                solutionColumns(w),
                conditions,
                rows -> groups.estimate(pattern, rows, null),
                table(pattern)));
  }

  private QueryRows minus(QueryRows left, OpMinus minus) {
    return new PerBatch(run, left, matches(minus), PerBatch.Keep.UNMATCHED);
  }

  /// Returns what finds the rows that MINUS removes, once for all batches if its right side is
  /// always the same.
  private MinusMatches matches(OpMinus minus) {
    if (!Repeatable.test(minus.getRight())) {
      return newMatches(minus);
    }
    synchronized (minuses) {
      return minuses.computeIfAbsent(minus, _ -> newMatches(minus));
    }
  }

  private MinusMatches newMatches(OpMinus minus) {
    Set<Var> common = OpVars.visibleVars(minus.getLeft());
    common.retainAll(OpVars.visibleVars(minus.getRight()));
    int[] columns = columns(common);
    Op right = minus.getRight();
    Supplier<JoinTable> table =
        Repeatable.test(right)
            ? table(() -> distinctly(right, QueryRows.unit(), columns))
            : table(() -> new ProjectRows(run(right, QueryRows.unit()), columns));
    boolean fed =
        !common.isEmpty()
            && BoundVariables.of(right).containsAll(common)
            && RowWise.test(right)
            && GroupParser.isIndependent(right)
            && Repeatable.test(right);
    return new MinusMatches(
        run,
        table,
        columns,
        fed ? Optional.of(budget(right)) : Optional.empty(),
        (in, number) -> run(right, in, new Demand(set(new int[] {number}), null, true)));
  }

  private Optional<QueryRows> union(OpUnion union, QueryRows input, boolean unit) {
    List<Op> branches = new ArrayList<>();
    flatten(union, branches);
    if (!unit && !branches.stream().allMatch(RowWise::testExists)) {
      return Optional.empty();
    }
    List<UnaryOperator<QueryRows>> streams = new ArrayList<>();
    branches.forEach(op -> streams.add(in -> run(op, in)));
    return Optional.of(new Concatenation(run, input, streams));
  }

  private static void flatten(Op op, List<Op> branches) {
    if (op instanceof OpUnion union) {
      flatten(union.getLeft(), branches);
      flatten(union.getRight(), branches);
    } else {
      branches.add(op);
    }
  }

  private Optional<QueryRows> graph(OpGraph op, QueryRows input, @Nullable Demand demand) {
    DatasetGraph dataset = context.getDataset();
    Node name = op.getNode();
    if (!Var.isVar(name)) {
      if (Quad.isDefaultGraph(name) || Quad.isUnionGraph(name)) {
        return Optional.empty();
      }
      if (!dataset.containsGraph(name)) {
        input.close();
        return Optional.of(QueryRows.none());
      }
      return Optional.of(executor.exec(op.getSubOp(), input, dataset.getGraph(name)));
    }
    int column = run.layout().column(Var.alloc(name));
    boolean scans = GraphPatterns.test(op.getSubOp(), Var.alloc(name));
    List<UnaryOperator<QueryRows>> graphs = new ArrayList<>();
    BitSet scanned = new BitSet();
    dataset
        .listGraphNodes()
        .forEachRemaining(
            g -> {
              Graph graph = dataset.getGraph(g);
              int id = run.terms().canonical(run.terms().id(g));
              if (scans
                  && id > 0
                  && graph instanceof StoreGraph own
                  && own.store() == run.store()) {
                scanned.set(id);
              } else {
                graphs.add(in -> inGraph(op.getSubOp(), in, graph, column, id));
              }
            });
    if (!scanned.isEmpty()) {
      GraphColumn all = new GraphColumn(run, column, scanned);
      Operators inAll = new Operators(run, executor, scope, all, context);
      graphs.add(
          in ->
              demand == null ? inAll.run(op.getSubOp(), in) : inAll.run(op.getSubOp(), in, demand));
    }
    return Optional.of(new Concatenation(run, input, graphs));
  }

  private QueryRows inGraph(Op op, QueryRows input, Graph graph, int column, int id) {
    QueryRows wanted =
        input instanceof QueryRows.Unit ? input : new BindConstant(run, input, column, id, false);
    return new BindConstant(run, executor.exec(op, wanted, graph), column, id, true);
  }

  private QueryRows table(OpTable op, QueryRows input, boolean unit) {
    if (op.isJoinIdentity()) {
      return input;
    }
    return unit ? new RowsOfBindings(run, op.getTable().iterator(context)) : join(input, op);
  }

  private QueryRows distinct(Op sub, QueryRows input) {
    return shortcut
        .distinct(sub)
        .orElseGet(() -> new DistinctRows(run, distinctRows(sub, input), named(sub)));
  }

  /// Returns rows that become the distinct rows of an operator.
  private QueryRows distinctRows(Op sub, QueryRows input) {
    if (sub instanceof OpProject project && Repeatable.test(project)) {
      int[] columns = columns(project.getVars());
      return distinctly(project.getSubOp(), input, columns);
    }
    return run(sub, input);
  }

  /// Returns some columns of an operator's rows. Rows that are equal in them may be left out.
  private QueryRows distinctly(Op op, QueryRows input, int[] columns) {
    return new ProjectRows(run(op, input, new Demand(set(columns), null, false)), columns);
  }

  /// Runs an operator whose rows are read in part. The graph of a row is always read, because parts
  /// that do not mention its variable are joined by it, too.
  private QueryRows run(Op op, QueryRows input, Demand demand) {
    Demand read = demand.and(graphColumn);
    return run.record(
        () -> OperatorText.of(op), QueryPlan.UNKNOWN, () -> demanded(op, input, read));
  }

  private QueryRows demanded(Op op, QueryRows input, Demand demand) {
    boolean unit = input instanceof QueryRows.Unit;
    return switch (op) {
      case OpFilter filter when inGraphs && GraphPatterns.looksUp(filter) -> plain(op, input);
      case OpMinus _ when inGraphs -> plain(op, input);
      case OpExtend extend ->
          extendAll(
              run(extend.getSubOp(), input, demand.and(comparedBy(extend.getVarExprList()))),
              extend.getVarExprList(),
              unit);
      case OpAssign assign ->
          extend(
              run(assign.getSubOp(), input, demand.and(comparedBy(assign.getVarExprList()))),
              assign.getVarExprList());
      case OpUnion union when unit || RowWise.testExists(union) -> {
        List<Op> branches = new ArrayList<>();
        flatten(union, branches);
        List<UnaryOperator<QueryRows>> streams = new ArrayList<>();
        branches.forEach(branch -> streams.add(in -> run(branch, in, demand)));
        yield new Concatenation(run, input, streams);
      }
      case OpFilter _,
          OpSequence _,
          OpJoin _,
          OpBGP _,
          OpPath _,
          OpLeftJoin _,
          OpConditional _,
          OpMinus _ ->
          groups.join(input, op, demand).orElseGet(() -> plain(op, input));
      case OpProject project when unit ? RowWise.isScoped(project) : RowWise.testExists(project) ->
          new WithoutColumns(run(project.getSubOp(), input, demand), hidden(project));
      case OpGraph graph when Var.isVar(graph.getNode()) && (unit || RowWise.testExists(graph)) ->
          graph(graph, input, demand).orElseGet(() -> plain(op, input));
      default -> plain(op, input);
    };
  }

  private QueryRows plain(Op op, QueryRows input) {
    return implemented(op, input).orElseGet(() -> executor.execAsArq(op, input));
  }

  /// Returns the columns that BIND reads, with those that it compares if they are bound already.
  private BitSet comparedBy(VarExprList assignments) {
    BitSet read = readBy(assignments);
    read.or(set(columns(assignments.getVars())));
    return read;
  }

  private BitSet readBy(VarExprList assignments) {
    return GroupParser.mentioned(run, assignments.getExprs().values());
  }

  private static BitSet or(BitSet some, BitSet others) {
    BitSet all = (BitSet) some.clone();
    all.or(others);
    return all;
  }

  private static BitSet set(int[] columns) {
    BitSet set = new BitSet();
    Arrays.stream(columns).forEach(set::set);
    return set;
  }

  /// Returns the columns of the variables that the query names. The variables that replace its
  /// blank nodes, or connect the steps of its paths, do not distinguish rows.
  private int[] named(Op op) {
    return columns(OpVars.visibleVars(op).stream().filter(Operators::isNamed).toList());
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

  /// Returns true if the expressions of GROUP BY can be computed before the rows are grouped: their
  /// variables are new, and none of them reads another one.
  private static boolean isGroupedBefore(OpGroup group) {
    Collection<Var> before = MentionedVariables.of(group.getSubOp());
    Map<Var, Expr> keys = group.getGroupVars().getExprs();
    return keys.keySet().stream().noneMatch(before::contains)
        && keys.values().stream()
            .noneMatch(e -> e.getVarsMentioned().stream().anyMatch(keys::containsKey));
  }

  private QueryRows group(OpGroup group, QueryRows input, boolean unit) {
    Optional<QueryRows> counts =
        unit ? shortcut.counts(group, e -> IdConditions.of(e, run)) : Optional.empty();
    if (counts.isPresent()) {
      return counts.get();
    }
    VarExprList keys = new VarExprList();
    group.getGroupVars().getExprs().forEach(keys::add);
    List<ExprAggregator> aggregators =
        group.getAggregators().stream().map(a -> GroupRows.ofVariable(a, keys).orElse(a)).toList();
    int[] by = columns(group.getGroupVars().getVars());
    BitSet read = GroupRows.merging(aggregators, run);
    Weights weights = null;
    QueryRows rows;
    if (read != null && Repeatable.test(group.getSubOp()) && isRepeatable(keys)) {
      weights = GroupRows.areWeighted(aggregators) ? new Weights(run) : null;
      read.or(set(by));
      read.or(readBy(keys));
      rows = run(group.getSubOp(), input, new Demand(read, weights, false));
    } else {
      rows = run(group.getSubOp(), input);
    }
    return new GroupRows(
        run,
        unit,
        keys.isEmpty() ? rows : extendAll(rows, keys, unit),
        by,
        named(group.getSubOp()),
        aggregators,
        weights,
        context);
  }

  /// Binds variables for all rows of an operator, in parallel if possible.
  ///
  /// @param unit true if the operator is evaluated once, not for parts of the rows
  private QueryRows extendAll(QueryRows rows, VarExprList assignments, boolean unit) {
    return unit && run.isParallel() && isRepeatable(assignments)
        ? rows.inParallel(run, in -> extend(in, assignments))
        : extend(rows, assignments);
  }

  private static boolean isRepeatable(VarExprList expressions) {
    return expressions.getExprs().values().stream().allMatch(FilterRows::isFunction);
  }
}
