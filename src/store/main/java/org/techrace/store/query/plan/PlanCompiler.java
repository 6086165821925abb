package org.techrace.store.query.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.jena.graph.Node;
import org.apache.jena.query.SortCondition;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.op.Op1;
import org.apache.jena.sparql.algebra.op.Op2;
import org.apache.jena.sparql.algebra.op.OpAssign;
import org.apache.jena.sparql.algebra.op.OpBGP;
import org.apache.jena.sparql.algebra.op.OpConditional;
import org.apache.jena.sparql.algebra.op.OpDistinctReduced;
import org.apache.jena.sparql.algebra.op.OpExtend;
import org.apache.jena.sparql.algebra.op.OpExtendAssign;
import org.apache.jena.sparql.algebra.op.OpFilter;
import org.apache.jena.sparql.algebra.op.OpGraph;
import org.apache.jena.sparql.algebra.op.OpGroup;
import org.apache.jena.sparql.algebra.op.OpJoin;
import org.apache.jena.sparql.algebra.op.OpLateral;
import org.apache.jena.sparql.algebra.op.OpLeftJoin;
import org.apache.jena.sparql.algebra.op.OpMinus;
import org.apache.jena.sparql.algebra.op.OpOrder;
import org.apache.jena.sparql.algebra.op.OpPath;
import org.apache.jena.sparql.algebra.op.OpProject;
import org.apache.jena.sparql.algebra.op.OpPropFunc;
import org.apache.jena.sparql.algebra.op.OpSequence;
import org.apache.jena.sparql.algebra.op.OpService;
import org.apache.jena.sparql.algebra.op.OpSlice;
import org.apache.jena.sparql.algebra.op.OpTable;
import org.apache.jena.sparql.algebra.op.OpTopN;
import org.apache.jena.sparql.algebra.op.OpTriple;
import org.apache.jena.sparql.algebra.op.OpUnion;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.core.TriplePath;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.core.VarExprList;
import org.apache.jena.sparql.expr.E_DateTimeDay;
import org.apache.jena.sparql.expr.E_DateTimeHours;
import org.apache.jena.sparql.expr.E_DateTimeMinutes;
import org.apache.jena.sparql.expr.E_DateTimeMonth;
import org.apache.jena.sparql.expr.E_DateTimeYear;
import org.apache.jena.sparql.expr.E_StrLength;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprAggregator;
import org.apache.jena.sparql.expr.ExprList;
import org.techrace.guard.AlgebraParts;
import org.techrace.store.query.group.GroupRows;
import org.techrace.store.query.path.PathSteps;
import org.techrace.store.query.row.Rewrite;
import org.techrace.store.query.text.DistanceOrder;
import org.techrace.store.query.text.FilterRows;

/// Compiles ARQ's algebra to a [Plan], once for each execution of a query. What it does not know
/// becomes [Plan.Arq]. Used by one thread.
public final class PlanCompiler {
  private final AlgebraFacts facts;
  private final Predicate<Rewrite> uses;
  private final IdentityHashMap<Op, Plan> plans = new IdentityHashMap<>();
  private final IdentityHashMap<Op, ExistsPlan> patterns = new IdentityHashMap<>();
  private int nodes;

  /// How many rows are read of the operator that is compiled next.
  private long read = Long.MAX_VALUE;

  /// @param uses returns true for the rewrites that are not switched off
  public PlanCompiler(Predicate<Rewrite> uses) {
    this.uses = uses;
    this.facts = new AlgebraFacts(uses.test(Rewrite.PATH_BRANCHES));
  }

  /// Returns the plan of an operator, the same node if it is called again.
  public Plan plan(Op op) {
    Plan known = plans.get(op);
    if (known == null) {
      known = node(op);
      plans.put(op, known);
    }
    return known;
  }

  /// Returns true if [#plan] can return the plan of an operator without compiling an operator that
  /// ARQ has made for one row: if it knows the operator, or none yet.
  public boolean compiles(Op op) {
    return plans.isEmpty() || plans.containsKey(op);
  }

