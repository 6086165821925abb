/// Answers queries on a store with ids in place of terms and batches of rows in place of single
/// solutions. ARQ parses, optimises and evaluates expressions; what is not done here falls back to
/// ARQ's own operators, one by one.
@NullMarked
package org.techrace.store.query;

import org.jspecify.annotations.NullMarked;
