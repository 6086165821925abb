/// The making half: read, map, stage, validate, seal, promote.
///
/// [Build] is the whole of it on one screen. [Project] knows where the folders of a project are,
/// and `Tracing` gives the findings of validation the row of the table that they come from.
@NullMarked
package org.techrace.pipeline;

import org.jspecify.annotations.NullMarked;
