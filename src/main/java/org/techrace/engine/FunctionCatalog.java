package org.techrace.engine;

import java.util.List;
import org.techrace.engine.expression.Functions;
import org.techrace.engine.expression.LibraryFunction;

/// Lists the functions that a mapping can call.
public final class FunctionCatalog {
  /// The namespace of the functions and their parameters.
  public static final String NAMESPACE = Functions.FN;

  /// A function.
  ///
  /// @param name the local name of its IRI
  /// @param parameters the local names of its parameters
  /// @param description what it returns
  /// @param call an example of a call
  /// @param result the result of that call
  public record Entry(
      String name, List<String> parameters, String description, String call, String result) {
    public Entry {
      parameters = List.copyOf(parameters);
    }
  }

  private FunctionCatalog() {}

  /// Returns all functions, ordered by name.
  public static List<Entry> entries() {
    return Functions.library().stream().map(FunctionCatalog::entry).toList();
  }

  private static Entry entry(LibraryFunction function) {
    return new Entry(
        function.name(),
        function.parameters(),
        function.description(),
        function.call(),
        function.run(function.example()));
  }
}
