package org.techrace.store.query;

import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.E_Str;
import org.apache.jena.sparql.expr.E_StrLowerCase;
import org.apache.jena.sparql.expr.E_StrUpperCase;
import org.apache.jena.sparql.expr.Expr;

/// An expression that is the text of a variable, perhaps in lower or upper case: `STR(?x)`,
/// `LCASE(STR(?x))`. It needs no term.
///
/// @param change what is made of the text
record TextOf(Var variable, UnaryOperator<String> change) {

  /// The text that an expression is, if it is one.
  static Optional<TextOf> of(Expr expr) {
    return switch (expr) {
      case E_Str str when str.getArg().isVariable() ->
          Optional.of(new TextOf(str.getArg().asVar(), s -> s));
      case E_StrLowerCase lower ->
          of(lower.getArg()).map(t -> t.then(s -> s.toLowerCase(Locale.ROOT)));
      case E_StrUpperCase upper ->
          of(upper.getArg()).map(t -> t.then(s -> s.toUpperCase(Locale.ROOT)));
      default -> Optional.empty();
    };
  }

  private TextOf then(UnaryOperator<String> next) {
    return new TextOf(variable, s -> next.apply(change.apply(s)));
  }
}
