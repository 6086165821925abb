package org.techrace.store.query.text;

import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.expr.E_Equals;
import org.apache.jena.sparql.expr.E_GreaterThan;
import org.apache.jena.sparql.expr.E_GreaterThanOrEqual;
import org.apache.jena.sparql.expr.E_LessThan;
import org.apache.jena.sparql.expr.E_LessThanOrEqual;
import org.apache.jena.sparql.expr.E_LogicalAnd;
import org.apache.jena.sparql.expr.E_LogicalOr;
import org.apache.jena.sparql.expr.E_NotEquals;
import org.apache.jena.sparql.expr.E_NotOneOf;
import org.apache.jena.sparql.expr.E_OneOf;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprFunction2;
import org.techrace.store.Dictionary;
import org.techrace.store.query.row.QueryRun;

/// A comparison of a variable with constants: `?year >= 2020 && ?year < 2025`, `?x IN (1, 2)`. In
/// the dictionary, terms of one kind are sorted by value, so a constant separates the ids of its
/// kind. Terms of other kinds are not decided here; ARQ compares them.
///
/// @param section the ids that are decided
/// @param test the result for such an id
/// @param passing a range that contains all decided ids that pass the test
record ValueFilter(Dictionary.IdRange section, IntPredicate test, Dictionary.IdRange passing) {

  /// Compiles an expression of one variable, or returns empty if it has another form or if its
  /// constants are of different kinds.
  static Optional<ValueFilter> of(Expr expr, QueryRun run) {
    return switch (expr) {
      case E_LogicalAnd and ->
          of(and.getArg1(), run)
              .flatMap(
                  a ->
                      of(and.getArg2(), run)
                          .flatMap(
                              b ->
                                  a.with(
                                      b, a.test.and(b.test), a.passing.intersection(b.passing))));
      case E_LogicalOr or ->
          of(or.getArg1(), run)
              .flatMap(
                  a ->
                      of(or.getArg2(), run)
                          .flatMap(b -> a.with(b, a.test.or(b.test), a.passing.hull(b.passing))));
      case E_OneOf in -> oneOf(in.getLHS(), in.getRHS().getList(), run);
      case E_NotOneOf in -> oneOf(in.getLHS(), in.getRHS().getList(), run).map(ValueFilter::not);
      case E_Equals _, E_NotEquals _ -> comparison((ExprFunction2) expr, run, true);
      case E_LessThan _, E_LessThanOrEqual _, E_GreaterThan _, E_GreaterThanOrEqual _ ->
          comparison((ExprFunction2) expr, run, false);
      default -> Optional.empty();
    };
  }

  private static Optional<ValueFilter> comparison(
      ExprFunction2 expr, QueryRun run, boolean equality) {
    boolean first = expr.getArg1().isVariable();
    Expr variable = first ? expr.getArg1() : expr.getArg2();
    Expr constant = first ? expr.getArg2() : expr.getArg1();
    return variable.isVariable() && constant.isConstant()
        ? place(constant, run, equality).map(place -> of(place, symbol(expr, first)))
        : Optional.empty();
  }

  /// Returns the operator with the variable on its left.
  private static String symbol(ExprFunction2 expr, boolean first) {
    String symbol = expr.getOpName();
    if (first) {
      return symbol;
    }
    return switch (symbol) {
      case "<" -> ">";
      case "<=" -> ">=";
      case ">" -> "<";
      case ">=" -> "<=";
      default -> symbol;
    };
  }

  private static ValueFilter of(Dictionary.Place place, String symbol) {
    int start = place.equal().start();
    int end = place.equal().end();
    IntPredicate test =
        switch (symbol) {
          case "=" -> id -> id >= start && id < end;
          case "!=" -> id -> id < start || id >= end;
          case "<" -> id -> id < start;
          case "<=" -> id -> id < end;
          case ">" -> id -> id >= end;
          case ">=" -> id -> id >= start;
          default -> throw new IllegalArgumentException(symbol);
        };
    Dictionary.IdRange all = place.section();
    Dictionary.IdRange passing =
        switch (symbol) {
          case "=" -> place.equal();
          case "<" -> new Dictionary.IdRange(all.start(), start);
          case "<=" -> new Dictionary.IdRange(all.start(), end);
          case ">" -> new Dictionary.IdRange(end, all.end());
          case ">=" -> new Dictionary.IdRange(start, all.end());
          default -> all;
        };
    return new ValueFilter(all, test, passing);
  }

  private static Optional<ValueFilter> oneOf(Expr left, List<Expr> constants, QueryRun run) {
    if (!left.isVariable() || !constants.stream().allMatch(Expr::isConstant)) {
      return Optional.empty();
    }
    return constants.stream()
        .map(constant -> place(constant, run, true).map(place -> of(place, "=")))
        .reduce(
            (x, y) ->
                x.flatMap(
                    a -> y.flatMap(b -> a.with(b, a.test.or(b.test), a.passing.hull(b.passing)))))
        .flatMap(filter -> filter);
  }

  /// Returns the place of a constant whose kind of terms is sorted by value. IRIs can only be equal
  /// or not.
  private static Optional<Dictionary.Place> place(Expr constant, QueryRun run, boolean equality) {
    Node term = constant.getConstant().asNode();
    if (!term.isURI() && !term.isLiteral()) {
      return Optional.empty();
    }
    return Optional.of(run.store().dictionary().place(term))
        .filter(
            place ->
                switch (place.kind()) {
                  case STRING, NUMBER, DOUBLE, DATE_TIME_UTC, DATE_TIME, DATE, YEAR -> true;
                  case IRI -> equality;
                  case BLANK, LANGUAGE, OTHER, TRIPLE -> false;
                });
  }

  private Optional<ValueFilter> with(
      ValueFilter other, IntPredicate both, Dictionary.IdRange passing) {
    return section.equals(other.section)
        ? Optional.of(new ValueFilter(section, both, passing))
        : Optional.empty();
  }

  private ValueFilter not() {
    return new ValueFilter(section, test.negate(), section);
  }
}
