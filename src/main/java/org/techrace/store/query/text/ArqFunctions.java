package org.techrace.store.query.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.apache.jena.sparql.engine.binding.BindingFactory;
import org.apache.jena.sparql.expr.ExprEvalException;
import org.apache.jena.sparql.expr.ExprFunction1;
import org.apache.jena.sparql.expr.ExprFunction2;
import org.apache.jena.sparql.expr.ExprFunctionN;
import org.apache.jena.sparql.expr.ExprList;
import org.apache.jena.sparql.expr.NodeValue;
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
      NodeValue value = function.get();
      return value == null ? Failure.ERROR : new Computed(value);
    } catch (ExprEvalException e) {
      return Failure.ERROR;
    }
  }
}
