/// IRIs, prefixes and the few vocabulary constants of techrace. Knows nothing of files, tables or
/// HTTP.
@NullMarked
package org.techrace.rdf;

import org.jspecify.annotations.NullMarked;
