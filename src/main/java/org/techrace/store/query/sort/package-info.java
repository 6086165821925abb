/// ORDER BY, and ORDER BY with LIMIT.
///
/// [org.techrace.store.query.sort.SortRows] reads all input rows, computes the sort keys that are
/// expressions, and sorts. Ids are compared directly where the dictionary has their section in
/// value order; otherwise [org.techrace.store.query.row.ValueOrder] compares values. With a limit,
/// a heap keeps only as many rows as the query needs: `ORDER BY DESC(?n) LIMIT 10` holds 10 rows in
/// memory.
@NullMarked
package org.techrace.store.query.sort;

import org.jspecify.annotations.NullMarked;
