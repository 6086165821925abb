/// The plan of a query before it runs: what follows from the query alone, for all data.
///
/// - [org.techrace.store.query.plan.Plan] has one immutable record for each kind of node, and
///   prints as text;
/// - [org.techrace.store.query.plan.PlanCompiler] makes it of ARQ's algebra, with the plans of the
///   patterns of EXISTS in expressions ([org.techrace.store.query.plan.Condition]);
/// - [org.techrace.store.query.plan.Facts] say what holds for a node, computed once from those of
///   the nodes below it: `FactRules` has a method for each operator. Rewrites of the algebra read
///   them as well;
/// - [org.techrace.store.query.plan.NodeStates] keep what a run makes once for a node.
@NullMarked
package org.techrace.store.query.plan;

import org.jspecify.annotations.NullMarked;
