package org.techrace.store.query.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.jena.graph.Triple;
import org.apache.jena.sparql.ARQConstants;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.OpVars;
import org.apache.jena.sparql.algebra.op.OpAssign;
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
import org.apache.jena.sparql.algebra.op.OpModifier;
import org.apache.jena.sparql.algebra.op.OpPath;
import org.apache.jena.sparql.algebra.op.OpProject;
import org.apache.jena.sparql.algebra.op.OpSequence;
import org.apache.jena.sparql.algebra.op.OpService;
import org.apache.jena.sparql.algebra.op.OpTable;
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
import org.apache.jena.sparql.expr.ExprTripleTerm;
import org.apache.jena.sparql.expr.ExprVar;
import org.apache.jena.sparql.expr.ExprVars;
import org.apache.jena.sparql.expr.aggregate.AggCount;
import org.apache.jena.sparql.expr.aggregate.AggCountDistinct;
import org.apache.jena.sparql.expr.aggregate.AggCountVar;
import org.apache.jena.sparql.expr.aggregate.AggCountVarDistinct;
import org.techrace.guard.AlgebraParts;
import org.techrace.store.query.path.PathSteps;
import org.techrace.store.query.row.Layout;
import org.techrace.store.query.text.FilterRows;

/// Derives the [Facts] of an operator from those of its operands: one method for each kind of
/// operator. [PlanCompiler] calls it. Used by one thread.
final class FactRules {
  private final PlanCompiler compiler;
  private final VariableSet none = VariableSet.of(new Layout(), List.of());

  FactRules(PlanCompiler compiler) {
    this.compiler = compiler;
  }

  Facts scan(Op op, List<Triple> patterns) {
    Facts facts = begin(op, OpVars.visibleVars(op));
    bindsAll(facts);
    facts.patterns = patterns;
    rowWise(facts, true);
    facts.concurrent = true;
    facts.substitutable = true;
    facts.bindsGraph = !patterns.isEmpty();
    scansGraphs(facts, true);
    return facts;
  }

  /// @param onIds true if the path is evaluated on ids as it is
  /// @param branches the facts of the union that the path is equal to, if it has alternatives
  Facts path(OpPath op, boolean onIds, Optional<Facts> branches) {
    Facts facts = begin(op, OpVars.visibleVars(op));
    bindsAll(facts);
    rowWise(facts, PathSteps.applies(op.getTriplePath().getPath()) || branches.isPresent());
    facts.bindsGraph = true;
    scansGraphs(facts, onIds || branches.filter(union -> union.scansGraphs).isPresent());
    return facts;
  }

  Facts values(OpTable op) {
    Facts facts = begin(op, OpVars.visibleVars(op));
    bindsAll(facts);
    List<Var> bound = new ArrayList<>(op.getTable().getVars());
    op.getTable().rows().forEachRemaining(row -> bound.removeIf(v -> !row.contains(v)));
    facts.certain = none.or(bound);
    rowWise(facts, true);
    facts.substitutable = true;
    scansGraphs(facts, true);
    return facts;
  }

  Facts join(OpJoin op, Facts left, Facts right) {
    Facts facts = joined(op, List.of(left, right));
    boolean independent = facts.isIndependent();
    facts.rowWise = independent && left.rowWise && right.rowWise;
    facts.rowWiseInExists = independent && left.rowWiseInExists;
    facts.concurrent = independent && left.concurrent && right.concurrent;
    scansGraphs(facts, facts.all(part -> part.scansGraphs));
    return facts;
  }

  Facts sequence(OpSequence op, List<Facts> parts) {
    Facts facts = joined(op, parts);
    facts.rowWise = facts.all(Facts::isRowWise);
    facts.rowWiseInExists = facts.all(Facts::isRowWiseInExists);
    facts.concurrent = facts.all(Facts::isConcurrent);
    boolean onlyFirst = parts.stream().skip(1).noneMatch(part -> part.grouped);
    scansGraphs(facts, onlyFirst && facts.all(part -> part.scansGraphs));
    return facts;
  }

