/// Proposes a mapping for tables that have none, for `techrace init`.
///
/// - [org.techrace.scaffold.FirstMapping] writes the mapping;
/// - `NewTable` opens a file of any format, and `SeenColumn` describes its columns;
/// - `KeyGuess` finds the key, and `KnownProperties` finds a property for a header;
/// - `MeasuredUnit` finds the unit of a column, `KnownAreas` and `AreaList` the states that it
///   names;
/// - `SharedColumns` decides what a header means in all tables, and `ForeignKeys` links tables.
///
/// Each table is read once to describe its columns, and then more often to find its key. For
/// example, a column `founded` with dates in every row becomes `rml:predicate tr:founded ;
/// rml:objectMap [ rml:reference "founded" ; rml:datatype xsd:date ]`, if the ontology has the
/// property `tr:founded`.
@NullMarked
package org.techrace.scaffold;

import org.jspecify.annotations.NullMarked;
