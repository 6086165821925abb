/// Admission and evaluation of requests within limits of time, memory and number.
///
/// [Evaluator] waits for a place in its [Admission], runs the work on another thread, and stops it
/// when its time is up, its client has left, or [MemoryGuard] finds the heap too full. [Watchdog]
/// detects work that does not stop. [Limits] has all numbers.
///
/// ```java
/// ResultTable table =
///     evaluator.evaluate(request, lease, limits.time(), stop -> execution(query, stop).table(lease));
/// ```
@NullMarked
package org.techrace.serve.work;

import org.jspecify.annotations.NullMarked;
