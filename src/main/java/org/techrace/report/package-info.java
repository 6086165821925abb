/// What was found wrong, where, and how severe it is. Knows nothing else of techrace.
@NullMarked
package org.techrace.report;

import org.jspecify.annotations.NullMarked;
