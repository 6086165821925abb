package org.techrace.engine.expression;

import java.util.List;

/// The description of a function that uses more than its arguments, such as a code table, or that
/// reports arguments that it cannot use.
///
/// @param name the local name of its IRI
/// @param parameters the local names of the IRIs of its parameters; those of optional ones are in
///   square brackets
/// @param description what it returns, in a sentence
/// @param call an example of a call
/// @param result the result of the example
public record FunctionDescription(
    String name, List<String> parameters, String description, String call, String result) {
  public FunctionDescription {
    parameters = List.copyOf(parameters);
  }
}
