package org.techrace.engine.expression;

import java.util.Optional;

/// The things that function calls of a mapping can use.
///
/// @param functions the functions
/// @param codes the code tables of the project
public record Scope(FunctionSet functions, CodeTables codes) implements FunctionDefinition.Sources {
  @Override
  public Optional<Linker> linker() {
    return functions.linker();
  }
}
