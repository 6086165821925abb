/// Notations of a mapping other than Turtle: YARRRML, JSON-LD and the metadata of CSV on the Web.
/// Each is translated to RML in Turtle, which `org.techrace.mapping` then reads.
///
/// [org.techrace.mapping.syntax.Notation] selects the notation by the name of a file, and
/// translates a document. A [org.techrace.mapping.syntax.Translation] knows the line of the
/// original for each of its lines, so that findings name the place in the document that a person
/// has written.
@NullMarked
package org.techrace.mapping.syntax;

import org.jspecify.annotations.NullMarked;
