/// Matches triple patterns and joins them: join order, lookups, scans, counts and hash joins.
@NullMarked
package org.techrace.store.query.pattern;

import org.jspecify.annotations.NullMarked;
