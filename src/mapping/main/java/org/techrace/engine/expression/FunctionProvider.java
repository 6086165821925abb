package org.techrace.engine.expression;

import java.util.List;

/// A service with functions in Java. A jar in the folder that the user names with `--plugins`, or a
/// program with [org.techrace.access.Access#withPlugins], names its implementations in
/// `META-INF/services/org.techrace.engine.expression.FunctionProvider`. A folder `plugins/` in a
/// project has no effect by itself.
public interface FunctionProvider {
  /// Returns the functions.
  List<MappingFunction> functions();
}
