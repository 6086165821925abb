/// The server: one front that does HTTP right, and one processor a page or protocol behind it.
@NullMarked
package org.techrace.serve;

import org.jspecify.annotations.NullMarked;
