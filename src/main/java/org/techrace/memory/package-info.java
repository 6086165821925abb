/// What a run must remember, within a budget: on the heap while there is room, then on disk. Knows
/// nothing of tables or RDF.
///
/// [Memory] is the budget that the parts of a run share. [FingerprintMap] is a hash table and
/// [ByteRuns] a list of byte arrays; both move to disk by themselves. [ScratchFile] is a temporary
/// file that is removed when it is closed.
@NullMarked
package org.techrace.memory;

import org.jspecify.annotations.NullMarked;
