/// An RML document as Java records. This package knows nothing about rows, nor how a mapping is
/// run.
///
/// - [org.techrace.mapping.MappingReader] reads a document;
/// - [org.techrace.mapping.Mapping] is its list of [org.techrace.mapping.TriplesMap]s;
/// - [org.techrace.mapping.TermMap] and [org.techrace.mapping.Expression] define the terms of a
///   triple.
///
/// `TurtleWithPlaces` parses the document and records the place of each node. The readers turn its
/// nodes into records; each reader knows one part of RML. Anything unknown or wrong is reported
/// with file, line and column, and nothing is guessed.
///
/// ```java
/// Optional<Mapping> mapping = MappingReader.read(Path.of("mapping.ttl"), report);
/// ```
@NullMarked
package org.techrace.mapping;

import org.jspecify.annotations.NullMarked;
