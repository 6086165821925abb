package org.techrace.store.query.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.query.SortCondition;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.op.OpAssign;
import org.apache.jena.sparql.algebra.op.OpBGP;
import org.apache.jena.sparql.algebra.op.OpConditional;
import org.apache.jena.sparql.algebra.op.OpDistinctReduced;
import org.apache.jena.sparql.algebra.op.OpExtend;
import org.apache.jena.sparql.algebra.op.OpFilter;
import org.apache.jena.sparql.algebra.op.OpGraph;
import org.apache.jena.sparql.algebra.op.OpGroup;
import org.apache.jena.sparql.algebra.op.OpJoin;
import org.apache.jena.sparql.algebra.op.OpLateral;
import org.apache.jena.sparql.algebra.op.OpLeftJoin;
import org.apache.jena.sparql.algebra.op.OpMinus;
import org.apache.jena.sparql.algebra.op.OpModifier;
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
import org.techrace.store.query.path.PathBranches;
import org.techrace.store.query.path.PathSteps;
import org.techrace.store.query.row.Rewrite;
import org.techrace.store.query.text.DistanceOrder;
import org.techrace.store.query.text.FilterRows;

/// Compiles ARQ's algebra to a [Plan], once for each execution of a query. What it does not know
/// becomes [Plan.Arq]. It is the only class that tells the operators of ARQ apart: `FactRules`
/// derive their facts, and the executor has the records. Used by one thread.
public final class PlanCompiler {
  private final FactRules rules = new FactRules(this);
  private final Predicate<Rewrite> uses;
  private final boolean asks;
  private final IdentityHashMap<Op, Plan> plans = new IdentityHashMap<>();
  private final IdentityHashMap<Op, ExistsPlan> patterns = new IdentityHashMap<>();
  private int nodes;

  /// @param uses returns true for the rewrites that are not switched off
  /// @param asks true for ASK, which reads only the first row
  public PlanCompiler(Predicate<Rewrite> uses, boolean asks) {
    this.uses = uses;
    this.asks = asks;
  }

  /// Returns the plan of an operator, the same node if it is called again.
  public Plan plan(Op op) {
    return plan(op, Long.MAX_VALUE);
  }

  /// @param read how many rows of it are read at most
  private Plan plan(Op op, long read) {
    Plan known = plans.get(op);
    if (known == null) {
      known = node(op, read);
      plans.put(op, known);
    }
    return known;
  }

  /// Returns what is known about an operator.
  public Facts facts(Op op) {
    return plan(op).facts();
  }

  /// Returns true if [#plan] can return the plan of an operator without compiling an operator that
  /// ARQ has made for one row: if it knows the operator, or none yet.
  public boolean compiles(Op op) {
    return plans.isEmpty() || plans.containsKey(op);
  }

