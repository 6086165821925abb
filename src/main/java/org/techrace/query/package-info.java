/// One SPARQL query over a release, and its answer as text.
@NullMarked
package org.techrace.query;

import org.jspecify.annotations.NullMarked;