  private Plan node(Op op) {
    Plan.Header header = header(op);
    return switch (op) {
      case OpBGP bgp -> new Plan.Scan(header, bgp.getPattern().getList());
      case OpTriple triple -> new Plan.Scan(header, List.of(triple.getTriple()));
      case OpPath path -> path(header, path.getTriplePath());
      case OpTable table -> new Plan.Values(header, table.getTable(), table.isJoinIdentity());
      case OpJoin join -> new Plan.Join(header, plan(join.getLeft()), plan(join.getRight()));
      case OpSequence sequence ->
          new Plan.Sequence(header, sequence.getElements().stream().map(this::plan).toList());
      case OpConditional optional -> optional(header, optional);
      case OpLeftJoin optional -> {
        Facts right = facts.of(optional.getRight());
        boolean fed = right.isRowWise() && right.isIndependent();
        yield optional(header, optional, optional.getRight(), expressions(optional), fed, true);
      }
      case OpMinus minus -> minus(header, minus);
      case OpFilter filter ->
          new Plan.Filter(header, plan(filter.getSubOp()), conditions(filter.getExprs()));
      case OpExtend extend ->
          new Plan.Extend(
              header, plan(extend.getSubOp()), assignments(extend.getVarExprList()), true);
      case OpAssign assign ->
          new Plan.Extend(
              header, plan(assign.getSubOp()), assignments(assign.getVarExprList()), false);
      case OpGroup group when !isGroupedBefore(group) ->
          arq(header, "a key of GROUP BY reads another key");
      case OpGroup group -> group(header, group);
      case OpDistinctReduced distinct -> new Plan.Distinct(header, plan(distinct.getSubOp()));
      case OpOrder order -> sort(header, order, order.getConditions(), Long.MAX_VALUE);
      case OpTopN top -> sort(header, top, top.getConditions(), top.getLimit());
      case OpSlice slice -> slice(header, slice);
      case OpUnion union -> {
        List<Plan> branches = new ArrayList<>();
        addBranches(union, branches);
        yield new Plan.Union(header, branches);
      }
      case OpGraph graph -> graph(header, graph);
      case OpProject project ->
          new Plan.Project(
              header,
              plan(project.getSubOp()),
              project.getVars(),
              header.facts().isScoped(project));
      case OpService service when header.facts().isRowWiseInExists() ->
          new Plan.Service(header, service);
      case OpService _ -> arq(header, "SERVICE asks another server");
      case OpLateral _ -> arq(header, "LATERAL is evaluated for each row");
      case OpPropFunc _ -> arq(header, "a property function of ARQ");
      default -> arq(header, "an extension of ARQ");
    };
  }

  private Plan.Header header(Op op) {
    Plan.Header header = new Plan.Header(nodes++, facts.of(op), read);
    read = op instanceof OpProject || op instanceof OpExtendAssign ? read : Long.MAX_VALUE;
    return header;
  }

  private Plan slice(Plan.Header header, OpSlice slice) {
    long offset = Math.max(0, slice.getStart());
    long length = slice.getLength() < 0 ? Long.MAX_VALUE : slice.getLength();
    read = length > Long.MAX_VALUE - offset ? Long.MAX_VALUE : offset + length;
    Plan below = plan(slice.getSubOp());
    read = Long.MAX_VALUE; // also if the operator was known
    return new Plan.Slice(header, below, offset, length);
  }

  private Plan arq(Plan.Header header, String reason) {
    return new Plan.Arq(
        header, Facts.operands(header.facts().op()).stream().map(this::plan).toList(), reason);
  }

  private Plan path(Plan.Header header, TriplePath path) {
    Optional<Op> branches = header.facts().branches();
    if (path.getPath() != null
        && PathSteps.applies(path.getPath())
        && isPlain(path.getSubject())
        && isPlain(path.getObject())) {
      return new Plan.Path(header, path);
    }
    return branches.isPresent()
        ? new Plan.Branches(header, plan(branches.get()))
        : arq(header, "a path that is not evaluated on ids");
  }

  /// Returns true if a node is not a triple term with variables.
  private static boolean isPlain(Node node) {
    return !node.isTripleTerm() || node.isConcrete();
  }

  /// OPTIONAL whose right side gets the values of a row. If the right side has groups and reads
  /// nothing of the left side, it is evaluated once for all rows. ARQ would evaluate it for each
  /// row, with the row's values in place of variables, and COUNT of such a variable is 0.
  private Plan optional(Plan.Header header, OpConditional optional) {
    Op right = optional.getRight();
    Facts of = facts.of(right);
    if (of.isRowWiseInExists()) {
      return optional(header, optional, right, List.of(), true, of.isRowWise());
    }
    List<Expr> conditions = List.of();
    if (right instanceof OpFilter filter) {
      conditions = filter.getExprs().getList();
      right = filter.getSubOp();
    }
    return hasGroups(right) && facts.of(right).isIndependent()
        ? optional(header, optional, right, conditions, false, false)
        : arq(header, "the right side of OPTIONAL reads each row of the left side");
  }

  private static boolean hasGroups(Op op) {
    boolean[] found = {false};
    AlgebraParts.visit(op, part -> found[0] = found[0] || part instanceof OpGroup, _ -> {});
    return found[0];
  }

