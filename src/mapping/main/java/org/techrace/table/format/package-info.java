/// Formats of sources as plug-ins.
///
/// A format is one class that implements [org.techrace.table.format.FileFormat] or
/// [org.techrace.table.format.DatabaseFormat] and is named in
/// `META-INF/services/org.techrace.table.format.SourceFormat`. It says by which reference
/// formulation, file extension and media type it is known, which options a mapping may state, and
/// what `init` can read from a file. [org.techrace.table.format.Formats] finds all of them; no
/// other class names a format.
@NullMarked
package org.techrace.table.format;

import org.jspecify.annotations.NullMarked;
