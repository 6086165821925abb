package org.techrace.store.query.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.jena.graph.Triple;
import org.apache.jena.sparql.ARQConstants;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.OpVars;
import org.apache.jena.sparql.algebra.op.Op0;
import org.apache.jena.sparql.algebra.op.Op1;
import org.apache.jena.sparql.algebra.op.Op2;
import org.apache.jena.sparql.algebra.op.OpBGP;
import org.apache.jena.sparql.algebra.op.OpConditional;
import org.apache.jena.sparql.algebra.op.OpDistinctReduced;
import org.apache.jena.sparql.algebra.op.OpExt;
import org.apache.jena.sparql.algebra.op.OpExtend;
import org.apache.jena.sparql.algebra.op.OpExtendAssign;
import org.apache.jena.sparql.algebra.op.OpFilter;
import org.apache.jena.sparql.algebra.op.OpGraph;
import org.apache.jena.sparql.algebra.op.OpGroup;
import org.apache.jena.sparql.algebra.op.OpJoin;
import org.apache.jena.sparql.algebra.op.OpLateral;
import org.apache.jena.sparql.algebra.op.OpLeftJoin;
import org.apache.jena.sparql.algebra.op.OpMinus;
import org.apache.jena.sparql.algebra.op.OpModifier;
import org.apache.jena.sparql.algebra.op.OpN;
import org.apache.jena.sparql.algebra.op.OpPath;
import org.apache.jena.sparql.algebra.op.OpProject;
import org.apache.jena.sparql.algebra.op.OpSequence;
import org.apache.jena.sparql.algebra.op.OpService;
import org.apache.jena.sparql.algebra.op.OpTable;
import org.apache.jena.sparql.algebra.op.OpTriple;
import org.apache.jena.sparql.algebra.op.OpUnfold;
import org.apache.jena.sparql.algebra.op.OpUnion;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.core.VarExprList;
import org.apache.jena.sparql.expr.E_Exists;
import org.apache.jena.sparql.expr.E_NotExists;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprAggregator;
import org.apache.jena.sparql.expr.ExprFunction;
import org.apache.jena.sparql.expr.ExprFunctionOp;
import org.apache.jena.sparql.expr.aggregate.AggCount;
import org.apache.jena.sparql.expr.aggregate.AggCountDistinct;
import org.apache.jena.sparql.expr.aggregate.AggCountVar;
import org.apache.jena.sparql.expr.aggregate.AggCountVarDistinct;
import org.techrace.guard.AlgebraParts;
import org.techrace.store.query.path.PathSteps;
import org.techrace.store.query.text.FilterRows;

/// The facts about an operator of ARQ's algebra that hold for all data and rows. All other classes
/// ask here, so that no two of them disagree. An operator that is unknown here has no certain
/// variable, is not closed, and does not run row by row.
///
/// Made by [AlgebraFacts]. Immutable.
public final class Facts {
  private final AlgebraFacts all;

  private final Op op;
  private final List<Facts> operands;

  private final VariableSet possible;
  private final VariableSet certain;
  private final VariableSet mentioned;
  private final VariableSet aggregates;
  private final VariableSet sensitive;
  private final VariableSet given;
  private final boolean ordered;
  private final boolean repeatable;
  private final Optional<Op> branches;
  private final boolean rowWise;
  private final boolean rowWiseInExists;
  private final boolean rightConcurrent;
  private final boolean concurrent;
  private final boolean substitutable;
  private final VariableSet subtracted;
  private final boolean bindsGraph;
  private final boolean grouped;
  private final boolean scansGraphs;
  private final boolean searchesGraphs;

