/// Writes a mapping in another language or notation, for `techrace convert`.
///
/// [org.techrace.convert.Converter] reads a mapping in any notation and returns the text of the
/// other one. What that notation cannot express is an error with its place.
@NullMarked
package org.techrace.convert;

import org.jspecify.annotations.NullMarked;