  private Plan node(Op op, long read) {
    return switch (op) {
      case OpBGP bgp -> scan(bgp, bgp.getPattern().getList(), read);
      case OpTriple triple -> scan(triple, List.of(triple.getTriple()), read);
      case OpPath path -> path(path, read);
      case OpTable values ->
          new Plan.Values(
              header(rules.values(values), read), values.getTable(), values.isJoinIdentity());
      case OpJoin join -> {
        Plan left = plan(join.getLeft());
        Plan right = plan(join.getRight());
        yield new Plan.Join(
            header(rules.join(join, left.facts(), right.facts()), read), left, right);
      }
      case OpSequence sequence -> {
        List<Plan> parts = plans(sequence.getElements());
        yield new Plan.Sequence(header(rules.sequence(sequence, facts(parts)), read), parts);
      }
      case OpConditional optional -> optional(optional, read);
      case OpLeftJoin optional -> optional(optional, read);
      case OpMinus minus -> minus(minus, read);
      case OpFilter filter -> {
        Plan below = plan(filter.getSubOp());
        yield new Plan.Filter(
            header(rules.filter(filter, below.facts()), read),
            below,
            conditions(AlgebraParts.conditions(filter)));
      }
      case OpExtend extend -> {
        Plan below = plan(extend.getSubOp(), read);
        Plan.Header header = header(rules.extend(extend, below.facts()), read);
        yield new Plan.Extend(header, below, assignments(extend.getVarExprList()), true);
      }
      case OpAssign assign -> {
        Plan below = plan(assign.getSubOp(), read);
        Plan.Header header = header(rules.assign(assign, below.facts()), read);
        yield new Plan.Extend(header, below, assignments(assign.getVarExprList()), false);
      }
      case OpGroup group -> group(group, read);
      case OpDistinctReduced distinct -> {
        Plan below = plan(distinct.getSubOp());
        yield new Plan.Distinct(header(rules.distinct(distinct, below.facts()), read), below);
      }
      case OpOrder order -> sort(order, order.getConditions(), Long.MAX_VALUE, read);
      case OpTopN top -> sort(top, top.getConditions(), top.getLimit(), read);
      case OpSlice slice -> slice(slice, read);
      case OpUnion union -> {
        Plan left = plan(union.getLeft());
        Plan right = plan(union.getRight());
        Plan.Header header = header(rules.union(union, left.facts(), right.facts()), read);
        yield new Plan.Union(
            header, Stream.of(left, right).flatMap(PlanCompiler::branches).toList());
      }
      case OpGraph graph -> graph(graph, read);
      case OpProject project -> {
        Plan below = plan(project.getSubOp(), read);
        yield new Plan.Project(
            header(rules.project(project, below.facts()), read),
            below,
            project.getVars(),
            FactRules.isScoped(project, below.facts()));
      }
      case OpService service -> {
        List<Plan> below = plans(AlgebraParts.operands(service));
        Plan.Header header = header(rules.service(service, facts(below)), read);
        yield header.facts().isRowWiseInExists()
            ? new Plan.Service(header, service)
            : new Plan.Arq(header, below, "SERVICE asks another server");
      }
      case OpLateral lateral -> arq(lateral, "LATERAL is evaluated for each row", read);
      case OpPropFunc function -> arq(function, "a property function of ARQ", read);
      default -> arq(op, "an extension of ARQ", read);
    };
  }

  private Plan.Header header(Facts facts, long read) {
    return new Plan.Header(nodes++, facts, read);
  }

  private List<Plan> plans(List<Op> operands) {
    return operands.stream().map(this::plan).toList();
  }

  private static List<Facts> facts(List<Plan> operands) {
    return operands.stream().map(Plan::facts).toList();
  }

  private Plan arq(Op op, String reason, long read) {
    List<Plan> operands = plans(AlgebraParts.operands(op));
    return new Plan.Arq(header(rules.other(op, facts(operands)), read), operands, reason);
  }

  private Plan scan(Op op, List<Triple> patterns, long read) {
    return new Plan.Scan(header(rules.scan(op, patterns), read), patterns);
  }

  /// The windows of a query without an order are parts of the same rows, so what is below does not
  /// depend on them; ASK has one window.
  private Plan slice(OpSlice slice, long read) {
    long offset = Math.max(0, slice.getStart());
    long length = slice.getLength() < 0 ? Long.MAX_VALUE : slice.getLength();
    Plan below = plan(slice.getSubOp(), asks && offset == 0 ? length : Long.MAX_VALUE);
    return new Plan.Slice(
        header(rules.modifier(slice, below.facts()), read), below, offset, length);
  }

  private Plan path(OpPath op, long read) {
    TriplePath path = op.getTriplePath();
    Optional<Plan> branches =
        uses.test(Rewrite.PATH_BRANCHES) ? PathBranches.of(path).map(this::plan) : Optional.empty();
    boolean onIds =
        path.getPath() != null
            && PathSteps.applies(path.getPath())
            && isPlain(path.getSubject())
            && isPlain(path.getObject());
    Plan.Header header = header(rules.path(op, onIds, branches.map(Plan::facts)), read);
    if (onIds) {
      return new Plan.Path(header, path);
    }
    return branches
        .<Plan>map(union -> new Plan.Branches(header, union))
        .orElseGet(() -> new Plan.Arq(header, List.of(), "a path that is not evaluated on ids"));
  }

