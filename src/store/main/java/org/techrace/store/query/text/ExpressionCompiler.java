package org.techrace.store.query.text;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.apache.jena.sparql.expr.E_Add;
import org.apache.jena.sparql.expr.E_Bound;
import org.apache.jena.sparql.expr.E_Coalesce;
import org.apache.jena.sparql.expr.E_Divide;
import org.apache.jena.sparql.expr.E_Equals;
import org.apache.jena.sparql.expr.E_Function;
import org.apache.jena.sparql.expr.E_GreaterThan;
import org.apache.jena.sparql.expr.E_GreaterThanOrEqual;
import org.apache.jena.sparql.expr.E_If;
import org.apache.jena.sparql.expr.E_LessThan;
import org.apache.jena.sparql.expr.E_LessThanOrEqual;
import org.apache.jena.sparql.expr.E_LogicalAnd;
import org.apache.jena.sparql.expr.E_LogicalNot;
import org.apache.jena.sparql.expr.E_LogicalOr;
import org.apache.jena.sparql.expr.E_Multiply;
import org.apache.jena.sparql.expr.E_NotEquals;
import org.apache.jena.sparql.expr.E_NotOneOf;
import org.apache.jena.sparql.expr.E_OneOf;
import org.apache.jena.sparql.expr.E_OneOfBase;
import org.apache.jena.sparql.expr.E_Regex;
import org.apache.jena.sparql.expr.E_StrReplace;
import org.apache.jena.sparql.expr.E_Subtract;
import org.apache.jena.sparql.expr.E_UnaryMinus;
import org.apache.jena.sparql.expr.E_UnaryPlus;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprEvalException;
import org.apache.jena.sparql.expr.ExprFunction2;
import org.apache.jena.sparql.expr.NodeValue;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.IdCondition;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.Rewrite;
import org.techrace.store.query.row.RowBinding;
import org.techrace.store.query.text.Value.Constant;
import org.techrace.store.query.text.Value.Failure;
import org.techrace.store.query.text.Value.Term;
import org.techrace.store.query.text.Value.Truth;

/// Compiles an expression to [Evaluator]s, one for each function in it. Functions that are not
/// known here are evaluated by ARQ, as are known ones for arguments of unusual types. Errors and
/// the order of evaluation are those of ARQ: an `ExprEvalException` is the error of SPARQL, which
/// `||`, `COALESCE` and others handle; any other exception ends the evaluation of the row.
final class ExpressionCompiler {
  private final QueryRun run;
  private final ExecutionContext context;
  private final Values values;
  private final TextEvaluators texts;
  private final NumberEvaluators numbers;
  private final TermEvaluators terms;
  private boolean fast = true;

  /// True if the compiled expressions read texts of the dictionary.
  private boolean readsTexts;

  /// True if values of the parts being compiled are kept by term.
  private boolean kept;

  /// Creates a compiler.
  ///
  /// @param kept true if values of whole expressions are kept by term, so that those of their parts
  ///   need not be
  ExpressionCompiler(QueryRun run, ExecutionContext context, Values values, boolean kept) {
    this.kept = kept;
    this.run = run;
    this.context = context;
    this.values = values;
    ArqFunctions arq = new ArqFunctions(run, values, context);
    this.texts = new TextEvaluators(run, values, arq);
    this.numbers = new NumberEvaluators(run, values, arq);
    this.terms = new TermEvaluators(run, values, arq);
  }

  /// Returns true if the compiled expressions are computed without ARQ and regular expressions for
  /// most terms.
  boolean isFast() {
    return fast;
  }

  /// Returns true if the compiled expressions read texts of the dictionary.
  boolean readsTexts() {
    return readsTexts;
  }

  Evaluator compile(Expr expr) {
    return run.uses(Rewrite.COMPILED_EXPRESSIONS) && FilterRows.isFunction(expr)
        ? part(expr)
        : arq(expr);
  }

