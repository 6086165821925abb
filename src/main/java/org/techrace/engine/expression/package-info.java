/// Compiles the expressions of a mapping (references, templates, functions) to
/// [org.techrace.engine.expression.Values] of a row.
@NullMarked
package org.techrace.engine.expression;

import org.jspecify.annotations.NullMarked;
