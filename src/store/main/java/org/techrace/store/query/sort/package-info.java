/// ORDER BY, and ORDER BY with LIMIT.
///
/// [org.techrace.store.query.sort.SortRows] reads the input rows into a table and sorts their
/// numbers: the values of a condition become ints in the same order, and these are sorted by radix
/// ([org.techrace.store.query.sort.TableSort]). Ids are such ints where the dictionary has their
/// section in value order; otherwise [org.techrace.store.query.row.ValueOrder] compares different
/// values. With a limit, only about twice as many rows as the query needs are in memory, and at
/// least 2,048.
@NullMarked
package org.techrace.store.query.sort;

import org.jspecify.annotations.NullMarked;