  Facts(Op op, AlgebraFacts all) {
    this.all = all;
    this.op = op;
    this.operands = operands(op).stream().map(all::of).toList();
    List<Facts> parts = new ArrayList<>(); // the operands, and the patterns of EXISTS
    List<Expr> expressions = new ArrayList<>();
    AlgebraParts.visitOwn(op, part -> parts.add(all.of(part)), expressions::add);
    VariableSet names = all.none().or(names(op));
    VariableSet totals = all.none();
    for (Expr expr : expressions) {
      names = names.or(AlgebraFacts.names(expr));
    }
    for (Facts part : parts) {
      names = names.or(part.mentioned);
      totals = totals.or(part.aggregates);
    }
    this.mentioned = names;
    this.aggregates =
        op instanceof OpGroup group
            ? totals.or(group.getAggregators().stream().map(ExprAggregator::getVar).toList())
            : totals;
    this.possible = possible(op);
    this.certain = certain(op);
    VariableSet outer = sensitiveIn(op);
    for (Facts part : parts) {
      outer = outer.or(part.sensitive);
    }
    this.sensitive = outer;
    this.ordered = isOrdered(op);
    this.given = given(op);
    this.repeatable =
        !(op instanceof OpService)
            && expressions.stream().allMatch(FilterRows::isPure)
            && parts.stream().allMatch(Facts::isRepeatable);
    this.branches = all.branches(op);
    this.rowWise = isRowWise(op, Facts::isRowWise, false);
    this.rowWiseInExists = isRowWise(op, Facts::isRowWiseInExists, true);
    this.rightConcurrent = isRightConcurrent(op);
    this.concurrent = isConcurrent(op);
    this.substitutable = isSubstitutable(op);
    VariableSet removed = op instanceof OpMinus ? second().mentioned : all.none();
    for (Facts part : parts) {
      removed = removed.or(part.subtracted);
    }
    this.subtracted = removed;
    this.bindsGraph = bindsGraph(op);
    this.grouped = op instanceof OpGroup || any(part -> part.grouped);
    this.scansGraphs = scansGraphs(op);
    this.searchesGraphs = searchesGraphs(op);
  }

  /// Returns the operator.
  public Op op() {
    return op;
  }

  /// Returns the variables that a solution may bind.
  public VariableSet possible() {
    return possible;
  }

  /// Returns variables that every solution binds. `OpVars.fixedVars` adds variables that some
  /// solutions leave unbound: those of BIND and aggregates whose expression fails, those that a
  /// sub-select names without a value, and those of VALUES that are UNDEF in a row.
  public VariableSet certain() {
    return certain;
  }

  /// Returns all variables that the operator mentions, including those in patterns of EXISTS.
  public VariableSet mentioned() {
    return mentioned;
  }

  /// Returns the variables that must not get a value from outside. With a value, OPTIONAL would
  /// keep a row that has no match for it, and a condition on an unbound variable would become true.
  public VariableSet sensitive() {
    return sensitive;
  }

  /// Returns true if the parts return the same rows with and without input from other parts.
  /// Excluded are conditions that read a variable from outside their own pattern, SERVICE, and
  /// property functions: they keep the order of the query.
  public boolean isClosed() {
    return !ordered && given.isEmpty();
  }

  /// Returns true if the result for a row is the result for the empty row, joined with the row.
  public boolean isIndependent() {
    return isClosed() && sensitive.isEmpty();
  }

  /// Returns true if the operator has equal results for equal rows, so that equal rows may be
  /// merged: no expression is random or creates something, and no other endpoint is asked.
  public boolean isRepeatable() {
    return repeatable;
  }

  /// Returns true if the result for a batch is the union of the results for its rows, and keeps
  /// unknown columns.
  public boolean isRowWise() {
    return rowWise;
  }

  /// Returns true if that is so in EXISTS, where the values of a row take the place of variables
  /// before OPTIONAL and MINUS are evaluated.
  public boolean isRowWiseInExists() {
    return rowWiseInExists;
  }

  /// Returns true if several threads of a query may evaluate the operator for parts of the rows: it
  /// runs on ids without ARQ's operators, and has the same result whichever thread evaluates it
  /// first.
  boolean isConcurrent() {
    return concurrent;
  }

  /// Returns true if threads may apply the operator, OPTIONAL or MINUS, to rows of its left side.
  public boolean isRightConcurrent() {
    return rightConcurrent;
  }

