/// Makes terms and writes quads: as Jena nodes into a stream, or as bytes of N-Quads without
/// duplicates, and to logical targets.
@NullMarked
package org.techrace.engine.output;

import org.jspecify.annotations.NullMarked;