  private Facts joined(Op op, List<Facts> parts) {
    Facts facts = begin(op, List.of(), parts);
    facts.possible = facts.possibleInOperands();
    facts.certain = facts.certainInOperands();
    facts.patterns = facts.patternsOfOperands();
    facts.ordered = facts.any(part -> part.ordered);
    facts.given = facts.union(part -> part.given);
    facts.substitutable = facts.all(Facts::isSubstitutable);
    facts.bindsGraph = facts.any(part -> part.bindsGraph);
    return facts;
  }

  Facts union(OpUnion op, Facts left, Facts right) {
    Facts facts = begin(op, List.of(), List.of(left, right));
    facts.possible = facts.possibleInOperands();
    facts.certain = left.certain.and(right.certain);
    facts.ordered = left.ordered || right.ordered;
    facts.given = left.given.or(right.given);
    facts.rowWise = left.rowWise && right.rowWise;
    facts.rowWiseInExists = left.rowWiseInExists && right.rowWiseInExists;
    facts.concurrent = facts.rowWiseInExists && left.concurrent && right.concurrent;
    facts.substitutable = left.substitutable && right.substitutable;
    facts.bindsGraph = left.bindsGraph && right.bindsGraph;
    scansGraphs(facts, facts.all(part -> part.scansGraphs));
    return facts;
  }

  /// OPTIONAL whose right side gets the values of a row.
  Facts optional(OpConditional op, Facts left, Facts right) {
    Facts facts = onLeft(op, left, right);
    facts.possible = facts.possibleInOperands();
    facts.sensitive = facts.sensitive.or(facts.open());
    facts.ordered = left.ordered || right.ordered;
    facts.given = left.given.or(right.given.without(left.possible));
    facts.rowWise = left.rowWise && right.rowWise;
    facts.rowWiseInExists = left.rowWiseInExists && right.rowWiseInExists;
    facts.rightConcurrent = right.rowWiseInExists && right.concurrent;
    facts.concurrent = facts.rightConcurrent && left.concurrent;
    scansGraphs(facts, scanGraphs(facts) && right.bindsGraph);
    return facts;
  }

  Facts optional(OpLeftJoin op, Facts left, Facts right) {
    List<Expr> conditions = AlgebraParts.conditions(op);
    Facts facts = onLeft(op, left, right);
    facts.possible = facts.possibleInOperands();
    facts.sensitive = facts.sensitive.or(facts.open());
    facts.ordered = left.ordered || !right.isClosed();
    facts.given = left.given.or(read(conditions).without(facts.possible));
    facts.rowWiseInExists = left.rowWiseInExists;
    facts.rightConcurrent = right.concurrent && conditions.stream().allMatch(this::isConcurrent);
    facts.concurrent = facts.rightConcurrent && left.concurrent;
    facts.substitutable &= conditions.stream().noneMatch(FilterRows::hasPattern);
    scansGraphs(
        facts,
        conditions.stream().allMatch(FilterRows::isFunction)
            && scanGraphs(facts)
            && right.bindsGraph);
    return facts;
  }

  Facts minus(OpMinus op, Facts left, Facts right) {
    VariableSet common = left.possible.and(right.possible);
    Facts facts = onLeft(op, left, right);
    facts.possible = left.possible;
    facts.sensitive = facts.sensitive.or(common.without(left.certain));
    facts.ordered = left.ordered || !right.isClosed();
    facts.given = left.given;
    facts.rowWiseInExists = left.rowWiseInExists;
    facts.rightConcurrent = right.concurrent;
    facts.concurrent = right.concurrent && left.concurrent;
    facts.subtracted = facts.subtracted.or(right.mentioned);
    boolean removesMatches =
        !common.isEmpty()
            && left.certain.containsAll(common)
            && right.certain.containsAll(common)
            && right.rowWise
            && right.isIndependent();
    facts.searchesGraphs =
        removesMatches
            && !facts.grouped
            && right.scansGraphs
            && right.bindsGraph
            && left.searchesGraphs;
    return facts;
  }