  /// Compiles a part of an expression whose parts always give the same result for the same terms.
  private Evaluator part(Expr expr) {
    fast &=
        switch (expr) {
          case E_Regex _, E_StrReplace _, E_Function _, E_Divide _ -> false;
          default -> true;
        };
    if (expr.isConstant()) {
      Constant constant = values.constant(expr.getConstant());
      return (_, _) -> constant;
    }
    if (expr.isVariable()) {
      int column = run.layout().column(expr.asVar());
      return (batch, row) -> term(batch.get(column, row));
    }
    return switch (expr) {
      case E_If choice -> choice(choice);
      case E_Coalesce all -> coalesce(all.getArgs().stream().map(this::part).toList());
      case E_LogicalOr or -> junction(or, Truth.TRUE);
      case E_LogicalAnd and -> junction(and, Truth.FALSE);
      case E_LogicalNot not -> not(truth(not.getArg()));
      case E_Bound bound when bound.getArg().isVariable() -> bound(bound);
      case E_OneOf in -> in(in, Truth.TRUE);
      case E_NotOneOf in -> in(in, Truth.FALSE);
      case E_Equals e -> equality(e, Truth.TRUE);
      case E_NotEquals e -> equality(e, Truth.FALSE);
      case E_LessThan e -> comparison(e, c -> c < 0);
      case E_LessThanOrEqual e -> comparison(e, c -> c <= 0);
      case E_GreaterThan e -> comparison(e, c -> c > 0);
      case E_GreaterThanOrEqual e -> comparison(e, c -> c >= 0);
      default -> function(expr);
    };
  }

  /// Compiles a function. Its values are kept if it has one variable, unless it is computed faster
  /// than its value is found.
  private Evaluator function(Expr expr) {
    Set<Var> variables = expr.getVarsMentioned();
    if (kept || variables.size() != 1 || NumberEvaluators.isArithmetic(expr)) {
      return computed(expr);
    }
    kept = true;
    Evaluator evaluator = computed(expr);
    kept = false;
    return new RecentValues(run.layout().column(variables.iterator().next()), evaluator);
  }

  private Evaluator computed(Expr expr) {
    Function<Expr, Evaluator> operand = isOperator(expr) ? this::operand : this::part;
    Optional<Evaluator> ofText = texts.compile(expr, operand);
    readsTexts |= ofText.isPresent();
    return ofText
        .or(() -> numbers.compile(expr, operand))
        .or(() -> terms.compile(expr, operand))
        .orElseGet(() -> arq(expr));
  }

  /// Compiles an operand of an arithmetic operator. The result of another operator is not kept: a
  /// sum of thousands of numbers is one of as many sums.
  private Evaluator operand(Expr expr) {
    return isOperator(expr) ? computed(expr) : part(expr);
  }

  private static boolean isOperator(Expr expr) {
    return switch (expr) {
      case E_Add _, E_Subtract _, E_Multiply _, E_Divide _, E_UnaryMinus _, E_UnaryPlus _ -> true;
      default -> false;
    };
  }

  private static Value term(int id) {
    return id == Batch.UNBOUND ? Failure.ERROR : new Term(id);
  }

  /// Evaluates an expression with ARQ.
  private Evaluator arq(Expr expr) {
    fast = false;
    return (batch, row) -> {
      try {
        NodeValue value =
            ArqFunctions.checked(() -> expr.eval(RowBinding.read(run, batch, row), context));
        return value == null ? Failure.ERROR : new Value.Computed(value);
      } catch (ExprEvalException e) {
        return Failure.ERROR;
      }
    };
  }

  private Evaluator truth(Expr expr) {
    Evaluator evaluator = part(expr);
    return (batch, row) -> values.truth(evaluator.of(batch, row));
  }

  private Evaluator choice(E_If choice) {
    Evaluator condition = truth(choice.getArg1());
    Evaluator yes = part(choice.getArg2());
    Evaluator no = part(choice.getArg3());
    return (batch, row) -> {
      Value holds = condition.of(batch, row);
      if (holds == Failure.ERROR) {
        return holds;
      }
      return (holds == Truth.TRUE ? yes : no).of(batch, row);
    };
  }

  private static Evaluator coalesce(List<Evaluator> all) {
    return (batch, row) -> {
      for (Evaluator each : all) {
        Value value = each.of(batch, row);
        if (value != Failure.ERROR) {
          return value;
        }
      }
      return Failure.ERROR;
    };
  }

