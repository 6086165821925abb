/// What was found wrong, where, and how severe it is. Uses no other package of techrace.
///
/// A part that meets a fault adds a [Finding] with its [Place] to a [Report] and goes on. The
/// caller decides what the result is worth: `report.hasErrors()`. A report may be used by several
/// threads.
@NullMarked
package org.techrace.report;

import org.jspecify.annotations.NullMarked;
