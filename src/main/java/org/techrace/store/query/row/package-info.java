/// Batches of rows of ids, and what every operator shares: the run of a query, its terms, the
/// layout of its columns.
@NullMarked
package org.techrace.store.query.row;

import org.jspecify.annotations.NullMarked;
