/// Runs a mapping: reads rows and generates RDF. This package knows nothing about releases or
/// validation.
///
/// - [Engine] runs a mapping and writes N-Quads or a stream of Jena quads;
/// - [Explanation] shows how a single row is mapped;
/// - [Origins] finds the row that a node comes from.
///
/// `Engine` compiles each triples map with `plan.PlanCompiler`. `Runner` then reads the rows of a
/// table on one thread and maps them on several:
///
/// ```
/// Mapping -> plan.PlanCompiler -> plan.TriplesMapPlan
/// source.SourceTables -> rows -> Runner -> output.RowQuads -> output.NQuadsWriter
/// ```
///
/// `docs/internals/row.md` follows one row through these classes.
///
/// {@snippet file="org/techrace/engine/EngineExampleTest.java" region="map"}
@NullMarked
package org.techrace.engine;

import org.jspecify.annotations.NullMarked;
