package org.techrace.engine.expression;

import java.util.List;

/// A service with functions in Java. A jar in the folder `plugins/` of a project names its
/// implementations in `META-INF/services/org.techrace.engine.expression.FunctionProvider`.
public interface FunctionProvider {
  /// Returns the functions.
  List<MappingFunction> functions();
}
