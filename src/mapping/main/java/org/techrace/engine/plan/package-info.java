/// Compiles a mapping to plans.
///
/// - [org.techrace.engine.plan.PlanCompiler] compiles each triples map and checks it against the
///   header of its table;
/// - [org.techrace.engine.plan.TriplesMapPlan] maps a row to quads;
/// - [org.techrace.engine.plan.TermMaker] creates the terms of one term map.
///
/// Compilation resolves every reference to a number and chooses the fastest term maker: a constant,
/// a `SafeIriMaker` for templates that always generate a valid IRI, or a general one that checks
/// each value. Joins read the parent table into a `JoinIndex` before the first row. The plan holds
/// no state of a row, so that several threads map rows with the same plan:
///
/// ```java
/// TriplesMapPlan<Node> plan = compiler.compile(triplesMap).orElseThrow();
/// plan.map(row, quads, lists);
/// ```
@NullMarked
package org.techrace.engine.plan;

import org.jspecify.annotations.NullMarked;