  /// OPTIONAL or MINUS.
  private Facts onLeft(Op op, Facts left, Facts right) {
    Facts facts = begin(op, List.of(), List.of(left, right));
    facts.certain = left.certain;
    facts.patterns = left.patterns;
    facts.substitutable = left.substitutable && right.substitutable;
    facts.bindsGraph = left.bindsGraph;
    return facts;
  }

  Facts filter(OpFilter op, Facts below) {
    List<Expr> conditions = AlgebraParts.conditions(op);
    Facts facts = begin(op, List.of(), List.of(below));
    facts.possible = below.possible;
    facts.certain = below.certain;
    rows(facts, below, conditions);
    expressions(facts, below, conditions);
    if (conditions.stream().anyMatch(FilterRows::hasPattern)) {
      facts.searchesGraphs =
          !below.grouped
              && below.searchesGraphs
              && conditions.stream().allMatch(this::searchesGraphs);
    }
    return facts;
  }

  Facts extend(OpExtend op, Facts below) {
    Facts facts = assigned(op, below);
    expressions(facts, below, op.getVarExprList().getExprs().values());
    return facts;
  }

  /// An assignment to a variable that the rows may bind already.
  Facts assign(OpAssign op, Facts below) {
    return assigned(op, below);
  }

  private Facts assigned(OpExtendAssign op, Facts below) {
    VarExprList assignments = op.getVarExprList();
    Facts facts = begin(op, assignments.getVars(), List.of(below));
    facts.possible = below.possible.or(assignments.getVars());
    facts.certain = assigned(below.certain, assignments);
    rows(facts, below, assignments.getExprs().values());
    return facts;
  }

  /// Adds the facts of an operator that returns a row for a row, by expressions.
  private void rows(Facts facts, Facts below, Collection<Expr> expressions) {
    VariableSet read = read(expressions);
    facts.patterns = below.patterns;
    facts.sensitive = facts.sensitive.or(read.without(below.certain).without(below.aggregates));
    facts.ordered = below.ordered;
    facts.given = below.given.or(read.without(facts.possible));
    facts.rowWise = below.rowWise;
    facts.rowWiseInExists = below.rowWiseInExists;
  }

  /// Adds what an operator may do that evaluates expressions on ids.
  private void expressions(Facts facts, Facts below, Collection<Expr> expressions) {
    facts.concurrent = expressions.stream().allMatch(this::isConcurrent) && below.concurrent;
    facts.substitutable =
        expressions.stream().noneMatch(FilterRows::hasPattern) && below.substitutable;
    facts.bindsGraph = below.bindsGraph;
    scansGraphs(facts, expressions.stream().allMatch(FilterRows::isFunction) && below.scansGraphs);
  }

  Facts group(OpGroup op, Facts below) {
    VarExprList keys = op.getGroupVars();
    List<Var> totals = op.getAggregators().stream().map(ExprAggregator::getVar).toList();
    VariableSet returned = none.or(keys.getVars()).or(totals);
    Facts facts = begin(op, returned, List.of(below));
    facts.aggregates = facts.aggregates.or(totals);
    facts.possible = returned;
    facts.certain = assigned(below.certain.and(none.or(keys.getVars())).or(counts(op)), keys);
    facts.ordered = !below.isClosed();
    facts.grouped = true;
    facts.bindsGraph = !keys.isEmpty() && below.bindsGraph;
    scansGraphs(facts, isGroupedInGraphs(op) && below.scansGraphs && below.bindsGraph);
    return facts;
  }

