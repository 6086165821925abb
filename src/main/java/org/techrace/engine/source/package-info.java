/// Opens what a mapping reads: the tables of logical sources, logical views with their joins,
/// downloads, and SPARQL results.
@NullMarked
package org.techrace.engine.source;

import org.jspecify.annotations.NullMarked;
