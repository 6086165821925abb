/// Runs a mapping: a plan is compiled from it once, then rows stream in and RDF streams out. Knows
/// nothing of releases or validation.
@NullMarked
package org.techrace.engine;

import org.jspecify.annotations.NullMarked;