  /// Returns true if the variables that a sub-select does not return have names that no other part
  /// of the query uses. ARQ renames them so.
  public boolean isScoped(OpProject project) {
    return first().mentioned.stream()
        .allMatch(
            v ->
                project.getVars().contains(v)
                    || v.getVarName().startsWith(ARQConstants.allocVarScopeHiding));
  }

  /// Returns true if the operator has the same solutions, joined with a row, whether the values of
  /// the row replace variables before or after it is evaluated. A path that can have length 0 has
  /// additional solutions for terms that are in no triple.
  public boolean isSubstitutable() {
    return substitutable;
  }

  /// Returns the variables on the right sides of MINUS. Those that a row binds are not shared with
  /// the left side any more.
  VariableSet subtracted() {
    return subtracted;
  }

  /// Returns true if the operator, the pattern of `GRAPH ?g`, can be evaluated for all graphs at
  /// once, with the graph of each triple as one more column: every part binds the column, except
  /// EXISTS and MINUS, which come last and look up their pattern in the graph of a row.
  boolean isForAllGraphs() {
    return searchesGraphs && bindsGraph;
  }

  /// Returns the union that a path with alternatives is equal to, or empty for any other operator.
  public Optional<Op> branches() {
    return branches;
  }

  /// Returns the conditions of FILTER or OPTIONAL.
  public static List<Expr> conditions(Op op) {
    return switch (op) {
      case OpFilter filter -> filter.getExprs().getList();
      case OpLeftJoin optional when optional.getExprs() != null -> optional.getExprs().getList();
      default -> List.of();
    };
  }

  /// Returns the variables that the operands, joined, bind in each solution.
  public VariableSet certainInOperands() {
    return union(Facts::certain);
  }

  /// Returns the variables that the operands may bind.
  public VariableSet possibleInOperands() {
    return union(Facts::possible);
  }

  /// Returns triple patterns that each solution of the operands, joined, matches.
  public List<Triple> patternsOfOperands() {
    return operands.stream().flatMap(operand -> operand.patterns().stream()).toList();
  }

  /// Returns triple patterns that each solution matches.
  private List<Triple> patterns() {
    return switch (op) {
      case OpBGP patterns -> patterns.getPattern().getList();
      case OpTriple pattern -> List.of(pattern.getTriple());
      case OpJoin _, OpSequence _ -> patternsOfOperands();
      case OpLeftJoin _, OpConditional _, OpMinus _, OpFilter _, OpExtendAssign _ ->
          first().patterns();
      default -> List.of();
    };
  }

  static List<Op> operands(Op op) {
    return switch (op) {
      case Op1 one -> List.of(one.getSubOp());
      case Op2 two -> List.of(two.getLeft(), two.getRight());
      case OpN several -> several.getElements();
      default -> List.of();
    };
  }

  /// Returns the names in an operator without those in its parts.
  private static Collection<Var> names(Op op) {
    return switch (op) {
      case Op0 pattern -> OpVars.visibleVars(pattern);
      case OpGraph graph when Var.isVar(graph.getNode()) -> List.of(Var.alloc(graph.getNode()));
      case OpProject project -> project.getVars();
      case OpGroup group -> returned(group);
      case OpExtendAssign assign -> assign.getVarExprList().getVars();
      case OpUnfold unfold ->
          unfold.getVar2() == null
              ? List.of(unfold.getVar1())
              : List.of(unfold.getVar1(), unfold.getVar2());
      case OpExt other when other.effectiveOp() == null -> OpVars.visibleVars(other);
      default -> List.of();
    };
  }

  private static List<Var> returned(OpGroup group) {
    List<Var> variables = new ArrayList<>(group.getGroupVars().getVars());
    group.getAggregators().forEach(aggregator -> variables.add(aggregator.getVar()));
    return variables;
  }

