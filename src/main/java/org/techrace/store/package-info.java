/// The sealed store of a release: a read-only RDF dataset on disk, sorted, compressed and
/// memory-mapped. `docs/internals/store.md` draws the files; [org.techrace.store.query] answers
/// queries on them with numbers in place of terms.
@NullMarked
package org.techrace.store;

import org.jspecify.annotations.NullMarked;
