/// The sealed store of a release: a read-only RDF dataset on disk, sorted, compressed and
/// memory-mapped.
///
/// Start with these classes:
///
/// - [org.techrace.store.StoreWriter] reads the quads of a release and writes the files;
/// - [org.techrace.store.Store] opens them;
/// - [org.techrace.store.Cursor] reads the rows of a [org.techrace.store.Permutation].
///
/// The writer collects quads in `Chunk`s and writes each as a sorted run. `StoreSealer` merges the
/// terms of all runs into the [org.techrace.store.Dictionary], where the rank of a term is its id,
/// and sorts the triples as rows of ids in four [org.techrace.store.Order]s. A reader translates
/// terms to ids, finds the range of rows that match, and translates the ids of the result back to
/// terms. `docs/internals/store.md` describes the files; [org.techrace.store.query] runs SPARQL on
/// them.
///
/// {@snippet file="org/techrace/store/StoreExampleTest.java" region="find"}
@NullMarked
package org.techrace.store;

import org.jspecify.annotations.NullMarked;
