/// Runs a mapping on Apache Spark.
///
/// - [org.techrace.spark.MapOnSpark] is the program that `spark-submit` starts;
/// - `SparkRun` runs the tasks of a mapping and writes the quads.
///
/// The driver divides the mapping into tasks ([org.techrace.engine.MappingTasks]). A job, which is
/// the text of the mapping and the tasks, goes to the executors, which compile it. The quads of a
/// task leave in blocks by their fingerprints ([org.techrace.engine.output.QuadBlocks]), so that
/// the duplicates of a quad meet in one partition. Each partition is written to a file, each quad
/// once ([org.techrace.spark.QuadsFormat]):
///
/// ```
/// tasks -> TaskBlocks -> shuffle by fingerprint -> QuadsFormat -> part-r-00000.nq.zst
/// ```
@NullMarked
package org.techrace.spark;

import org.jspecify.annotations.NullMarked;
