/// Creates terms and writes quads.
///
/// - [org.techrace.engine.output.TermFactory] creates terms, as Jena nodes or as bytes of N-Quads;
/// - [org.techrace.engine.output.RowQuads] has the quads and errors of one row;
/// - [org.techrace.engine.output.NQuadsOutput] writes N-Quads from several threads and removes
///   duplicates.
///
/// A plan fills a `RowQuads` for each row and passes it to a [org.techrace.engine.output.RowSink]:
/// an [org.techrace.engine.output.NQuadsWriter] per thread, or a
/// [org.techrace.engine.output.StreamSink], which also writes logical targets. For example, `new
/// NQuadsTerms().iri("http://example.org/a")` returns the bytes of `<http://example.org/a>`.
@NullMarked
package org.techrace.engine.output;

import org.jspecify.annotations.NullMarked;
