/// Parquet tables.
///
/// - [org.techrace.table.parquet.ParquetTable] opens a file and converts its values;
/// - `ParquetInput` maps the bytes of the file into memory.
///
/// The table reads the schema, resolves the references to columns and fields, and reads only these
/// columns. For example, the reference `place.city` reads the field `city` of the structure
/// `place`.
@NullMarked
package org.techrace.table.parquet;

import org.jspecify.annotations.NullMarked;
