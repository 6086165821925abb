package org.techrace.store.query.plan;

import org.apache.jena.sparql.core.Var;

/// A variable that takes the place of EXISTS or NOT EXISTS in an expression. It is true or false in
/// a row, so that the pattern runs once for a batch of rows, not once for each row.
///
/// @param exists whether it is true for rows that the pattern matches
public record Mark(Var variable, ExistsPlan pattern, boolean exists) {}
