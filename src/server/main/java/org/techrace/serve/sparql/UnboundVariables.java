package org.techrace.serve.sparql;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.query.Query;
import org.apache.jena.sparql.algebra.Algebra;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.OpVars;
import org.apache.jena.sparql.algebra.op.OpAssign;
import org.apache.jena.sparql.algebra.op.OpBGP;
import org.apache.jena.sparql.algebra.op.OpExtend;
import org.apache.jena.sparql.algebra.op.OpGraph;
import org.apache.jena.sparql.algebra.op.OpGroup;
import org.apache.jena.sparql.algebra.op.OpPath;
import org.apache.jena.sparql.algebra.op.OpProject;
import org.apache.jena.sparql.algebra.op.OpService;
import org.apache.jena.sparql.algebra.op.OpTable;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.E_If;
import org.apache.jena.sparql.expr.Expr;
import org.techrace.guard.AlgebraParts;
import org.techrace.report.Nearest;

/// Finds variables that a query shows or computes with, and that nothing in it binds, such as a
/// misspelt one. Their column is empty, and a condition on them is never true. As a branch of `IF`,
/// such a variable means no value, unless its name is like another.
final class UnboundVariables {
  /// Names of at most this length are like any other.
  private static final int SHORT = 2;

  private final Set<Var> bound = new LinkedHashSet<>();
  private final Set<Var> used = new LinkedHashSet<>();
  private final Set<Var> hidden = new LinkedHashSet<>();

  /// The branches of `IF`.
  private final Set<Var> branches = new LinkedHashSet<>();

  private UnboundVariables() {}

  /// Returns a sentence for each such variable.
  static List<String> of(Query query) {
    if (query.getQueryPattern() == null) {
      return List.of();
    }
    UnboundVariables found = new UnboundVariables();
    AlgebraParts.visit(Algebra.compile(query), found::add, found::add);
    found.used.removeAll(found.bound);
    found.used.removeIf(one -> found.branches.contains(one) && found.nearest(one).isEmpty());
    found.used.addAll(found.hidden);
    return found.used.stream().filter(one -> one.isNamedVar()).map(found::sentence).toList();
  }

  private void add(Op op) {
    switch (op) {
      case OpBGP pattern ->
          pattern
              .getPattern()
              .forEach(one -> bind(one.getSubject(), one.getPredicate(), one.getObject()));
      case OpPath path -> bind(path.getTriplePath().getSubject(), path.getTriplePath().getObject());
      case OpGraph graph -> bind(graph.getNode());
      case OpService service -> bind(service.getService());
      case OpTable table -> bound.addAll(table.getTable().getVars());
      case OpExtend extend -> bound.addAll(extend.getVarExprList().getVars());
      case OpAssign assign -> bound.addAll(assign.getVarExprList().getVars());
      case OpGroup group -> {
        bound.addAll(group.getGroupVars().getVars());
        group.getAggregators().forEach(one -> bound.add(one.getVar()));
      }
      case OpProject project -> {
        Set<Var> visible = OpVars.visibleVars(project.getSubOp());
        project.getVars().stream().filter(one -> !visible.contains(one)).forEach(hidden::add);
      }
      default -> {
        // Other operators bind no variables.
      }
    }
  }

  private void bind(Node... nodes) {
    for (Node node : nodes) {
      if (Var.isVar(node)) {
        bound.add(Var.alloc(node));
      } else if (node.isTripleTerm()) {
        Triple triple = node.getTriple();
        bind(triple.getSubject(), triple.getPredicate(), triple.getObject());
      }
    }
  }

  private void add(Expr expression) {
    if (expression.isVariable()) {
      used.add(expression.asVar());
    }
    if (expression instanceof E_If choice) {
      Stream.of(choice.getArg2(), choice.getArg3())
          .filter(Expr::isVariable)
          .forEach(one -> branches.add(one.asVar()));
    }
  }

  private String sentence(Var variable) {
    if (bound.contains(variable)) {
      return "%s: a sub-select binds it and does not return it, so it has no value"
          .formatted(variable);
    }
    return "%s: nothing in the query binds it, so it has no value%s"
        .formatted(variable, nearest(variable).map("; did you mean ?%s?"::formatted).orElse(""));
  }

  private Optional<String> nearest(Var variable) {
    Set<String> others =
        bound.stream()
            .filter(one -> one.isNamedVar())
            .map(Var::getVarName)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    return Optional.of(variable.getVarName())
        .filter(name -> name.length() > SHORT)
        .flatMap(name -> Nearest.of(name, others));
  }
}
