/// Data structures with a common heap budget. They grow on the heap while the budget lasts and
/// continue in temporary files. The package does not depend on tables or RDF.
///
/// [Memory] is the budget that all parts of a run share. [FingerprintMap] is a hash table,
/// [ByteRuns] and [TextList] are lists; each asks [Memory] for space and moves to disk without the
/// caller noticing. [ScratchFile] is a temporary file that is deleted when it is closed.
///
/// ```java
/// Memory memory = new Memory(64L << 20); // 64 MB
/// TextList texts = new TextList(memory);
/// texts.add("first");
/// String first = texts.get(0);
/// texts.free();
/// ```
@NullMarked
package org.techrace.memory;

import org.jspecify.annotations.NullMarked;
