/// Grouping, aggregates and DISTINCT.
@NullMarked
package org.techrace.store.query.group;

import org.jspecify.annotations.NullMarked;
