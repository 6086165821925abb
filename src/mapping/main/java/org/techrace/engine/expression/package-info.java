/// Compiles the expressions of a mapping: references, templates and functions.
///
/// - [org.techrace.engine.expression.Values] is a compiled expression, which returns the values for
///   a row;
/// - [org.techrace.engine.expression.References] collects the references that expressions read, and
///   numbers them;
/// - [org.techrace.engine.expression.Functions] has the built-in functions.
///
/// The plan compiler compiles all expressions of a triples map with one `References`. Its list is
/// then passed to the table, so that a row returns the values of a reference by its number. For
/// example, the template `http://example.org/{id}` registers the reference `id` and returns one
/// value per value of `id`.
@NullMarked
package org.techrace.engine.expression;

import org.jspecify.annotations.NullMarked;
