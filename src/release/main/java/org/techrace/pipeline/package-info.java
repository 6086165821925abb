/// Builds releases: read, map, stage, validate, seal, promote.
///
/// - [org.techrace.pipeline.Build] runs all steps in order;
/// - [org.techrace.pipeline.Project] knows the folders of a project;
/// - `Tracing` adds the row of the table to the findings of the validation.
///
/// `Build` reads the ontology and each source into a staging release, validates it, and seals and
/// promotes it unless the report has an error.
///
/// {@snippet file="org/techrace/pipeline/BuildExampleTest.java" region="publish"}
@NullMarked
package org.techrace.pipeline;

import org.jspecify.annotations.NullMarked;
