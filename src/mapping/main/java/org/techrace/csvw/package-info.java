/// CSV on the Web: reads and checks metadata, annotates tables, and generates RDF from them in the
/// standard and the minimal mode (W3C Recommendations of 17 December 2015).
@NullMarked
package org.techrace.csvw;

import org.jspecify.annotations.NullMarked;
