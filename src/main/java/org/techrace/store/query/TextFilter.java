package org.techrace.store.query;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.E_Regex;
import org.apache.jena.sparql.expr.E_Str;
import org.apache.jena.sparql.expr.E_StrContains;
import org.apache.jena.sparql.expr.E_StrEndsWith;
import org.apache.jena.sparql.expr.E_StrLowerCase;
import org.apache.jena.sparql.expr.E_StrStartsWith;
import org.apache.jena.sparql.expr.E_StrUpperCase;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.NodeValue;
import org.apache.jena.sparql.expr.RegexEngine;
import org.apache.jena.sparql.util.NodeUtils;

/// A filter that looks at the text of one variable only, such as `CONTAINS(LCASE(STR(?label)),
/// "laser")` or `REGEX(STR(?label), "^laser", "i")`: it needs no term.
///
/// @param variable whose text is looked at
/// @param test whether a text passes
record TextFilter(Var variable, Predicate<String> test) {

  /// The filter that an expression is, if it is one.
  static Optional<TextFilter> of(Expr expr) {
    return switch (expr) {
      case E_StrContains e -> of(e.getArg1(), e.getArg2(), String::contains);
      case E_StrStartsWith e -> of(e.getArg1(), e.getArg2(), String::startsWith);
      case E_StrEndsWith e -> of(e.getArg1(), e.getArg2(), String::endsWith);
      case E_Regex e -> regex(e);
      default -> Optional.empty();
    };
  }

  @FunctionalInterface
  private interface Test {
    boolean passes(String text, String part);
  }

  private static Optional<TextFilter> of(Expr text, Expr part, Test test) {
    return string(part).flatMap(p -> Text.of(text).map(t -> t.filter(s -> test.passes(s, p))));
  }

  private static Optional<TextFilter> regex(E_Regex expr) {
    Expr pattern = expr.getArg(2);
    Expr flags = expr.getArg(3);
    if (string(pattern).isEmpty() || (flags != null && string(flags).isEmpty())) {
      return Optional.empty();
    }
    NodeValue flagsValue = flags == null ? null : flags.getConstant();
    RegexEngine engine = E_Regex.makeRegexEngine(pattern.getConstant(), flagsValue);
    return Text.of(expr.getArg(1)).map(t -> t.filter(engine::match));
  }

  /// The value of a constant that is a string without a language.
  private static Optional<String> string(Expr expr) {
    return expr.isConstant() && NodeUtils.isSimpleString(expr.getConstant().asNode())
        ? Optional.of(expr.getConstant().getString())
        : Optional.empty();
  }

  /// `STR(?x)`, perhaps in lower or upper case.
  private record Text(Var variable, UnaryOperator<String> change) {
    static Optional<Text> of(Expr expr) {
      return switch (expr) {
        case E_Str str when str.getArg().isVariable() ->
            Optional.of(new Text(str.getArg().asVar(), s -> s));
        case E_StrLowerCase lower ->
            of(lower.getArg()).map(t -> t.then(s -> s.toLowerCase(Locale.ROOT)));
        case E_StrUpperCase upper ->
            of(upper.getArg()).map(t -> t.then(s -> s.toUpperCase(Locale.ROOT)));
        default -> Optional.empty();
      };
    }

    Text then(UnaryOperator<String> next) {
      return new Text(variable, s -> next.apply(change.apply(s)));
    }

    TextFilter filter(Predicate<String> test) {
      return new TextFilter(variable, s -> test.test(change.apply(s)));
    }
  }
}
