/// Tables of every format as rows of values. Knows nothing of RDF.
///
/// [SourceTable] opens a table for some [Reference]s and gives [SourceRows]; a [Row] answers for
/// each reference by its number. Each format has a sub-package. A row knows its place in the file,
/// so that every finding can name it.
@NullMarked
package org.techrace.table;

import org.jspecify.annotations.NullMarked;
