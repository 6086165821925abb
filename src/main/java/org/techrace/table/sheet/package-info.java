/// Spreadsheets (XLSX).
@NullMarked
package org.techrace.table.sheet;

import org.jspecify.annotations.NullMarked;
