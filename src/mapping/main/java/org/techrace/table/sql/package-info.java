/// Tables and queries of a relational database, read through JDBC.
///
/// [org.techrace.table.sql.JdbcTable] sends the query, maps the SQL types of the columns to
/// [org.techrace.table.Value.Kind]s, and fetches 10,000 rows at a time. For example, `SELECT id,
/// founded FROM observatories` returns an `INTEGER` and a `DATE` per row, and their kinds determine
/// the natural datatypes.
@NullMarked
package org.techrace.table.sql;

import org.jspecify.annotations.NullMarked;
