/// Joins the parts of a group graph pattern in the order that makes the fewest rows.
///
/// [Group] takes an operator of ARQ's algebra apart into [Conjunct]s: triple patterns, paths,
/// tables, and operators that are evaluated as a whole. When the first rows arrive, [JoinRows] asks
/// [JoinOrder] for an order, and joins one conjunct after the other. Filters come as early as their
/// variables allow; OPTIONAL and MINUS come last.
@NullMarked
package org.techrace.store.query.join;

import org.jspecify.annotations.NullMarked;
