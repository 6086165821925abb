/// Parquet tables.
@NullMarked
package org.techrace.table.parquet;

import org.jspecify.annotations.NullMarked;
