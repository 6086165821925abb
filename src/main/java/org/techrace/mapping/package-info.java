/// The RML document as values. [MappingReader] refuses what it does not know. Knows nothing of rows
/// or of how a mapping is run.
@NullMarked
package org.techrace.mapping;

import org.jspecify.annotations.NullMarked;
