package org.techrace.rdf;

import java.time.Duration;
import java.util.Optional;
import java.util.ServiceLoader;
import org.apache.jena.query.Query;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.exec.QueryExec;

/// Rules for the queries of mappings and projects: they read one dataset, call functions that only
/// compute, and run for a limited time.
///
/// [#installed()] returns the rules of the first implementation that [ServiceLoader] finds.
/// Programs without one have [StrictRules], which allow SPARQL's own functions only.
public interface LocalQueryRules {

  /// The rules of this program.
  static LocalQueryRules installed() {
    return InstalledRules.RULES;
  }

  /// Checks a query. What it throws has a [#refusal].
  void check(Query query);

  /// Prepares a query that [#check] accepted.
  ///
  /// @param query the query
  /// @param dataset the dataset to read
  /// @param time the maximum run time; after it the query ends with Jena's QueryCancelledException
  /// @param values values for variables of the query
  QueryExec prepare(Query query, DatasetGraph dataset, Duration time, Binding values);

  /// Returns the sentence of an exception that says that a query is refused, or empty if the
  /// exception says something else. A query may be refused while it runs.
  Optional<String> refusal(RuntimeException exception);
}
