/// Writes a starting mapping for tables that have none: `techrace init`.
/// [org.techrace.scaffold.NewTable] opens a table, [org.techrace.scaffold.FirstMapping] reads it
/// and proposes classes, properties and datatypes.
@NullMarked
package org.techrace.scaffold;

import org.jspecify.annotations.NullMarked;
