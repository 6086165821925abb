/// The tables of a release for programs without RDF: one wide table for each class.
///
/// [ReleaseTables] finds the tables of a dataset and reads their rows, [CsvTable] and
/// [ParquetTable] write one, [TableFiles] writes those of a release as files, and [DataDictionary]
/// describes all of them.
@NullMarked
package org.techrace.export;

import org.jspecify.annotations.NullMarked;
