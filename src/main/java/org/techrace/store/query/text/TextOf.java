package org.techrace.store.query.text;

import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.E_Str;
import org.apache.jena.sparql.expr.E_StrLowerCase;
import org.apache.jena.sparql.expr.E_StrReplace;
import org.apache.jena.sparql.expr.E_StrUpperCase;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.util.NodeUtils;
import org.techrace.guard.StoppableRegex;
import org.techrace.store.query.row.QueryRun;

/// An expression that is computed from the text of a variable, such as `STR(?x)` or
/// `REPLACE(LCASE(STR(?x)), "the ", "")`. It can be evaluated without creating the term.
///
/// @param variable the variable
/// @param change computes the value from the text of the variable
public record TextOf(Var variable, UnaryOperator<String> change) {

  /// Compiles an expression, or returns empty if it has another form.
  ///
  /// @param run the run whose cancellation is checked while a regular expression is applied to a
  ///   text
  public static Optional<TextOf> of(Expr expr, QueryRun run) {
    return switch (expr) {
      case E_Str str when str.getArg().isVariable() ->
          Optional.of(new TextOf(str.getArg().asVar(), s -> s));
      case E_StrLowerCase lower ->
          of(lower.getArg(), run).map(t -> t.then(s -> s.toLowerCase(Locale.ROOT)));
      case E_StrUpperCase upper ->
          of(upper.getArg(), run).map(t -> t.then(s -> s.toUpperCase(Locale.ROOT)));
      // A subclass, such as the one that limits the length of the result, is evaluated by ARQ.
      case E_StrReplace replace
          when replace.getClass() == E_StrReplace.class && replace.getArgs().size() == 3 ->
          replacement(replace, run).flatMap(r -> of(replace.getArg(1), run).map(t -> t.then(r)));
      default -> Optional.empty();
    };
  }

  private TextOf then(UnaryOperator<String> next) {
    return new TextOf(variable, s -> next.apply(change.apply(s)));
  }

  static Optional<UnaryOperator<String>> replacement(E_StrReplace replace, QueryRun run) {
    Optional<String> regex = string(replace.getArg(2));
    Optional<String> by = string(replace.getArg(3));
    if (regex.isEmpty() || by.isEmpty()) {
      return Optional.empty();
    }
    StoppableRegex stoppable = StoppableRegex.compile("REPLACE", regex.get(), "", run::check);
    String group = "\\$[0-" + Math.min(9, stoppable.groups()) + "]";
    // Replacements with escapes, or with groups that do not exist, are left to ARQ.
    return by.filter(b -> b.replaceAll(group, "").matches("[^$\\\\]*"))
        .map(b -> s -> stoppable.replaceAll(s, b, (match, length) -> {}));
  }

  /// Returns the value of a constant that is a string without a language, or empty for any other.
  static Optional<String> string(Expr expr) {
    return expr.isConstant() && NodeUtils.isSimpleString(expr.getConstant().asNode())
        ? Optional.of(expr.getConstant().getString())
        : Optional.empty();
  }
}
