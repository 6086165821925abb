/// Batches of rows of ids, and the state that the operators of a query share.
///
/// - [org.techrace.store.query.row.QueryRows] is the interface of every operator;
/// - [org.techrace.store.query.row.Batch] has up to 2,048 rows, stored by column;
/// - [org.techrace.store.query.row.QueryRun] has the terms, the column layout and the cancellation
///   signal of one query.
///
/// An operator pulls batches from its input, computes new columns or picks rows, and returns a new
/// batch. Terms that a query creates get negative ids in [org.techrace.store.query.row.QueryTerms],
/// so that all operators work on ints. [org.techrace.store.query.row.BindingsOfRows] and
/// [org.techrace.store.query.row.RowsOfBindings] convert to and from the solutions of ARQ.
///
/// ```java
/// for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
///   run.check();
///   for (int row = 0; row < batch.size; row++) {
///     Node term = run.terms().node(batch.get(column, row));
///   }
/// }
/// ```
@NullMarked
package org.techrace.store.query.row;

import org.jspecify.annotations.NullMarked;
