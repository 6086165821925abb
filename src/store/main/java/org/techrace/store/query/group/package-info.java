/// Grouping, aggregates and DISTINCT on batches of ids.
///
/// - [org.techrace.store.query.group.GroupRows] numbers the groups and feeds each batch to the
///   aggregates;
/// - `Aggregate` counts and compares ids where it can, and calls ARQ's accumulators otherwise;
/// - [org.techrace.store.query.group.DistinctRows] drops repeated rows.
///
/// Rows arrive as batches; each row gets the number of its group from a
/// [org.techrace.store.query.row.KeyIndex]. At the end of the input, `GroupRows` returns one row
/// per group. For example, `SELECT ?t (COUNT(*) AS ?n) { ?s a ?t } GROUP BY ?t` becomes a
/// `GroupRows` with one `Aggregate.Count`.
@NullMarked
package org.techrace.store.query.group;

import org.jspecify.annotations.NullMarked;
