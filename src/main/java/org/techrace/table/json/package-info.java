/// JSON and JSON Lines tables, and the JSONPath that selects their rows and cells.
@NullMarked
package org.techrace.table.json;

import org.jspecify.annotations.NullMarked;
