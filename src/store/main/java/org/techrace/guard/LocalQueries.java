package org.techrace.guard;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.jena.query.Query;
import org.apache.jena.sparql.ARQConstants;
import org.apache.jena.sparql.algebra.Algebra;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.op.OpService;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.engine.binding.BindingFactory;
import org.apache.jena.sparql.exec.QueryExec;
import org.apache.jena.sparql.exec.QueryExecBuilder;
import org.apache.jena.sparql.service.ServiceExecutorRegistry;
import org.apache.jena.sparql.util.Context;

/// Runs the queries of a mapping or a project. They may read one dataset, call functions that only
/// compute, and run for a limited time. SERVICE is refused.
public final class LocalQueries {
  private LocalQueries() {}

  /// Checks a query.
  ///
  /// @throws QueryRefusedException if it calls a function that is not available, or another
  ///   endpoint
  public static void check(Query query) {
    Op op = Algebra.compile(query);
    FunctionRules.check(op);
    AlgebraParts.visit(
        op,
        part -> {
          if (part instanceof OpService) {
            throw noService();
          }
        },
        _ -> {});
  }

  private static QueryRefusedException noService() {
    return new QueryRefusedException(
        "SERVICE is not available here: the query may read one dataset only.");
  }

  /// Prepares a query that [#check] accepted.
  ///
  /// @param query the query
  /// @param dataset the dataset to read
  /// @param time the maximum run time
  public static QueryExec prepare(Query query, DatasetGraph dataset, Duration time) {
    return prepare(query, dataset, time, BindingFactory.empty());
  }

  /// Prepares a query that [#check] accepted, with values for variables.
  public static QueryExec prepare(
      Query query, DatasetGraph dataset, Duration time, Binding values) {
    return guarded(query, dataset)
        .substitution(values)
        .timeout(time.toMillis(), TimeUnit.MILLISECONDS)
        .build();
  }

  /// Begins a query that [#check] accepted, without a limit of time.
  public static QueryExecBuilder guarded(Query query, DatasetGraph dataset) {
    return QueryExec.dataset(dataset)
        .query(query)
        .set(ARQConstants.sysOptimizerFactory, new Guard())
        .set(ARQConstants.registryServiceExecutors, noServices());
  }

  /// Guards an execution that another library has begun: it evaluates as those of [#guarded] do.
  ///
  /// @param context the context of the execution
  public static void guard(Context context) {
    context.set(ARQConstants.sysOptimizerFactory, new Guard());
    context.set(ARQConstants.registryServiceExecutors, noServices());
  }

  private static ServiceExecutorRegistry noServices() {
    return new ServiceExecutorRegistry()
        .add(
            (service, original, binding, execution) -> {
              throw noService();
            });
  }
}
