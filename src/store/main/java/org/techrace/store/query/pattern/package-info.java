/// Matches triple patterns and joins them.
///
/// - [org.techrace.store.query.pattern.BgpRows] runs a basic graph pattern with its filters;
/// - [org.techrace.store.query.pattern.JoinOrder] orders its patterns by estimates from the index;
/// - `PatternJoin` and `Lookup` join a batch with one pattern by searching a permutation;
/// - [org.techrace.store.query.pattern.HashJoin] joins with rows that are held in memory.
///
/// The first batch determines which variables are bound, and with it the join order. Each pattern
/// then becomes a `PatternJoin` on top of the one before, and each filter is applied as soon as its
/// variables are bound. A query that only counts one pattern skips all this:
/// [org.techrace.store.query.pattern.CountShortcut] reads the counts from the index, for example
/// for `SELECT (COUNT(*) AS ?n) { ?s a ?t }`.
@NullMarked
package org.techrace.store.query.pattern;

import org.jspecify.annotations.NullMarked;
