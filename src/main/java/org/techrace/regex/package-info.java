/// Regular expressions that can be stopped. Knows nothing of RDF or queries.
@NullMarked
package org.techrace.regex;

import org.jspecify.annotations.NullMarked;