  private VariableSet possible(Op op) {
    return switch (op) {
      case OpJoin _, OpLeftJoin _, OpConditional _, OpUnion _, OpSequence _ ->
          union(Facts::possible);
      case OpProject _, OpGroup _ -> all.none().or(names(op));
      case OpGraph _, OpExtendAssign _ -> first().possible.or(names(op));
      case OpMinus _, OpFilter _, OpModifier _ -> first().possible;
      default -> all.none().or(OpVars.visibleVars(op));
    };
  }

  private VariableSet certain(Op op) {
    return switch (op) {
      case OpBGP _, OpTriple _, OpPath _ -> possible;
      case OpTable table -> {
        List<Var> bound = new ArrayList<>(table.getTable().getVars());
        table.getTable().rows().forEachRemaining(row -> bound.removeIf(v -> !row.contains(v)));
        yield all.none().or(bound);
      }
      case OpJoin _, OpSequence _ -> union(Facts::certain);
      case OpUnion _ -> first().certain.and(second().certain);
      case OpGraph _ -> first().certain.or(names(op));
      case OpExtendAssign assign -> assigned(first().certain, assign.getVarExprList());
      case OpGroup group -> {
        VariableSet keys = all.none().or(group.getGroupVars().getVars());
        yield assigned(first().certain.and(keys).or(counts(group)), group.getGroupVars());
      }
      case OpProject _ -> first().certain.and(possible);
      case OpLeftJoin _, OpConditional _, OpMinus _, OpFilter _, OpModifier _ -> first().certain;
      default -> all.none();
    };
  }

  /// Adds the variables that get a constant, or the value of a variable that is bound. Any other
  /// expression may fail.
  private static VariableSet assigned(VariableSet bound, VarExprList assignments) {
    VariableSet then = bound;
    for (Var variable : assignments.getVars()) {
      Expr expr = assignments.getExpr(variable);
      if (expr != null
          && (expr.isConstant() || (expr.isVariable() && then.contains(expr.asVar())))) {
        then = then.or(List.of(variable));
      }
    }
    return then;
  }

  /// Returns the variables of the aggregates that always have a value.
  private static List<Var> counts(OpGroup group) {
    return group.getAggregators().stream()
        .filter(
            a ->
                switch (a.getAggregator()) {
                  case AggCount _, AggCountDistinct _, AggCountVar _, AggCountVarDistinct _ -> true;
                  default -> false;
                })
        .map(ExprAggregator::getVar)
        .toList();
  }

  /// Returns the variables on the right side that the left side may leave unbound.
  public VariableSet open() {
    VariableSet leftOnly = first().mentioned.without(second().mentioned);
    return mentioned.without(first().certain).without(first().aggregates).without(leftOnly);
  }

  /// Returns the variables that must get no value from outside because of an operator itself.
  private VariableSet sensitiveIn(Op op) {
    return switch (op) {
      case OpConditional _, OpLeftJoin _ -> open();
      case OpMinus _ -> first().possible.and(second().possible).without(first().certain);
      // No other part of a query can bind the variables of aggregates.
      case OpFilter _, OpExtendAssign _ ->
          read(op).without(first().certain).without(first().aggregates);
      default -> all.none();
    };
  }

  /// Returns the variables in the expressions of an operator.
  private VariableSet read(Op op) {
    VariableSet variables = all.none();
    for (Expr expr : expressions(op)) {
      variables = variables.or(expr.getVarsMentioned());
    }
    return variables;
  }

  private static Collection<Expr> expressions(Op op) {
    return op instanceof OpExtendAssign assign
        ? assign.getVarExprList().getExprs().values()
        : conditions(op);
  }

  /// Returns true if an operator keeps its place in the query, wherever it gets values from.
  private boolean isOrdered(Op op) {
    return switch (op) {
      case OpBGP _, OpTriple _, OpPath _, OpTable _ -> false;
      case OpSequence _, OpJoin _, OpUnion _, OpConditional _ -> any(part -> part.ordered);
      case OpFilter _, OpExtendAssign _, OpGraph _ -> first().ordered;
      case OpLeftJoin _, OpMinus _ -> first().ordered || !second().isClosed();
      case OpGroup _, OpModifier _ -> !first().isClosed();
      default -> true;
    };
  }

