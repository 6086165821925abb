package org.techrace.mapping;

import java.util.List;
import org.apache.jena.query.Query;
import org.techrace.report.Place;

/// A function that a project declares: a `sh:SPARQLFunction` (SHACL Advanced Features, section 5).
///
/// @param at the place in the file
/// @param iri the IRI
/// @param description what it returns
/// @param parameters the parameters, in order
/// @param select the query, which reads no graph; the value of its first variable is the result
/// @param examples calls with their results
public record FunctionDeclaration(
    Place at,
    String iri,
    String description,
    List<Parameter> parameters,
    Query select,
    List<Example> examples) {
  public FunctionDeclaration {
    parameters = List.copyOf(parameters);
    examples = List.copyOf(examples);
  }

  /// A parameter.
  ///
  /// @param iri the IRI; its local name is the variable in the query
  /// @param datatype the IRI of the datatype of the argument
  /// @param isOptional true if a call may leave it out; the variable is then unbound
  public record Parameter(String iri, String datatype, boolean isOptional) {}

  /// A call with its result.
  ///
  /// @param arguments the arguments, in the order of the parameters
  /// @param result the result; several values are joined by ` | `
  public record Example(Place at, List<String> arguments, String result) {
    public Example {
      arguments = List.copyOf(arguments);
    }
  }
}