  private Plan optional(
      Plan.Header header,
      Op2 optional,
      Op right,
      List<Expr> conditions,
      boolean fed,
      boolean late) {
    return new Plan.LeftJoin(
        header,
        plan(optional.getLeft()),
        plan(right),
        conditions(conditions),
        late,
        fed
            ? Optional.of(
                new Plan.LeftJoin.Fed(
                    plan(filtered(conditions, right)), solutions(right, conditions)))
            : Optional.empty());
  }

  private static List<Expr> expressions(OpLeftJoin optional) {
    return optional.getExprs() == null ? List.of() : optional.getExprs().getList();
  }

  private static Op filtered(List<Expr> conditions, Op op) {
    return conditions.isEmpty() ? op : OpFilter.filterBy(new ExprList(conditions), op);
  }

  /// Returns the solutions of the right side of OPTIONAL, or empty if it must be looked up. A
  /// filter that reads variables of the left side becomes a condition on the joined rows.
  private Optional<Plan.LeftJoin.Solutions> solutions(Op right, List<Expr> conditions) {
    Optional<WholePattern> whole = WholePattern.of(facts.of(right));
    if (whole.isPresent() || !(right instanceof OpFilter filter)) {
      return whole.map(
          pattern -> new Plan.LeftJoin.Solutions(plan(right), pattern, conditions(conditions)));
    }
    List<Expr> all = new ArrayList<>(conditions);
    all.addAll(filter.getExprs().getList());
    return WholePattern.of(facts.of(filter.getSubOp()))
        .map(
            pattern ->
                new Plan.LeftJoin.Solutions(plan(filter.getSubOp()), pattern, conditions(all)));
  }

  private Plan minus(Plan.Header header, OpMinus minus) {
    Facts right = facts.of(minus.getRight());
    VariableSet common = facts.of(minus.getLeft()).possible().and(right.possible());
    boolean fed =
        !common.isEmpty()
            && right.certain().containsAll(common)
            && right.isRowWise()
            && right.isIndependent()
            && right.isRepeatable();
    return new Plan.Minus(header, plan(minus.getLeft()), plan(minus.getRight()), common, fed);
  }

  /// Returns true if the expressions of GROUP BY can be computed before the rows are grouped: their
  /// variables are new, and none of them reads another one.
  private boolean isGroupedBefore(OpGroup group) {
    Collection<Var> before = facts.of(group.getSubOp()).mentioned();
    Map<Var, Expr> keys = group.getGroupVars().getExprs();
    return keys.keySet().stream().noneMatch(before::contains)
        && keys.values().stream()
            .noneMatch(e -> e.getVarsMentioned().stream().anyMatch(keys::containsKey));
  }

  private Plan group(Plan.Header header, OpGroup group) {
    VarExprList before = new VarExprList();
    group.getGroupVars().getExprs().forEach(before::add);
    List<ExprAggregator> aggregators =
        group.getAggregators().stream()
            .map(a -> GroupRows.ofVariable(a, before).orElse(a))
            .toList();
    return new Plan.Group(
        header,
        plan(group.getSubOp()),
        group.getGroupVars().getVars(),
        assignments(before),
        aggregators);
  }

  /// Sorts rows. Conditions that are small integers are computed as ids, which need no term.
  private Plan sort(Plan.Header header, Op1 op, List<SortCondition> conditions, long limit) {
    VarExprList computed = new VarExprList();
    List<SortCondition> onIds = new ArrayList<>();
    for (SortCondition condition : conditions) {
      Expr expr = condition.getExpression();
      if (!uses.test(Rewrite.SORT_KEYS) || !isSmallInteger(expr) || !FilterRows.isFunction(expr)) {
        onIds.add(condition);
        continue;
      }
      // A name that no query can have.
      Var variable = Var.alloc(".sorted " + onIds.size());
      computed.add(variable, expr);
      onIds.add(new SortCondition(variable, condition.getDirection()));
    }
    return new Plan.Sort(
        header,
        plan(op.getSubOp()),
        onIds,
        assignments(computed),
        limit,
        limit < Long.MAX_VALUE ? nearest(op.getSubOp(), conditions) : Optional.empty());
  }

