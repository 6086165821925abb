package org.techrace.engine.expression;

import java.util.List;

/// A function in Java that mappings can call. Implementations are created by a [FunctionProvider]
/// and used by several threads.
public interface MappingFunction {
  /// Returns the IRI of the function.
  String iri();

  /// Returns the IRIs of the parameters, in order.
  List<String> parameters();

  /// Returns what the function returns, in a sentence without a full stop.
  String description();

  /// Returns arguments for an example.
  List<String> exampleArguments();

  /// Returns the result of the example; several values are joined by ` | `.
  String exampleResult();

  /// Computes the result.
  ///
  /// @param arguments the arguments, in the order of the parameters
  /// @return the values; an empty list for no value
  /// @throws IllegalArgumentException if an argument is an error in the row; the message becomes a
  ///   finding; any other exception, and null, are findings that name the function
  List<String> call(List<String> arguments);
}
