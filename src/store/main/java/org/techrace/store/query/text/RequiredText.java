package org.techrace.store.query.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.jena.sparql.expr.E_LogicalAnd;
import org.apache.jena.sparql.expr.E_LogicalOr;
import org.apache.jena.sparql.expr.E_Regex;
import org.apache.jena.sparql.expr.E_Str;
import org.apache.jena.sparql.expr.E_StrContains;
import org.apache.jena.sparql.expr.E_StrEndsWith;
import org.apache.jena.sparql.expr.E_StrLowerCase;
import org.apache.jena.sparql.expr.E_StrStartsWith;
import org.apache.jena.sparql.expr.E_StrUpperCase;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprFunction1;
import org.apache.jena.sparql.expr.ExprFunction2;
import org.techrace.store.IdRanges;
import org.techrace.store.TextForm;
import org.techrace.store.TrigramIndex;

/// What the text of a term, or one of its [TextForm]s, contains if a condition on the term is true:
/// all parts, and what one of the alternatives in each list requires.
///
/// @param parts texts that occur in it
/// @param alternatives lists of alternatives
public record RequiredText(List<String> parts, List<List<RequiredText>> alternatives) {

  /// Returns what a condition on one variable requires: `CONTAINS`, `STRSTARTS`, `STRENDS` and
  /// `REGEX` with constants, of the variable, its `STR`, `LCASE` or `UCASE`.
  ///
  /// @return empty if the condition has another form or may be true for a text without any of the
  ///   parts
  public static Optional<RequiredText> of(Expr condition) {
    return switch (condition) {
      case E_LogicalAnd and -> {
        Optional<RequiredText> x = of(and.getArg1());
        Optional<RequiredText> y = of(and.getArg2());
        yield x.isPresent() && y.isPresent() ? Optional.of(x.get().and(y.get())) : x.or(() -> y);
      }
      case E_LogicalOr or ->
          of(or.getArg1()).flatMap(x -> of(or.getArg2()).map(y -> anyOf(List.of(x, y))));
      case E_StrContains e -> ofPart(e);
      case E_StrEndsWith e -> ofPart(e);
      case E_StrStartsWith e -> ofPart(e);
      case E_Regex e -> ofRegex(e);
      default -> Optional.empty();
    };
  }

  private static Optional<RequiredText> ofPart(ExprFunction2 test) {
    return isText(uncased(test.getArg1()))
        ? TextEvaluators.string(test.getArg2()).map(part -> allOf(List.of(part)))
        : Optional.empty();
  }

  private static Optional<RequiredText> ofRegex(E_Regex regex) {
    Optional<String> pattern = TextEvaluators.string(regex.getArg(2));
    Optional<String> flags =
        regex.getArg(3) == null ? Optional.of("") : TextEvaluators.string(regex.getArg(3));
    Expr text = regex.getArg(1);
    if (pattern.isEmpty() || flags.isEmpty() || !isText(uncased(text))) {
      return Optional.empty();
    }
    Optional<RequiredText> required = RegexParts.of(pattern.get(), flags.get());
    if (!flags.get().contains("i")) {
      return required;
    }
    // The index does not have the form for any case of LCASE or UCASE.
    return isText(text) ? required.map(r -> r.as(TextForm.ANY_CASE)) : Optional.empty();
  }

  /// Returns the operand of LCASE or UCASE, or any other expression itself.
  private static Expr uncased(Expr expr) {
    return expr instanceof E_StrLowerCase || expr instanceof E_StrUpperCase
        ? ((ExprFunction1) expr).getArg()
        : expr;
  }

  private static boolean isText(Expr expr) {
    return expr.isVariable() || (expr instanceof E_Str str && str.getArg().isVariable());
  }

  static RequiredText allOf(List<String> parts) {
    return new RequiredText(parts, List.of());
  }

  static RequiredText anyOf(List<RequiredText> alternatives) {
    return new RequiredText(List.of(), List.of(alternatives));
  }

  /// Returns what both require.
  RequiredText and(RequiredText other) {
    List<String> allParts = new ArrayList<>(parts);
    allParts.addAll(other.parts);
    List<List<RequiredText>> all = new ArrayList<>(alternatives);
    all.addAll(other.alternatives);
    return new RequiredText(allParts, all);
  }

  private RequiredText as(TextForm form) {
    return new RequiredText(
        parts.stream().map(form::of).toList(),
        alternatives.stream()
            .map(each -> each.stream().map(alternative -> alternative.as(form)).toList())
            .toList());
  }

  /// Returns the ids of the terms for which the condition may be true.
  ///
  /// @return empty if the index cannot restrict them, because the parts are too short
  public Optional<IdRanges> candidates(TrigramIndex index) {
    Optional<IdRanges> common = index.candidates(parts);
    for (List<RequiredText> each : alternatives) {
      Optional<IdRanges> either = Optional.of(IdRanges.NONE);
      for (RequiredText alternative : each) {
        either = either.flatMap(x -> alternative.candidates(index).map(x::union));
      }
      Optional<IdRanges> before = common;
      Optional<IdRanges> other = either;
      common = other.map(x -> before.map(x::intersection).orElse(x)).or(() -> before);
    }
    return common;
  }
}
