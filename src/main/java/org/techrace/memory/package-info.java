/// What a run must remember, within a budget: on the heap as long as there is some left, then on
/// disk. Knows nothing of tables or RDF.
@NullMarked
package org.techrace.memory;

import org.jspecify.annotations.NullMarked;
