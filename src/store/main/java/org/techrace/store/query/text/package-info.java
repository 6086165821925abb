/// Expressions and filters, evaluated once per term of the dictionary if they read one variable.
///
/// - [org.techrace.store.query.text.CompiledExpression] computes the values of an expression;
/// - [org.techrace.store.query.text.FilterRows] keeps the rows for which an expression is true;
/// - [org.techrace.store.query.text.IdConditions] finds the ids for which a condition is true.
///
/// For example, `FILTER(CONTAINS(LCASE(STR(?label)), "laser"))` reads the text of each label once
/// from the dictionary and caches the result by id, although many rows may have the same label.
@NullMarked
package org.techrace.store.query.text;

import org.jspecify.annotations.NullMarked;
