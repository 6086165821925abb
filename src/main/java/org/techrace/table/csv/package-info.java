/// CSV and TSV tables.
@NullMarked
package org.techrace.table.csv;

import org.jspecify.annotations.NullMarked;