  /// Returns true if a node is not a triple term with variables.
  private static boolean isPlain(Node node) {
    return !node.isTripleTerm() || node.isConcrete();
  }

  private Plan optional(OpLeftJoin optional, long read) {
    Plan left = plan(optional.getLeft());
    Plan right = plan(optional.getRight());
    Plan.Header header = header(rules.optional(optional, left.facts(), right.facts()), read);
    boolean fed = right.facts().isRowWise() && right.facts().isIndependent();
    return optional(header, left, right, AlgebraParts.conditions(optional), fed, true);
  }

  /// OPTIONAL whose right side gets the values of a row. If the right side has groups and reads
  /// nothing of the left side, it is evaluated once for all rows. ARQ would evaluate it for each
  /// row, with the row's values in place of variables, and COUNT of such a variable is 0.
  private Plan optional(OpConditional optional, long read) {
    Plan left = plan(optional.getLeft());
    Plan right = plan(optional.getRight());
    Plan.Header header = header(rules.optional(optional, left.facts(), right.facts()), read);
    if (right.facts().isRowWiseInExists()) {
      return optional(header, left, right, List.of(), true, right.facts().isRowWise());
    }
    List<Expr> conditions = AlgebraParts.conditions(right.algebra());
    Plan joined = right instanceof Plan.Filter filter ? filter.below() : right;
    boolean hasGroups = AlgebraParts.any(joined.algebra(), part -> part instanceof OpGroup);
    return hasGroups && joined.facts().isIndependent()
        ? optional(header, left, joined, conditions, false, false)
        : new Plan.Arq(
            header,
            List.of(left, right),
            "the right side of OPTIONAL reads each row of the left side");
  }

  private Plan optional(
      Plan.Header header, Plan left, Plan right, List<Expr> conditions, boolean fed, boolean late) {
    return new Plan.LeftJoin(
        header,
        left,
        right,
        conditions(conditions),
        late,
        fed
            ? Optional.of(
                new Plan.LeftJoin.Fed(filtered(conditions, right), solutions(right, conditions)))
            : Optional.empty());
  }

  private Plan filtered(List<Expr> conditions, Plan below) {
    return conditions.isEmpty()
        ? below
        : plan(OpFilter.filterBy(new ExprList(conditions), below.algebra()));
  }

  /// Returns the solutions of the right side of OPTIONAL, or empty if it must be looked up. A
  /// filter that reads variables of the left side becomes a condition on the joined rows.
  private Optional<Plan.LeftJoin.Solutions> solutions(Plan right, List<Expr> conditions) {
    Optional<WholePattern> whole = WholePattern.of(right.facts());
    if (whole.isPresent() || !(right instanceof Plan.Filter filter)) {
      return whole.map(
          pattern -> new Plan.LeftJoin.Solutions(right, pattern, conditions(conditions)));
    }
    List<Expr> all = new ArrayList<>(conditions);
    all.addAll(AlgebraParts.conditions(filter.algebra()));
    return WholePattern.of(filter.below().facts())
        .map(pattern -> new Plan.LeftJoin.Solutions(filter.below(), pattern, conditions(all)));
  }

  private Plan minus(OpMinus minus, long read) {
    Plan left = plan(minus.getLeft());
    Plan right = plan(minus.getRight());
    VariableSet common = left.facts().possible().and(right.facts().possible());
    boolean fed =
        !common.isEmpty()
            && right.facts().certain().containsAll(common)
            && right.facts().isRowWise()
            && right.facts().isIndependent()
            && right.facts().isRepeatable();
    return new Plan.Minus(
        header(rules.minus(minus, left.facts(), right.facts()), read), left, right, common, fed);
  }

