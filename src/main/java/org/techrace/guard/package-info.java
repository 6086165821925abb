/// Limits the cost of an expression of a query: functions and regular expressions stop on a signal,
/// or refuse values that are too large to compute with. Knows nothing of HTTP or of a store.
@NullMarked
package org.techrace.guard;

import org.jspecify.annotations.NullMarked;
