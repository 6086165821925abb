/// The SPARQL 1.1 protocol: read only, within limits.
@NullMarked
package org.techrace.serve.sparql;

import org.jspecify.annotations.NullMarked;
