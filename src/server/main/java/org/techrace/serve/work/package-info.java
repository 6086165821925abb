/// Admission and evaluation of requests within limits of time, memory and number.
///
/// [Evaluator] runs work on another thread as soon as there is a place in its [Admission]. It stops
/// the work when its time is up, its client has left, or [MemoryGuard] finds the heap too full;
/// [Lookout] checks that regularly. [Watchdog] detects work that does not stop. [Limits] has all
/// numbers.
///
/// ```java
/// ResultTable table =
///     evaluator.evaluate(request, lease, limits.time(), stop -> execution(query, stop).table(lease));
/// ```
@NullMarked
package org.techrace.serve.work;

import org.jspecify.annotations.NullMarked;
