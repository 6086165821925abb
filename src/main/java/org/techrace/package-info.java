/// techrace: tables in, a checked and sealed RDF release out, served over HTTP.
@NullMarked
package org.techrace;

import org.jspecify.annotations.NullMarked;
