/// CSV and TSV tables.
///
/// - [org.techrace.table.csv.CsvTable] opens a file;
/// - `CsvHandler` collects the cells that FastCSV finds into `CsvCells` and knows why a record
///   cannot be read;
/// - `CsvSplitter` splits a large file into chunks, whose records a `CsvChunk` reads on any thread,
///   or into parts for several processes;
/// - `UniqueKey` checks the primary key of a table.
///
/// A pass decodes the file, parses it with FastCSV, checks the number of cells and the key of each
/// record, and returns it as a row. For example, `new CsvTable("t.csv", file, Dialect.CSV,
/// Set.of(""), List.of("id"), memory)` reads `t.csv` with empty cells as missing values and `id` as
/// its key.
@NullMarked
package org.techrace.table.csv;

import org.jspecify.annotations.NullMarked;
