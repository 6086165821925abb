/// XML tables, and the XPath that selects their rows and cells.
@NullMarked
package org.techrace.table.xml;

import org.jspecify.annotations.NullMarked;
