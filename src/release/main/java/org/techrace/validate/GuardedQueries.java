package org.techrace.validate;

import java.time.Duration;
import java.util.Optional;
import org.apache.jena.query.Query;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.exec.QueryExec;
import org.techrace.guard.LocalQueries;
import org.techrace.guard.QueryRefusedException;
import org.techrace.rdf.LocalQueryRules;

/// Evaluates the queries of mappings as those of the project, with the guard's limits.
/// ServiceLoader finds it.
public final class GuardedQueries implements LocalQueryRules {
  @Override
  public void check(Query query) {
    LocalQueries.check(query);
  }

  @Override
  public QueryExec prepare(Query query, DatasetGraph dataset, Duration time, Binding values) {
    return LocalQueries.prepare(query, dataset, time, values);
  }

  @Override
  public Optional<String> refusal(RuntimeException exception) {
    return exception instanceof QueryRefusedException refused
        ? Optional.of(refused.sentence())
        : Optional.empty();
  }
}