  Facts project(OpProject op, Facts below) {
    boolean scoped = isScoped(op, below);
    Facts facts = begin(op, op.getVars(), List.of(below));
    facts.possible = none.or(op.getVars());
    facts.certain = below.certain.and(facts.possible);
    facts.ordered = !below.isClosed();
    facts.rowWise = scoped && below.rowWise;
    facts.rowWiseInExists = scoped && below.rowWiseInExists;
    facts.concurrent = facts.rowWiseInExists && below.concurrent;
    facts.substitutable = scoped && below.substitutable;
    facts.bindsGraph = below.bindsGraph;
    scansGraphs(facts, scoped && below.scansGraphs);
    return facts;
  }

  Facts distinct(OpDistinctReduced op, Facts below) {
    Facts facts = modifier(op, below);
    facts.substitutable = below.substitutable;
    facts.grouped = true;
    facts.bindsGraph = below.bindsGraph;
    scansGraphs(facts, below.scansGraphs && below.bindsGraph);
    return facts;
  }

  /// ORDER BY, OFFSET and LIMIT.
  Facts modifier(OpModifier op, Facts below) {
    Facts facts = begin(op, List.of(), List.of(below));
    facts.possible = below.possible;
    facts.certain = below.certain;
    facts.ordered = !below.isClosed();
    return facts;
  }

  Facts graph(OpGraph op, Facts below) {
    List<Var> name = Var.isVar(op.getNode()) ? List.of(Var.alloc(op.getNode())) : List.of();
    Facts facts = begin(op, name, List.of(below));
    facts.possible = below.possible.or(name);
    facts.certain = below.certain.or(name);
    facts.ordered = below.ordered;
    facts.given = below.given;
    facts.rowWise = below.rowWise;
    facts.rowWiseInExists = below.rowWiseInExists;
    facts.substitutable = below.substitutable;
    return facts;
  }

  Facts service(OpService op, List<Facts> operands) {
    Facts facts = other(op, operands);
    facts.repeatable = false;
    rowWise(facts, op.getService().isURI() && !readsAll(op.getSubOp()));
    return facts;
  }

  /// An operator that only ARQ knows.
  Facts other(Op op, List<Facts> operands) {
    Collection<Var> visible = OpVars.visibleVars(op);
    Facts facts = begin(op, operands.isEmpty() ? visible : names(op), operands);
    facts.possible = none.or(visible);
    return facts;
  }

  private static List<Var> names(Op op) {
    if (!(op instanceof OpUnfold unfold)) {
      return List.of();
    }
    return unfold.getVar2() == null
        ? List.of(unfold.getVar1())
        : List.of(unfold.getVar1(), unfold.getVar2());
  }

  private Facts begin(Op op, Collection<Var> names) {
    return begin(op, names, List.of());
  }

  /// Returns what is known of every operator.
  ///
  /// @param names the variables in the operator itself, without those of operands and expressions
  private Facts begin(Op op, Collection<Var> names, List<Facts> operands) {
    List<Facts> parts = new ArrayList<>(); // the operands, and the patterns of EXISTS
    List<Expr> expressions = new ArrayList<>();
    AlgebraParts.visitOwn(op, part -> parts.add(compiler.facts(part)), expressions::add);
    Facts facts = new Facts(op, operands, none);
    facts.mentioned = none.or(names);
    for (Expr expr : expressions) {
      facts.mentioned = facts.mentioned.or(names(expr));
    }
    for (Facts part : parts) {
      facts.mentioned = facts.mentioned.or(part.mentioned);
      facts.aggregates = facts.aggregates.or(part.aggregates);
      facts.sensitive = facts.sensitive.or(part.sensitive);
      facts.subtracted = facts.subtracted.or(part.subtracted);
    }
    facts.repeatable =
        expressions.stream().allMatch(FilterRows::isPure)
            && parts.stream().allMatch(Facts::isRepeatable);
    return facts;
  }

  /// Notes that an operator binds all variables that it mentions, and reads no others.
  private static void bindsAll(Facts facts) {
    facts.possible = facts.mentioned;
    facts.certain = facts.mentioned;
    facts.ordered = false;
  }

  private static void rowWise(Facts facts, boolean is) {
    facts.rowWise = is;
    facts.rowWiseInExists = is;
  }

