/// Limits the cost of each expression in a query. Functions and regular expressions stop on a
/// signal, or refuse values that are too large. The package does not depend on HTTP or on a store.
///
/// [Guard] rewrites a query so that its functions can be stopped. [FunctionRules] refuses functions
/// that are not available. [LocalQueries] applies both to the queries of mappings and projects; the
/// SPARQL endpoint applies them to the queries of clients. A refusal is a [QueryRefusedException]
/// with a sentence for the client.
///
/// ```java
/// LocalQueries.check(query);
/// try (QueryExec exec = LocalQueries.prepare(query, dataset, Duration.ofSeconds(10))) {
///   exec.select().forEachRemaining(row -> ...);
/// }
/// ```
@NullMarked
package org.techrace.guard;

import org.jspecify.annotations.NullMarked;