  /// Returns the variables that conditions read from outside their own pattern.
  private VariableSet given(Op op) {
    return switch (op) {
      case OpSequence _, OpJoin _, OpUnion _ -> union(part -> part.given);
      case OpConditional _ -> first().given.or(second().given.without(first().possible));
      case OpLeftJoin _, OpFilter _, OpExtendAssign _ ->
          first().given.or(read(op).without(possible));
      case OpMinus _, OpGraph _ -> first().given;
      default -> all.none();
    };
  }

  private boolean isRowWise(Op op, Predicate<Facts> part, boolean exists) {
    return switch (op) {
      case OpBGP _, OpTriple _, OpTable _ -> true;
      case OpPath path -> PathSteps.applies(path.getTriplePath().getPath()) || branches.isPresent();
      case OpJoin _ -> isIndependent() && part.test(first()) && (exists || part.test(second()));
      case OpSequence _, OpUnion _, OpConditional _, OpFilter _, OpExtendAssign _, OpGraph _ ->
          !any(part.negate());
      case OpLeftJoin _, OpMinus _ -> exists && part.test(first());
      case OpProject project -> isScoped(project) && part.test(first());
      case OpService service -> service.getService().isURI() && !readsAll(service.getSubOp());
      default -> false;
    };
  }

  /// Returns true if an operator needs all solutions at once, such as those of groups, or is
  /// evaluated for each row.
  private static boolean readsAll(Op op) {
    List<Op> found = new ArrayList<>();
    AlgebraParts.visit(
        op,
        part -> {
          if ((part instanceof OpModifier && !(part instanceof OpProject))
              || part instanceof OpGroup
              || part instanceof OpLateral
              || part instanceof OpService) {
            found.add(part);
          }
        },
        _ -> {});
    return !found.isEmpty();
  }

  private boolean isConcurrent(Op op) {
    return switch (op) {
      case OpBGP _, OpTriple _ -> true;
      case OpFilter _, OpExtend _ -> expressionsAreConcurrent(op) && first().concurrent;
      case OpSequence _ -> !any(part -> !part.concurrent);
      case OpJoin _ -> isIndependent() && first().concurrent && second().concurrent;
      case OpUnion _ -> rowWiseInExists && first().concurrent && second().concurrent;
      case OpProject _ -> rowWiseInExists && first().concurrent;
      default -> rightConcurrent && first().concurrent;
    };
  }

  private boolean isRightConcurrent(Op op) {
    return switch (op) {
      case OpConditional _ -> second().rowWiseInExists && second().concurrent;
      case OpLeftJoin _ -> second().concurrent && expressionsAreConcurrent(op);
      case OpMinus _ -> second().concurrent;
      default -> false;
    };
  }

  private boolean isSubstitutable(Op op) {
    return switch (op) {
      case OpBGP _, OpTriple _, OpTable _ -> true;
      case OpProject project -> isScoped(project) && first().substitutable;
      case OpSequence _,
          OpJoin _,
          OpUnion _,
          OpConditional _,
          OpLeftJoin _,
          OpMinus _,
          OpFilter _,
          OpExtend _,
          OpGraph _,
          OpDistinctReduced _ ->
          expressions(op).stream().noneMatch(FilterRows::hasPattern)
              && !any(part -> !part.substitutable);
      default -> false;
    };
  }

  /// Returns true if every row of an operator has a graph.
  private boolean bindsGraph(Op op) {
    return switch (op) {
      case OpBGP bgp -> !bgp.getPattern().isEmpty();
      case OpTriple _, OpPath _ -> true;
      case OpGroup group -> !group.getGroupVars().isEmpty() && first().bindsGraph;
      case OpJoin _, OpSequence _ -> any(part -> part.bindsGraph);
      case OpUnion _ -> !any(part -> !part.bindsGraph);
      case OpProject _, OpExtend _, OpMinus _, OpFilter _, OpConditional _, OpLeftJoin _ ->
          first().bindsGraph;
      default -> false;
    };
  }

