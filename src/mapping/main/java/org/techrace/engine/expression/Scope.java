package org.techrace.engine.expression;

/// What function calls of a mapping can use.
///
/// @param functions the functions
/// @param codes the code tables of the project
public record Scope(FunctionSet functions, CodeTables codes) {}
