package org.techrace.store.query.join;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.algebra.Table;
import org.apache.jena.sparql.algebra.table.TableBuilder;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.binding.BindingFactory;
import org.apache.jena.sparql.expr.E_Equals;
import org.apache.jena.sparql.expr.E_LogicalOr;
import org.apache.jena.sparql.expr.E_OneOf;
import org.apache.jena.sparql.expr.Expr;

/// A condition that is true for some IRIs only: `?x IN (:a, :b)`, `?x = :a || ?x = :b`. If the
/// variable is always bound, it equals a join with `VALUES ?x { :a :b }`.
record IriAlternatives(Var variable, Set<Node> iris) {

  /// Returns empty if a condition has another form.
  static Optional<IriAlternatives> of(Expr condition) {
    return switch (condition) {
      case E_OneOf in -> of(in.getLHS(), in.getRHS().getList());
      case E_Equals equal when equal.getArg1().isVariable() ->
          of(equal.getArg1(), List.of(equal.getArg2()));
      case E_Equals equal -> of(equal.getArg2(), List.of(equal.getArg1()));
      case E_LogicalOr or -> of(or.getArg1()).flatMap(a -> of(or.getArg2()).flatMap(a::or));
      default -> Optional.empty();
    };
  }

  private static Optional<IriAlternatives> of(Expr variable, Iterable<Expr> constants) {
    Set<Node> iris = new LinkedHashSet<>();
    for (Expr constant : constants) {
      if (!constant.isConstant() || !constant.getConstant().isIRI()) {
        return Optional.empty();
      }
      iris.add(constant.getConstant().asNode());
    }
    return variable.isVariable()
        ? Optional.of(new IriAlternatives(variable.asVar(), iris))
        : Optional.empty();
  }

  private Optional<IriAlternatives> or(IriAlternatives other) {
    if (!variable.equals(other.variable)) {
      return Optional.empty();
    }
    iris.addAll(other.iris); // a new set each time would take quadratic time
    return Optional.of(this);
  }

  /// Returns the IRIs as `VALUES`.
  Table table() {
    TableBuilder rows = new TableBuilder();
    rows.addVar(variable);
    iris.forEach(iri -> rows.addRow(BindingFactory.binding(variable, iri)));
    return rows.build();
  }
}
