/// Compiles a mapping to a plan: [org.techrace.engine.plan.PlanCompiler] turns each triples map
/// into a [org.techrace.engine.plan.TriplesMapPlan], which makes the quads of a row.
@NullMarked
package org.techrace.engine.plan;

import org.jspecify.annotations.NullMarked;
