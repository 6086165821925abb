/// Runs a mapping: rows in, RDF out. Knows nothing of releases or validation.
///
/// Start with [Engine]. It compiles each triples map with `plan.PlanCompiler`, and `Runner` reads
/// the rows of a table on one thread and maps them on several. `Explanation` shows what becomes of
/// a single row, [Origins] finds the row that a node comes from.
///
/// ```
/// Mapping -> plan.PlanCompiler -> plan.TriplesMapPlan
/// source.SourceTables -> rows -> Runner -> output.RowQuads -> output.NQuadsWriter
/// ```
///
/// `docs/internals/row.md` follows one row through these classes.
@NullMarked
package org.techrace.engine;

import org.jspecify.annotations.NullMarked;