  private Optional<Plan.Sort.Nearest> nearest(Op below, List<SortCondition> conditions) {
    SortCondition main = conditions.getFirst();
    if (!uses.test(Rewrite.GEOMETRY_BOXES)
        || !(below instanceof OpExtend extend)
        || extend.getVarExprList().size() != 1
        || !conditions.stream().allMatch(c -> c.getExpression().isVariable())) {
      return Optional.empty();
    }
    Expr distance = extend.getVarExprList().getExpr(main.getExpression().asVar());
    if (distance == null || !DistanceOrder.isDistance(distance)) {
      return Optional.empty();
    }
    List<SortCondition> byDistance = new ArrayList<>(conditions);
    byDistance.set(0, new SortCondition(distance, main.getDirection()));
    return Optional.of(
        new Plan.Sort.Nearest(
            plan(extend.getSubOp()), byDistance, assignments(extend.getVarExprList())));
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

  private void addBranches(Op op, List<Plan> branches) {
    if (op instanceof OpUnion union) {
      addBranches(union.getLeft(), branches);
      addBranches(union.getRight(), branches);
    } else {
      branches.add(plan(op));
    }
  }

  private Plan graph(Plan.Header header, OpGraph graph) {
    Node name = graph.getNode();
    if (Quad.isDefaultGraph(name) || Quad.isUnionGraph(name)) {
      return arq(header, "a name of ARQ for a graph");
    }
    Facts below = facts.of(graph.getSubOp());
    boolean atOnce =
        Var.isVar(name)
            && uses.test(Rewrite.GRAPHS_AT_ONCE)
            && runsExistsInBatches()
            && !below.mentioned().contains(name)
            && below.isForAllGraphs();
    return new Plan.Graph(header, plan(graph.getSubOp()), name, atOnce);
  }

  private List<Condition> conditions(ExprList expressions) {
    return conditions(expressions.getList());
  }

  /// Returns conditions, those without EXISTS first.
  List<Condition> conditions(List<Expr> expressions) {
    return expressions.stream()
        .map(this::condition)
        .sorted(Comparator.comparing(Condition::hasPattern))
        .toList();
  }

  private Condition condition(Expr expr) {
    boolean divides = FilterRows.hasPattern(expr) && runsExistsInBatches();
    return new Condition(
        expr,
        divides ? test(expr) : new Condition.Value(expr, List.of()),
        facts.mentioned(List.of(expr)),
        divides ? facts.isConcurrent(expr) : FilterRows.isFunction(expr));
  }

  private Condition.Test test(Expr expr) {
    return switch (Division.of(expr)) {
      case Division.Either either -> new Condition.Either(conditions(either.alternatives()));
      case Division.All all -> new Condition.All(conditions(all.parts()));
      case Division.Exists exists when runsInBatches(exists.pattern()) ->
          new Condition.Exists(exists(exists.pattern()), exists.wanted());
      case Division.Exists _, Division.Other _ -> {
        ExistsMarks marks = new ExistsMarks(this);
        Expr marked = marks.replace(expr);
        yield new Condition.Value(marked, marks.marks());
      }
    };
  }

  private Assignments assignments(VarExprList expressions) {
    ExistsMarks marks = new ExistsMarks(this);
    VarExprList marked = marks.replace(expressions);
    return new Assignments(marked, marks.marks(), facts.mentioned(expressions.getExprs().values()));
  }

  private boolean runsExistsInBatches() {
    return uses.test(Rewrite.EXISTS_IN_BATCHES);
  }

  /// Returns true if the pattern of an EXISTS can be evaluated for a batch of rows.
  boolean runsInBatches(Op exists) {
    return runsExistsInBatches() && facts.exists(exists).runsPerBatch();
  }

  /// Returns the plan of the pattern of an EXISTS, the same for each part of an expression.
  ExistsPlan exists(Op exists) {
    ExistsPlan known = patterns.get(exists);
    if (known == null) {
      known = newPattern(facts.exists(exists));
      patterns.put(exists, known);
    }
    return known;
  }

  private ExistsPlan newPattern(ExistsPattern exists) {
    Plan pattern = plan(exists.simplified());
    // A name that no query can have.
    Var value = Var.alloc(".extreme " + nodes);
    return new ExistsPlan(
        nodes++,
        pattern,
        exists.grouped().map(this::groups),
        uses.test(Rewrite.EXTREME_VALUES)
            ? ComparedPattern.of(pattern, value, this)
            : Optional.empty(),
        WholePattern.of(pattern.facts()),
        pattern instanceof Plan.Extend extend && extend.isNew()
            ? Optional.of(exists(extend.below().algebra()))
            : Optional.empty(),
        exists.isRowWise() && pattern.facts().isConcurrent());
  }

  private ExistsPlan.Groups groups(ExistsPattern.Grouped grouped) {
    return new ExistsPlan.Groups(
        (Plan.Group) plan(grouped.group()),
        grouped.above().stream().map(this::plan).toList(),
        grouped.keys());
  }
}
