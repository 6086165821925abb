/// The facts about a query before it runs, for each operator, from which the other packages decide
/// how it is evaluated.
@NullMarked
package org.techrace.store.query.plan;

import org.jspecify.annotations.NullMarked;
