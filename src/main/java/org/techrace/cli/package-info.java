/// The command line: reads options, makes one call, prints. The only place that prints or exits.
@NullMarked
package org.techrace.cli;

import org.jspecify.annotations.NullMarked;
