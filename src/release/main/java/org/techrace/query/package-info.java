/// Runs one SPARQL query on a release, for `techrace query`.
///
/// [org.techrace.query.QueryAnswer] parses the query, runs it on the dataset of the release and
/// writes the result as a table, CSV, TSV or JSON:
///
/// ```java
/// QueryAnswer.write(release, "SELECT * { ?s ?p ?o } LIMIT 10", QueryAnswer.Format.CSV, out);
/// ```
@NullMarked
package org.techrace.query;

import org.jspecify.annotations.NullMarked;
