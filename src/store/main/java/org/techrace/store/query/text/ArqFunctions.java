package org.techrace.store.query.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.jena.query.QueryCancelledException;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.apache.jena.sparql.engine.binding.BindingFactory;
import org.apache.jena.sparql.expr.ExprEvalException;
import org.apache.jena.sparql.expr.ExprException;
import org.apache.jena.sparql.expr.ExprFunction1;
import org.apache.jena.sparql.expr.ExprFunction2;
import org.apache.jena.sparql.expr.ExprFunctionN;
import org.apache.jena.sparql.expr.ExprList;
import org.apache.jena.sparql.expr.NodeValue;
import org.jspecify.annotations.Nullable;
import org.techrace.guard.QueryRefusedException;
import org.techrace.store.DamagedStoreException;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.text.Value.Computed;
import org.techrace.store.query.text.Value.Failure;

/// Applies ARQ's functions to computed arguments that are not failures.
final class ArqFunctions {
  private final QueryRun run;
  private final Values values;
  private final ExecutionContext context;

  ArqFunctions(QueryRun run, Values values, ExecutionContext context) {
    this.run = run;
    this.values = values;
    this.context = context;
  }

  Value apply(ExprFunction1 function, Value argument) {
    return value(() -> function.eval(values.nodeValue(argument), context));
  }

  Value apply(ExprFunction2 function, Value left, Value right) {
    return value(() -> function.eval(values.nodeValue(left), values.nodeValue(right), context));
  }

  Value apply(ExprFunctionN function, List<Value> arguments) {
    return value(
        () -> {
          List<NodeValue> all = new ArrayList<>();
          arguments.forEach(argument -> all.add(values.nodeValue(argument)));
          return function.eval(all, context);
        });
  }

  /// Applies a function with an IRI.
  Value call(ExprFunctionN function, Value argument) {
    return value(
        () ->
            function
                .copy(new ExprList(values.nodeValue(argument)))
                .eval(BindingFactory.empty(), context));
  }

  private Value value(Supplier<NodeValue> function) {
    run.check(); // some functions take milliseconds
    try {
      NodeValue value = checked(function);
      return value == null ? Failure.ERROR : new Computed(value);
    } catch (ExprEvalException e) {
      return Failure.ERROR;
    }
  }

  /// Calls a function of ARQ. For arguments that it does not expect, such as an IRI in place of a
  /// date, a function may throw almost any exception. All of these are the error of SPARQL, except
  /// those that end the query.
  ///
  /// @throws ExprException if the function fails
  static <T extends @Nullable Object> T checked(Supplier<T> function) {
    try {
      return function.get();
    } catch (ExprException
        | QueryCancelledException
        | QueryRefusedException
        | DamagedStoreException
        | IllegalStateException e) { // the store has been closed
      throw e;
    } catch (RuntimeException e) {
      throw new ExprEvalException(e.getMessage(), e);
    }
  }
}
