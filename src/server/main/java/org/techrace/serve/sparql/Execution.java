package org.techrace.serve.sparql;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.jena.query.QueryCancelledException;
import org.apache.jena.query.QueryException;
import org.apache.jena.query.ReadWrite;
import org.apache.jena.sparql.ARQConstants;
import org.apache.jena.sparql.exec.QueryExec;
import org.apache.jena.sparql.exec.QueryExecBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.techrace.entity.Labels;
import org.techrace.guard.QueryRefusedException;
import org.techrace.guard.ScratchFullException;
import org.techrace.guard.StoppableDescription;
import org.techrace.query.CanonicalAnswer;
import org.techrace.query.PlanText;
import org.techrace.rdf.QueryErrors;
import org.techrace.remote.EndpointException;
import org.techrace.serve.http.Errors;
import org.techrace.serve.http.Format;
import org.techrace.serve.http.Refusal;

/// A running query in a read transaction that ends on [#close]. Not thread-safe; another thread can
/// cancel the query with a signal.
final class Execution implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Execution.class);

  static {
    StoppableDescription.install();
  }

  private final ParsedQuery parsed;
  private final QueryScope scope;
  private final AtomicBoolean stop;
  private final QueryExec exec;

  /// Starts a query.
  ///
  /// @param parsed the query
  /// @param scope the data to read; must stay open as long as the execution
  /// @param federation evaluates SERVICE
  /// @param stop set to true by another thread to cancel the query
  /// @throws Refusal 400 if the query cannot be evaluated
  Execution(ParsedQuery parsed, QueryScope scope, Federation federation, AtomicBoolean stop) {
    this.parsed = parsed;
    this.scope = scope;
    this.stop = stop;
    scope.dataset().begin(ReadWrite.READ);
    boolean started = false;
    try {
      QueryExecBuilder builder =
          QueryExec.dataset(scope.dataset())
              .query(parsed.query())
              .set(ARQConstants.symCancelQuery, stop)
              .set(ARQConstants.sysOptimizerFactory, parsed.guard())
              .set(ARQConstants.registryServiceExecutors, federation.ofOneQuery());
      scope
          .description()
          .ifPresent(graphs -> builder.set(ARQConstants.sysDatasetDescription, graphs));
      exec = builder.build();
      started = true;
    } catch (QueryException | QueryRefusedException e) {
      throw refusal(e);
    } finally {
      if (!started) {
        end();
      }
    }
  }

  /// Writes the result.
  ///
  /// @return the number of rows or triples
  /// @throws Refusal 400 if the query cannot be evaluated, 503 if it was cancelled
  long write(Format format, OutputStream out) throws IOException {
    try {
      return ResultWriter.write(parsed, exec, format, out);
    } catch (QueryException | QueryRefusedException e) {
      throw refusal(e);
    }
  }

  /// Returns the first rows of the result, for a page.
  ///
  /// @param labels the labels of the release
  /// @throws Refusal 400 if the query cannot be evaluated, 503 if it was cancelled
  ResultTable table(Labels labels) {
    try {
      return ResultTable.of(parsed, exec, labels);
    } catch (QueryException | QueryRefusedException e) {
      throw refusal(e);
    }
  }

  /// Runs the query and returns its plan as text, or empty if it ran in an engine that states none.
  /// A query that takes too long is stopped, and its plan has the rows until then.
  ///
  /// @param time the longest it may run
  /// @throws Refusal 400 if the query cannot be evaluated, 503 if it was stopped in an engine that
  ///   states no plan
  Optional<String> plan(Format format, Duration time) throws IOException {
    Supplier<String> plan = PlanText.record(exec.getContext(), parsed.query().getPrefixMapping());
    CompletableFuture.delayedExecutor(time.toMillis(), MILLISECONDS).execute(() -> stop.set(true));
    try {
      write(format, OutputStream.nullOutputStream());
    } catch (Refusal e) {
      Optional<String> begun = Optional.of(plan.get()).filter(PlanText::hasOperators);
      if (!stop.get() || begun.isEmpty()) {
        throw e;
      }
      return begun.map(
          text ->
              "The query was stopped after %.1f seconds. Rows and times until then:\n\n%s"
                  .formatted(time.toMillis() / 1e3, text));
    }
    return Optional.of(plan.get()).filter(PlanText::hasOperators);
  }

  /// Returns the canonical form of the result, for a citation.
  ///
  /// @throws Refusal 400 if the query cannot be evaluated or its result has no canonical form, 503
  ///   if it was cancelled
  CanonicalAnswer canonical() {
    try {
      return CanonicalAnswer.of(exec, parsed.query(), this::stopIfCancelled);
    } catch (IllegalArgumentException e) {
      throw new Refusal(400, "The answer cannot be cited: " + e.getMessage() + ".");
    } catch (QueryException | QueryRefusedException e) {
      throw refusal(e);
    }
  }

  private void stopIfCancelled() {
    if (stop.get()) {
      throw new QueryCancelledException();
    }
  }

  private static RuntimeException refusal(RuntimeException e) {
    return switch (e) {
      case QueryCancelledException _ -> new Refusal(503, "The query was stopped.");
      case ScratchFullException full -> new Refusal(503, full.sentence());
      case QueryRefusedException refused -> new Refusal(400, refused.sentence());
      case EndpointException down when down.refusal().isEmpty() -> {
        log.warn("{}", down.getMessage());
        yield new Refusal(503, Errors.ENDPOINT_DOWN);
      }
      case EndpointException refused -> new Refusal(400, Errors.refused(refused));
      case QueryException wrong ->
          new Refusal(400, "The query cannot be run: " + QueryErrors.sentence(wrong));
      default -> e;
    };
  }

  private void end() {
    scope.dataset().end();
  }

  @Override
  public void close() {
    try {
      exec.close();
    } finally {
      end();
    }
  }
}
