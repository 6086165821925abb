/// Tables of every format as rows of values. This package knows nothing about RDF.
///
/// - [org.techrace.table.SourceTable] opens a table for a list of [org.techrace.table.Reference]s;
/// - [org.techrace.table.SourceRows] returns its rows one by one;
/// - [org.techrace.table.Row] returns the [org.techrace.table.Value]s of each reference, by the
///   index of the reference.
///
/// Each format has a sub-package with a `SourceTable`. A row knows its place in the file, so that
/// every finding can name it. Errors in a table go to the [org.techrace.report.Report]; only
/// failures of disk or network are exceptions.
///
/// ```java
/// try (SourceRows rows = table.open(List.of(Reference.of("id"), Reference.of("name")), report)) {
///   for (Row row = rows.next(); row != null; row = rows.next()) {
///     List<Value> names = row.values(1);
///   }
/// }
/// ```
@NullMarked
package org.techrace.table;

import org.jspecify.annotations.NullMarked;
