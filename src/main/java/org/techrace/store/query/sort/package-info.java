/// ORDER BY, and the first rows of an order.
@NullMarked
package org.techrace.store.query.sort;

import org.jspecify.annotations.NullMarked;
