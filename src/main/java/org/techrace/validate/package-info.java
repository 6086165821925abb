/// Checks a staged graph with SHACL shapes and SPARQL queries. Knows neither tables nor mappings.
///
/// [Validation] runs both and adds their findings to a report: `Shapes` those of SHACL, `Checks`
/// one for each row that a query of `queries/checks` returns.
@NullMarked
package org.techrace.validate;

import org.jspecify.annotations.NullMarked;
