/// Work on behalf of clients and what it may cost: admission, time, memory.
///
/// [Evaluator] waits for a place in its [Admission], runs the work on a thread of its own, and
/// stops it when its time is up, its client has left, or [MemoryGuard] finds the heap too full.
@NullMarked
package org.techrace.serve.work;

import org.jspecify.annotations.NullMarked;
