/// SHACL shapes and check queries, and the findings they make of a staged graph. Knows neither
/// tables nor mappings.
@NullMarked
package org.techrace.validate;

import org.jspecify.annotations.NullMarked;
