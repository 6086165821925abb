package org.techrace.serve.sparql;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.jena.query.QueryCancelledException;
import org.apache.jena.query.QueryException;
import org.apache.jena.query.ReadWrite;
import org.apache.jena.sparql.ARQConstants;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.exec.QueryExec;
import org.techrace.guard.Guard;
import org.techrace.guard.QueryRefusedException;
import org.techrace.rdf.QueryErrors;
import org.techrace.serve.http.Refusal;

/// Runs one query on a dataset so that it can be stopped.
final class Execution {
  private Execution() {}

  /// What to do with the running query.
  @FunctionalInterface
  interface Use<T> {
    T of(QueryExec exec) throws IOException;
  }

  /// Runs a query in a read transaction.
  ///
  /// @param stop set by another thread to stop it
  static <T> T run(
      ParsedQuery parsed,
      DatasetGraph dataset,
      Federation federation,
      AtomicBoolean stop,
      Use<T> use)
      throws IOException {
    dataset.begin(ReadWrite.READ);
    try (QueryExec exec =
        QueryExec.dataset(dataset)
            .query(parsed.query())
            .set(ARQConstants.symCancelQuery, stop)
            .set(ARQConstants.sysOptimizerFactory, new Guard())
            .set(ARQConstants.registryServiceExecutors, federation.ofOneQuery())
            .build()) {
      return use.of(exec);
    } catch (QueryCancelledException e) {
      throw new Refusal(503, "The query was stopped.");
    } catch (QueryRefusedException e) {
      throw new Refusal(400, e.sentence());
    } catch (QueryException e) {
      throw new Refusal(400, "The query cannot be run: " + QueryErrors.sentence(e));
    } finally {
      dataset.end();
    }
  }
}
