/// Validates a staged graph with SHACL shapes and SPARQL queries. This package knows nothing about
/// tables and mappings.
///
/// [org.techrace.validate.Validation] runs both and adds their findings to a report: `Shapes` one
/// per SHACL result, `Checks` one per row of a query in `queries/checks`. A finding has the node
/// and the source of its statements; the pipeline adds the row of the table.
///
/// ```java
/// new Validation(shapes, checks, access, prefixes).run(staging.dataset(), report);
/// ```
@NullMarked
package org.techrace.validate;

import org.jspecify.annotations.NullMarked;
