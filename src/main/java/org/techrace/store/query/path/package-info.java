/// Property paths on ids.
@NullMarked
package org.techrace.store.query.path;

import org.jspecify.annotations.NullMarked;
