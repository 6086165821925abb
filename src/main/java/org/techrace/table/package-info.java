/// Opens tables: CSV and the other formats researchers have. A [Row] knows its line from birth.
/// Knows nothing of RDF.
@NullMarked
package org.techrace.table;

import org.jspecify.annotations.NullMarked;
