/// The benchmark for systems that translate questions to SPARQL.
///
/// [org.techrace.benchmark.Tasks] reads the questions and their other wordings,
/// [org.techrace.benchmark.Scorer] compares the answers of a system's queries with those of the
/// project's own, on one release and without a server.
@NullMarked
package org.techrace.benchmark;

import org.jspecify.annotations.NullMarked;
