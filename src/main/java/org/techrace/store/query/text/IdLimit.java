package org.techrace.store.query.text;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.E_Equals;
import org.apache.jena.sparql.expr.E_IsBlank;
import org.apache.jena.sparql.expr.E_IsIRI;
import org.apache.jena.sparql.expr.E_IsURI;
import org.apache.jena.sparql.expr.E_Lang;
import org.apache.jena.sparql.expr.E_LogicalAnd;
import org.apache.jena.sparql.expr.Expr;
import org.techrace.store.Dictionary;
import org.techrace.store.Dictionary.IdRange;
import org.techrace.store.Section;
import org.techrace.store.query.row.QueryRun;

/// The ids for which a condition on a variable can be true, so that a scan need not read the
/// others: `?year >= 2020`, `isBlank(?x)`, `LANG(?label) = "en"`.
///
/// @param variable the variable
/// @param decided the ids that this limit is about; for others the condition may be true
/// @param passing a range that contains all of these ids for which the condition is true
public record IdLimit(Var variable, IdRange decided, IdRange passing) {

  /// Returns the limit of a condition, or empty if it has another form.
  public static Optional<IdLimit> of(Expr condition, QueryRun run) {
    Set<Var> variables = condition.getVarsMentioned();
    if (variables.size() != 1) {
      return Optional.empty();
    }
    Var variable = variables.iterator().next();
    Optional<IdRange> kind = kind(condition, run.store().dictionary());
    return kind.isPresent()
        ? Optional.of(new IdLimit(variable, new IdRange(1, Integer.MAX_VALUE), kind.get()))
        : ValueFilter.of(condition, run)
            .map(values -> new IdLimit(variable, values.section(), values.passing()));
  }

  /// Returns the ids of a kind of terms, for a condition that only these can fulfil.
  private static Optional<IdRange> kind(Expr condition, Dictionary dictionary) {
    return switch (condition) {
      case E_IsIRI is when is.getArg().isVariable() -> Optional.of(dictionary.range(Section.IRI));
      case E_IsURI is when is.getArg().isVariable() -> Optional.of(dictionary.range(Section.IRI));
      case E_IsBlank is when is.getArg().isVariable() ->
          Optional.of(dictionary.range(Section.BLANK));
      case E_Equals equal
          when equal.getArg1() instanceof E_Lang lang && lang.getArg().isVariable() ->
          TextOf.string(equal.getArg2())
              .filter(tag -> tag.matches("[A-Za-z0-9-]+"))
              .map(tag -> tag.toLowerCase(Locale.ROOT))
              .map(tag -> dictionary.languages(tag, tag + '\0'));
      case E_LogicalAnd and -> {
        Optional<IdRange> first = kind(and.getArg1(), dictionary);
        Optional<IdRange> second = kind(and.getArg2(), dictionary);
        yield first.isPresent() && second.isPresent()
            ? Optional.of(first.get().intersection(second.get()))
            : first.or(() -> second);
      }
      default -> Optional.empty();
    };
  }
}
