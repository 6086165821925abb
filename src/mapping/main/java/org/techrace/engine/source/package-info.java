/// Opens the inputs of a mapping: files, databases, downloads, SPARQL results, and logical views
/// with their joins.
///
/// - [org.techrace.engine.source.SourceTables] returns the table of a logical source or view;
/// - `ViewTable` computes the rows of a logical view;
/// - [org.techrace.engine.source.RowIndex] keeps the parent rows of joins by key.
///
/// `SourceTables` opens a file with the format that [org.techrace.table.format.Formats] finds by
/// reference formulation and file extension. Every file, host and database is opened through
/// [org.techrace.access.Access], which refuses what the run may not open. Joined rows are stored as
/// [org.techrace.engine.source.PackedRow]s within the memory budget, and in temporary files beyond
/// it:
///
/// ```java
/// Optional<SourceTable> table =
///     new SourceTables(functions, access, Map.of(), downloads, memory, false, report)
///         .of(source);
/// ```
@NullMarked
package org.techrace.engine.source;

import org.jspecify.annotations.NullMarked;
