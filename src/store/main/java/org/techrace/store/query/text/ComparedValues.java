package org.techrace.store.query.text;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import org.apache.jena.sparql.expr.E_Equals;
import org.apache.jena.sparql.expr.E_GreaterThan;
import org.apache.jena.sparql.expr.E_GreaterThanOrEqual;
import org.apache.jena.sparql.expr.E_LessThan;
import org.apache.jena.sparql.expr.E_LessThanOrEqual;
import org.apache.jena.sparql.expr.E_NotEquals;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprException;
import org.apache.jena.sparql.expr.ExprFunction2;
import org.apache.jena.sparql.expr.NodeValue;
import org.techrace.store.Section;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.QueryTerms;

/// A comparison of two variables, such as `?value > ?mean`. Integers and decimals are compared by
/// their values in millionths, strings and times of one kind by their ids, and a text with a
/// language is equal to itself. Other terms are not decided here; ARQ compares them.
final class ComparedValues {
  /// The maximum number of computed terms whose values are kept.
  private static final int MAX_CACHED_TERMS = 1 << 12;

  private final QueryRun run;
  private final int first;
  private final int second;
  private final IntPredicate passes;

  /// True for `=` and `!=`.
  private final boolean isEquality;

  private final Map<Integer, Optional<Amount>> created = new HashMap<>();

  /// A number.
  ///
  /// @param millionths its value in millionths, rounded down
  /// @param more true if the value is greater than that
  private record Amount(long millionths, boolean more) {}

  private ComparedValues(ExprFunction2 expr, QueryRun run, IntPredicate passes) {
    this.run = run;
    this.first = run.layout().column(expr.getArg1().asVar());
    this.second = run.layout().column(expr.getArg2().asVar());
    this.passes = passes;
    this.isEquality = expr instanceof E_Equals || expr instanceof E_NotEquals;
  }

  /// Compiles a comparison of two variables, or returns empty if the expression is another one.
  static Optional<ComparedValues> of(Expr expr, QueryRun run) {
    return switch (expr) {
      case E_Equals e -> of(e, run, c -> c == 0);
      case E_NotEquals e -> of(e, run, c -> c != 0);
      case E_LessThan e -> of(e, run, c -> c < 0);
      case E_LessThanOrEqual e -> of(e, run, c -> c <= 0);
      case E_GreaterThan e -> of(e, run, c -> c > 0);
      case E_GreaterThanOrEqual e -> of(e, run, c -> c >= 0);
      default -> Optional.empty();
    };
  }

  private static Optional<ComparedValues> of(
      ExprFunction2 expr, QueryRun run, IntPredicate passes) {
    return expr.getArg1().isVariable() && expr.getArg2().isVariable()
        ? Optional.of(new ComparedValues(expr, run, passes))
        : Optional.empty();
  }

  /// Returns the result for a row, or empty if it is not decided.
  Optional<Boolean> test(Batch batch, int row) {
    OptionalInt comparison = compare(batch.get(first, row), batch.get(second, row));
    return comparison.isPresent()
        ? Optional.of(passes.test(comparison.getAsInt()))
        : Optional.empty();
  }

  private OptionalInt compare(int x, int y) {
    if (x == Batch.UNBOUND || y == Batch.UNBOUND) {
      return OptionalInt.empty();
    }
    if (x > 0 && y > 0) {
      Section section = run.store().dictionary().section(x);
      boolean byId =
          switch (section) {
            case STRING, DATE_TIME_UTC, DATE_TIME, DATE, YEAR ->
                section == run.store().dictionary().section(y)
                    && run.store().dictionary().valuesDiffer(section);
            case LANGUAGE -> isEquality && x == y;
            case BLANK, IRI, NUMBER, DOUBLE, OTHER, TRIPLE -> false;
          };
      if (byId) {
        return OptionalInt.of(Integer.compare(x, y));
      }
    }
    Optional<Amount> a = number(x);
    return a.isEmpty() ? OptionalInt.empty() : compare(a.get(), number(y));
  }

  private static OptionalInt compare(Amount a, Optional<Amount> other) {
    if (other.isEmpty()) {
      return OptionalInt.empty();
    }
    Amount b = other.get();
    if (a.millionths != b.millionths) {
      return OptionalInt.of(Long.compare(a.millionths, b.millionths));
    }
    return a.more && b.more ? OptionalInt.empty() : OptionalInt.of(Boolean.compare(a.more, b.more));
  }

  private Optional<Amount> number(int id) {
    long millionths = run.terms().millionths(id);
    if (millionths != QueryTerms.NO_NUMBER) {
      return Optional.of(new Amount(millionths, false));
    }
    if (id > 0) {
      return Optional.empty();
    }
    return created.size() < MAX_CACHED_TERMS || created.containsKey(id)
        ? created.computeIfAbsent(id, this::ofCreated)
        : ofCreated(id);
  }

  private Optional<Amount> ofCreated(int id) {
    try {
      NodeValue value = run.terms().value(id);
      if (!value.isInteger() && !value.isDecimal()) {
        return Optional.empty();
      }
      BigDecimal exact = value.getDecimal().movePointRight(6);
      BigInteger floor = exact.setScale(0, RoundingMode.FLOOR).toBigInteger();
      return floor.bitLength() < Long.SIZE
          ? Optional.of(new Amount(floor.longValue(), exact.compareTo(new BigDecimal(floor)) != 0))
          : Optional.empty();
    } catch (ExprException e) {
      return Optional.empty(); // too many digits
    }
  }
}
