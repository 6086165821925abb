/// Joins the parts of a group graph pattern in the order with the fewest rows.
///
/// - [org.techrace.store.query.join.GroupParser] splits a node of the plan into a `Group` of
///   `Conjunct`s: triple patterns, paths, tables, and nodes that are evaluated as a whole;
/// - [org.techrace.store.query.join.JoinOrder] chooses the order of the conjuncts;
/// - `LeapfrogConjunct` joins several triple patterns at once;
/// - [org.techrace.store.query.join.JoinRows] joins the rows.
///
/// When the first rows arrive, `JoinRows` calls `JoinOrder` and joins one conjunct after the other.
/// Filters run as soon as their variables are bound; OPTIONAL and MINUS run last. For example, in
/// `{ ?a skos:broader ?b . ?a rdfs:label "Laser" }` the second pattern is joined first, because it
/// has fewer matches.
@NullMarked
package org.techrace.store.query.join;

import org.jspecify.annotations.NullMarked;
