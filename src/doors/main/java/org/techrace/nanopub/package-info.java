/// Nanopublications: the statements about one thing with their provenance, under a trusty URI.
///
/// [Nanopublication] makes one, and [TrustyUri] computes and verifies its name.
/// [ReadNanopublications] checks those that others published.
@NullMarked
package org.techrace.nanopub;

import org.jspecify.annotations.NullMarked;