  private Plan group(OpGroup group, long read) {
    Plan below = plan(group.getSubOp());
    Plan.Header header = header(rules.group(group, below.facts()), read);
    if (!isGroupedBefore(group, below.facts().mentioned())) {
      return new Plan.Arq(header, List.of(below), "a key of GROUP BY reads another key");
    }
    VarExprList before = new VarExprList();
    group.getGroupVars().getExprs().forEach(before::add);
    List<ExprAggregator> aggregators =
        group.getAggregators().stream()
            .map(a -> GroupRows.ofVariable(a, before).orElse(a))
            .toList();
    return new Plan.Group(
        header, below, group.getGroupVars().getVars(), assignments(before), aggregators);
  }

  /// Returns true if the expressions of GROUP BY can be computed before the rows are grouped: their
  /// variables are new, and none of them reads another one.
  ///
  /// @param before the variables of the rows
  private static boolean isGroupedBefore(OpGroup group, Collection<Var> before) {
    Map<Var, Expr> keys = group.getGroupVars().getExprs();
    return keys.keySet().stream().noneMatch(before::contains)
        && keys.values().stream()
            .noneMatch(e -> e.getVarsMentioned().stream().anyMatch(keys::containsKey));
  }

  /// Sorts rows. Conditions that are small integers are computed as ids, which need no term.
  private Plan sort(OpModifier op, List<SortCondition> conditions, long limit, long read) {
    Plan below = plan(op.getSubOp());
    Plan.Header header = header(rules.modifier(op, below.facts()), read);
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
        below,
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

  private static Stream<Plan> branches(Plan operand) {
    return operand instanceof Plan.Union union ? union.branches().stream() : Stream.of(operand);
  }

  private Plan graph(OpGraph graph, long read) {
    Node name = graph.getNode();
    Plan below = plan(graph.getSubOp());
    Plan.Header header = header(rules.graph(graph, below.facts()), read);
    if (Quad.isDefaultGraph(name) || Quad.isUnionGraph(name)) {
      return new Plan.Arq(header, List.of(below), "a name of ARQ for a graph");
    }
    boolean atOnce =
        Var.isVar(name)
            && uses.test(Rewrite.GRAPHS_AT_ONCE)
            && runsExistsInBatches()
            && !below.facts().mentioned().contains(name)
            && below.facts().isForAllGraphs();
    return new Plan.Graph(header, below, name, atOnce);
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
        rules.mentioned(List.of(expr)),
        divides ? rules.isConcurrent(expr) : FilterRows.isFunction(expr));
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
    return new Assignments(marked, marks.marks(), rules.mentioned(expressions.getExprs().values()));
  }

  private boolean runsExistsInBatches() {
    return uses.test(Rewrite.EXISTS_IN_BATCHES);
  }

  /// Returns true if the pattern of an EXISTS can be evaluated for a batch of rows.
  boolean runsInBatches(Op exists) {
    return runsExistsInBatches() && exists(exists).runsPerBatch();
  }

  /// Returns the plan of the pattern of an EXISTS, the same for each part of an expression.
  ExistsPlan exists(Op exists) {
    ExistsPlan known = patterns.get(exists);
    if (known == null) {
      known = exists(ExistsPattern.simplified(plan(exists), true, this::plan));
      patterns.put(exists, known);
    }
    return known;
  }

  private ExistsPlan exists(Plan pattern) {
    boolean rowWise = pattern.facts().isRowWiseInExists();
    // A name that no query can have.
    Var value = Var.alloc(".extreme " + nodes);
    return new ExistsPlan(
        nodes++,
        pattern,
        rowWise ? Optional.empty() : ExistsPattern.groups(pattern),
        uses.test(Rewrite.EXTREME_VALUES)
            ? ComparedPattern.of(pattern, value, this)
            : Optional.empty(),
        WholePattern.of(pattern.facts()),
        pattern instanceof Plan.Extend extend && extend.isNew()
            ? Optional.of(exists(extend.below().algebra()))
            : Optional.empty(),
        rowWise && pattern.facts().isConcurrent());
  }
}
