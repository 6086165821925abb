package org.techrace.engine.expression;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.techrace.mapping.Expression;
import org.techrace.rdf.Iris;
import org.techrace.report.Report;
import org.techrace.table.Row;
import org.techrace.table.Value;

/// A function that a mapping can call.
///
/// @param required the IRIs of the parameters that each call has
/// @param optional the IRIs of the parameters that a call may have
/// @param output the IRI of the output; empty if calls may name any
/// @param binding binds a call
record FunctionDefinition(
    Set<String> required, Set<String> optional, String output, Binding binding) {
  FunctionDefinition {
    required = Set.copyOf(required);
    optional = Set.copyOf(optional);
  }

  /// Creates the definition of a function whose result depends only on its arguments.
  static FunctionDefinition pure(Set<String> parameters, String output, Pure function) {
    return reading(parameters, Set.of(), output, function);
  }

  /// Creates the definition of a function whose result depends only on its arguments.
  static FunctionDefinition reading(
      Set<String> required, Set<String> optional, String output, Pure function) {
    return new FunctionDefinition(
        required, optional, output, (call, _) -> (arguments, _) -> read(call, arguments, function));
  }

  /// Calls a function. An argument that it cannot read is an error in the row, unless the call has
  /// [CallArguments#OTHERWISE].
  static List<Value> read(Expression.Call call, Map<String, String> arguments, Pure function) {
    try {
      return function.call(arguments);
    } catch (UnreadableArgumentException e) {
      String otherwise = arguments.get(CallArguments.OTHERWISE);
      if (otherwise != null) {
        return otherwise.isEmpty() ? List.of() : List.of(Value.text(otherwise));
      }
      throw new ValueFault(
          call.at(),
          "%s%s in the function %s"
              .formatted(CallArguments.origin(call), e.text(), Iris.localName(call.function())));
    }
  }

  /// Computes the result from the arguments by the IRIs of their parameters. No result means no
  /// value. Throws [UnreadableArgumentException] for an argument that it cannot read.
  interface Pure {
    List<Value> call(Map<String, String> arguments);
  }

  /// Computes the result of a bound call for a row.
  interface Body {
    List<Value> call(Map<String, String> arguments, Row row);
  }

  /// The things that calls use apart from their arguments.
  interface Sources {
    /// Returns the code tables of the project.
    CodeTables codes();

    /// Returns the graph that names are found in.
    Optional<Linker> linker();
  }

  /// The table that a call is for, with what calls use.
  interface Site extends Sources {
    /// Returns the name of the table, for findings.
    String table();

    /// Returns the values that functions have not found in the rows of the table.
    Unmatched unmatched();
  }

  /// Binds a call to what it uses apart from its arguments.
  interface Binding {
    /// Returns the body for a call that [#check] accepted.
    Body bind(Expression.Call call, Site site);

    /// Reports the constant arguments of a call that the function cannot use, and then returns
    /// false.
    default boolean check(Expression.Call call, Sources sources, Report report) {
      return true;
    }
  }
}
