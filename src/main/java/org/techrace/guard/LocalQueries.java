package org.techrace.guard;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.jena.query.Query;
import org.apache.jena.sparql.ARQConstants;
import org.apache.jena.sparql.algebra.Algebra;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.OpVisitorBase;
import org.apache.jena.sparql.algebra.op.OpService;
import org.apache.jena.sparql.algebra.walker.Walker;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.exec.QueryExec;
import org.apache.jena.sparql.service.ServiceExecutorRegistry;

/// Queries that a mapping or a project brings along: they read one dataset and nothing else, call
/// functions that only compute, and end when their time is up.
public final class LocalQueries {
  private LocalQueries() {}

  /// Checks a query.
  ///
  /// @throws QueryRefusedException if it names a function that is not available, or asks another
  ///   endpoint
  public static void check(Query query) {
    Op op = Algebra.compile(query);
    FunctionRules.check(op);
    Walker.walk(
        op,
        new OpVisitorBase() {
          @Override
          public void visit(OpService service) {
            throw noService();
          }
        });
  }

  private static QueryRefusedException noService() {
    return new QueryRefusedException("SERVICE is not available here: nothing else is asked.");
  }

  /// Prepares a query that was checked.
  ///
  /// @param time after which it is stopped
  public static QueryExec prepare(Query query, DatasetGraph dataset, Duration time) {
    return QueryExec.dataset(dataset)
        .query(query)
        .set(ARQConstants.sysOptimizerFactory, new Guard())
        .set(
            ARQConstants.registryServiceExecutors,
            new ServiceExecutorRegistry()
                .add(
                    (service, original, binding, execution) -> {
                      throw noService();
                    }))
        .timeout(time.toMillis(), TimeUnit.MILLISECONDS)
        .build();
  }
}