  /// Compiles `||` and `&&`.
  ///
  /// @param decisive the value of an operand that decides the result
  private Evaluator junction(ExprFunction2 expr, Truth decisive) {
    Evaluator left = truth(expr.getArg1());
    Evaluator right = truth(expr.getArg2());
    return (batch, row) -> {
      Value x = left.of(batch, row);
      if (x == decisive) {
        return x;
      }
      Value y = right.of(batch, row);
      return y == decisive || x != Failure.ERROR ? y : x;
    };
  }

  private static Evaluator not(Evaluator truth) {
    return truth.then(value -> Truth.of(value == Truth.FALSE));
  }

  private Evaluator bound(E_Bound bound) {
    int column = run.layout().column(bound.getArg().asVar());
    return (batch, row) -> Truth.of(batch.get(column, row) != Batch.UNBOUND);
  }

  /// Compiles `IN` and `NOT IN`.
  ///
  /// @param found the result if the value is in the list
  private Evaluator in(E_OneOfBase expr, Truth found) {
    Evaluator left = part(expr.getLHS());
    List<Evaluator> list = expr.getRHS().getList().stream().map(this::part).toList();
    Optional<ConstantSet> constants = ConstantSet.of(expr.getRHS().getList(), values);
    return (batch, row) -> {
      Value value = left.of(batch, row);
      if (value == Failure.ERROR) {
        return value;
      }
      Optional<Boolean> contained = constants.flatMap(set -> set.contains(value));
      if (contained.isPresent()) {
        return Truth.of(contained.get() == (found == Truth.TRUE));
      }
      boolean sameForAll = constants.isPresent() && constants.get().isOfOtherKind(value);
      boolean failed = false;
      for (Evaluator each : sameForAll ? list.subList(0, 1) : list) {
        Value equal = equal(value, each.of(batch, row));
        if (equal == Truth.TRUE) {
          return found;
        }
        failed |= equal == Failure.ERROR;
      }
      return failed ? Failure.ERROR : Truth.of(found == Truth.FALSE);
    };
  }

  private Value equal(Value x, Value y) {
    if (y == Failure.ERROR) {
      return y;
    }
    try {
      return Truth.of(values.areEqual(x, y));
    } catch (ExprEvalException e) {
      return Failure.ERROR;
    }
  }

  /// Compiles `=` and `!=`.
  ///
  /// @param equal the result for equal values
  private Evaluator equality(ExprFunction2 expr, Truth equal) {
    Evaluator left = part(expr.getArg1());
    Evaluator right = part(expr.getArg2());
    return byId(expr, left.then(right, this::equal).then(result -> Truth.of(result == equal)));
  }

  private Evaluator comparison(ExprFunction2 expr, IntPredicate passes) {
    Evaluator left = part(expr.getArg1());
    Evaluator right = part(expr.getArg2());
    ArqFunctions arq = new ArqFunctions(run, values, context);
    return byId(
        expr,
        left.then(
            right,
            (x, y) -> {
              OptionalInt comparison = values.compare(x, y);
              return comparison.isPresent()
                  ? Truth.of(passes.test(comparison.getAsInt()))
                  : arq.apply(expr, x, y);
            }));
  }

  /// Compares a variable with a constant or another variable by id where that is possible.
  private Evaluator byId(ExprFunction2 expr, Evaluator otherwise) {
    if (expr.getArg1().isVariable() && expr.getArg2().isVariable()) {
      return ofVariables(expr, otherwise);
    }
    Optional<IdCondition> condition = IdConditions.ofComparison(expr, run);
    if (condition.isEmpty()) {
      return otherwise;
    }
    IdCondition byId = condition.get();
    int column = run.layout().column(byId.variable());
    return (batch, row) -> {
      int id = batch.get(column, row);
      return byId.decides(id) ? Truth.of(byId.passing().has(id)) : otherwise.of(batch, row);
    };
  }

  private Evaluator ofVariables(ExprFunction2 expr, Evaluator otherwise) {
    Optional<EqualIris> iris = EqualIris.of(expr, run);
    Optional<ComparedValues> values = ComparedValues.of(expr, run);
    return (batch, row) -> {
      if (iris.isPresent() && iris.get().decides(batch, row)) {
        return Truth.of(iris.get().test(batch, row));
      }
      Optional<Boolean> result =
          values.isPresent() ? values.get().test(batch, row) : Optional.empty();
      return result.isPresent() ? Truth.of(result.get()) : otherwise.of(batch, row);
    };
  }
}