  private static void scansGraphs(Facts facts, boolean scans) {
    facts.scansGraphs = scans;
    facts.searchesGraphs = scans;
  }

  /// Returns true if all graphs can be searched at once for all operands, also for rows.
  private static boolean scanGraphs(Facts facts) {
    return !facts.grouped && facts.all(part -> part.scansGraphs);
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

  /// Returns true if the groups of all graphs can be made at once, with the graph as one more key.
  private static boolean isGroupedInGraphs(OpGroup group) {
    return !group.getGroupVars().isEmpty()
        && group.getGroupVars().getExprs().values().stream().allMatch(FilterRows::isFunction)
        && group.getAggregators().stream()
            .map(aggregator -> aggregator.getAggregator().getExprList())
            .allMatch(
                read -> read == null || read.getList().stream().allMatch(FilterRows::isFunction));
  }

  /// Returns true if the variables that a sub-select does not return have names that no other part
  /// of the query uses. ARQ renames them so.
  static boolean isScoped(OpProject project, Facts below) {
    return below.mentioned.stream()
        .allMatch(
            v ->
                project.getVars().contains(v)
                    || v.getVarName().startsWith(ARQConstants.allocVarScopeHiding));
  }

  /// Returns true if an operator needs all solutions at once, such as those of groups, or is
  /// evaluated for each row.
  private static boolean readsAll(Op op) {
    return AlgebraParts.any(
        op,
        part ->
            (part instanceof OpModifier && !(part instanceof OpProject))
                || part instanceof OpGroup
                || part instanceof OpLateral
                || part instanceof OpService);
  }

  /// Returns the variables that expressions mention, including those in patterns of EXISTS.
  VariableSet mentioned(Collection<Expr> expressions) {
    VariableSet[] mentioned = {none};
    for (Expr expr : expressions) {
      AlgebraParts.visitOwn(
          expr,
          pattern -> mentioned[0] = mentioned[0].or(compiler.facts(pattern).mentioned),
          part -> mentioned[0] = mentioned[0].or(names(part)));
    }
    return mentioned[0];
  }

  /// Returns the variables that expressions read.
  private VariableSet read(Collection<Expr> expressions) {
    VariableSet variables = none;
    for (Expr expr : expressions) {
      variables = variables.or(expr.getVarsMentioned());
    }
    return variables;
  }

  /// Returns the variables of an expression without those of its parts.
  static Collection<Var> names(Expr expr) {
    return expr instanceof ExprVar || expr instanceof ExprTripleTerm
        ? ExprVars.getVarsMentioned(expr)
        : List.of();
  }

  /// Returns true if several threads of a query may evaluate an expression for parts of the rows.
  boolean isConcurrent(Expr expr) {
    if (!FilterRows.hasPattern(expr)) {
      return FilterRows.isFunction(expr);
    }
    return switch (Division.of(expr)) {
      case Division.Exists exists -> compiler.exists(exists.pattern()).isConcurrent();
      case Division.Either either -> either.alternatives().stream().allMatch(this::isConcurrent);
      case Division.All parts -> parts.parts().stream().allMatch(this::isConcurrent);
      case Division.Other _ -> false;
    };
  }

  /// Returns true if each EXISTS in an expression can be looked up for a batch of rows of all
  /// graphs.
  private boolean searchesGraphs(Expr expr) {
    return switch (expr) {
      case E_Exists exists -> scansGraphs(exists);
      case E_NotExists exists -> scansGraphs(exists);
      case ExprFunction function when !(function instanceof ExprFunctionOp) ->
          FilterRows.isPure(function) && function.getArgs().stream().allMatch(this::searchesGraphs);
      default -> FilterRows.isFunction(expr);
    };
  }

  private boolean scansGraphs(ExprFunctionOp exists) {
    Facts pattern = compiler.exists(exists.getGraphPattern()).pattern().facts();
    return pattern.rowWiseInExists && pattern.scansGraphs && pattern.bindsGraph && !pattern.grouped;
  }
}
