/// The threads of a process that help to evaluate queries.
///
/// [org.techrace.threads.Helpers] lends idle processors to queries. A query runs on its own thread
/// and borrows helpers for parts that can be evaluated in parallel.
@NullMarked
package org.techrace.threads;

import org.jspecify.annotations.NullMarked;
