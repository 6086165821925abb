/// Matches triple patterns and joins them.
///
/// - [org.techrace.store.query.pattern.PatternScan] reads the matches of one pattern;
/// - `PatternJoin` and `Lookup` join a batch with one pattern by searching a permutation;
/// - [org.techrace.store.query.pattern.HashJoin] joins with rows that are held in memory.
///
/// `org.techrace.store.query.join` chooses the order of the patterns. Each pattern then becomes a
/// `PatternJoin` on top of the one before. A query that only counts one pattern skips all this:
/// [org.techrace.store.query.pattern.CountShortcut] reads the counts from the index, for example
/// for `SELECT (COUNT(*) AS ?n) { ?s a ?t }`.
@NullMarked
package org.techrace.store.query.pattern;

import org.jspecify.annotations.NullMarked;
