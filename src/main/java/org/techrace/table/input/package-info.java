/// Reads the bytes of a table's file: compression, encoding, progress, and the place of bytes that
/// are not text.
@NullMarked
package org.techrace.table.input;

import org.jspecify.annotations.NullMarked;
