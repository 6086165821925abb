/// Filters, of which those on text are evaluated once for each term in the dictionary.
@NullMarked
package org.techrace.store.query.text;

import org.jspecify.annotations.NullMarked;
