/// Tables and queries of a database (JDBC).
@NullMarked
package org.techrace.table.sql;

import org.jspecify.annotations.NullMarked;