  private boolean scansGraphs(Op op) {
    return switch (op) {
      case OpBGP _, OpTriple _, OpTable _ -> true;
      case OpPath _ -> branches.filter(union -> all.of(union).scansGraphs).isPresent();
      case OpProject project -> isScoped(project) && first().scansGraphs;
      case OpGroup group -> isGroupedInGraphs(group) && first().scansGraphs && first().bindsGraph;
      case OpExtend _, OpFilter _ -> expressionsAreFunctions(op) && first().scansGraphs;
      case OpJoin _, OpSequence _, OpUnion _ -> !any(part -> !part.scansGraphs || part.grouped);
      case OpConditional _, OpLeftJoin _ ->
          expressionsAreFunctions(op)
              && !any(part -> !part.scansGraphs || part.grouped)
              && second().bindsGraph;
      default -> false;
    };
  }

  /// Returns true if the groups of all graphs can be made at once, with the graph as one more key.
  private static boolean isGroupedInGraphs(OpGroup group) {
    return !group.getGroupVars().isEmpty()
        && group.getGroupVars().getExprs().values().stream().allMatch(FilterRows::isFunction)
        && group.getAggregators().stream()
            .map(aggregator -> aggregator.getAggregator().getExprList())
            .allMatch(
                read -> read == null || read.getList().stream().allMatch(FilterRows::isFunction));
  }

  private boolean searchesGraphs(Op op) {
    return switch (op) {
      case OpFilter filter
          when filter.getExprs().getList().stream().anyMatch(FilterRows::hasPattern) ->
          !first().grouped
              && first().searchesGraphs
              && expressions(op).stream().allMatch(this::searchesGraphs);
      case OpMinus _ ->
          removesMatches()
              && !any(part -> part.grouped)
              && second().scansGraphs
              && second().bindsGraph
              && first().searchesGraphs;
      default -> scansGraphs;
    };
  }

  /// Returns true if each EXISTS in an expression can be looked up for a batch of rows of all
  /// graphs.
  private boolean searchesGraphs(Expr expr) {
    return switch (expr) {
      case E_Exists exists -> scansGraphsInExists(exists.getGraphPattern());
      case E_NotExists exists -> scansGraphsInExists(exists.getGraphPattern());
      case ExprFunction function when !(function instanceof ExprFunctionOp) ->
          FilterRows.isPure(function) && function.getArgs().stream().allMatch(this::searchesGraphs);
      default -> FilterRows.isFunction(expr);
    };
  }

  private boolean scansGraphsInExists(Op exists) {
    ExistsPattern pattern = all.exists(exists);
    Facts simplified = all.of(pattern.simplified());
    return pattern.isRowWise()
        && simplified.scansGraphs
        && simplified.bindsGraph
        && !simplified.grouped;
  }

  /// Returns true if MINUS removes the rows that have a match: all variables that both sides share
  /// are bound in every row.
  private boolean removesMatches() {
    VariableSet common = first().possible.and(second().possible);
    return !common.isEmpty()
        && first().certain.containsAll(common)
        && second().certain.containsAll(common)
        && second().rowWise
        && second().isIndependent();
  }

  private boolean expressionsAreFunctions(Op op) {
    return expressions(op).stream().allMatch(FilterRows::isFunction);
  }

  private boolean expressionsAreConcurrent(Op op) {
    return expressions(op).stream().allMatch(all::isConcurrent);
  }

  private Facts first() {
    return operands.getFirst();
  }

  private Facts second() {
    return operands.get(1);
  }

  private VariableSet union(Function<Facts, VariableSet> some) {
    VariableSet variables = all.none();
    for (Facts operand : operands) {
      variables = variables.or(some.apply(operand));
    }
    return variables;
  }

  private boolean any(Predicate<Facts> test) {
    return operands.stream().anyMatch(test);
  }
}
