package org.techrace.store.query;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.jena.sparql.expr.E_Regex;
import org.apache.jena.sparql.expr.E_Str;
import org.apache.jena.sparql.expr.E_StrContains;
import org.apache.jena.sparql.expr.E_StrEndsWith;
import org.apache.jena.sparql.expr.E_StrLowerCase;
import org.apache.jena.sparql.expr.E_StrStartsWith;
import org.apache.jena.sparql.expr.E_StrUpperCase;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.RegexEngine;
import org.apache.jena.sparql.util.NodeUtils;

/// A filter that looks at the text of one variable only, such as `CONTAINS(LCASE(STR(?label)),
/// "laser")` or `REGEX(STR(?label), "^laser", "i")`: it needs no term.
///
/// @param test whether a text passes
record TextFilter(Predicate<String> test) {

  /// The filter that an expression is, if it is one.
  ///
  /// @param run may be cancelled while a regular expression is at one text
  static Optional<TextFilter> of(Expr expr, Run run) {
    return switch (expr) {
      case E_StrContains e -> of(e.getArg1(), e.getArg2(), String::contains);
      case E_StrStartsWith e -> of(e.getArg1(), e.getArg2(), String::startsWith);
      case E_StrEndsWith e -> of(e.getArg1(), e.getArg2(), String::endsWith);
      case E_Regex e -> regex(e, run);
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

  private static Optional<TextFilter> regex(E_Regex expr, Run run) {
    Optional<String> regex = string(expr.getArg(2));
    Optional<String> flags = expr.getArg(3) == null ? Optional.of("") : string(expr.getArg(3));
    if (regex.isEmpty() || flags.isEmpty()) {
      return Optional.empty();
    }
    java.util.regex.Pattern pattern = RegexEngine.makePattern("Regex", regex.get(), flags.get());
    return Text.of(expr.getArg(1))
        .map(t -> t.filter(s -> pattern.matcher(new CancellableText(s, run)).find()));
  }

  /// The value of a constant that is a string without a language.
  private static Optional<String> string(Expr expr) {
    return expr.isConstant() && NodeUtils.isSimpleString(expr.getConstant().asNode())
        ? Optional.of(expr.getConstant().getString())
        : Optional.empty();
  }

  /// `STR(?x)`, perhaps in lower or upper case.
  private record Text(UnaryOperator<String> change) {
    static Optional<Text> of(Expr expr) {
      return switch (expr) {
        case E_Str str when str.getArg().isVariable() -> Optional.of(new Text(s -> s));
        case E_StrLowerCase lower ->
            of(lower.getArg()).map(t -> t.then(s -> s.toLowerCase(Locale.ROOT)));
        case E_StrUpperCase upper ->
            of(upper.getArg()).map(t -> t.then(s -> s.toUpperCase(Locale.ROOT)));
        default -> Optional.empty();
      };
    }

    Text then(UnaryOperator<String> next) {
      return new Text(s -> next.apply(change.apply(s)));
    }

    TextFilter filter(Predicate<String> test) {
      return new TextFilter(s -> test.test(change.apply(s)));
    }
  }
}
