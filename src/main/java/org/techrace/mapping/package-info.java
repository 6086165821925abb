/// The RML document as values. Knows nothing of rows or of how a mapping is run.
///
/// [MappingReader] reads a file and returns a [Mapping] of [TriplesMap]s, whose terms are described
/// by [TermMap] and [Expression]. What it does not know or what is wrong is reported with file,
/// line and column, and nothing is guessed.
@NullMarked
package org.techrace.mapping;

import org.jspecify.annotations.NullMarked;
