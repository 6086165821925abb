/// Reads the bytes of a table's file: compression, encoding, progress, and the place of invalid
/// bytes.
///
/// - [org.techrace.table.input.TableFile] is a file with its compression and encoding;
/// - [org.techrace.table.input.Packing] decompresses and compresses;
/// - [org.techrace.table.input.Texts] decodes strictly and reports invalid bytes.
///
/// A table opens its `TableFile`, which counts the bytes read from disk, decompresses them within
/// the limits of the run, and removes a byte order mark. For example, `new
/// InputStreamReader(file.open(counter), Texts.strict(file.charset()))` reads the text of a file.
@NullMarked
package org.techrace.table.input;

import org.jspecify.annotations.NullMarked;
