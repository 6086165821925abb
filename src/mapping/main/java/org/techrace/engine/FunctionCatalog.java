package org.techrace.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.techrace.access.Access;
import org.techrace.engine.expression.CallArguments;
import org.techrace.engine.expression.FunctionDescription;
import org.techrace.engine.expression.FunctionSet;
import org.techrace.engine.expression.Functions;
import org.techrace.engine.expression.LibraryFunction;
import org.techrace.report.Report;

/// Lists the functions that a mapping can call.
public final class FunctionCatalog {
  /// The namespace of the functions and their parameters.
  public static final String NAMESPACE = CallArguments.FN;

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
    return Stream.concat(
            Functions.library().stream().map(FunctionCatalog::entry),
            Functions.described().stream().map(FunctionCatalog::entry))
        .sorted(Comparator.comparing(Entry::name))
        .toList();
  }

  /// Returns the functions of a project, ordered by IRI. Their names and parameters are IRIs.
  /// Reports functions that cannot be used, and examples with another result.
  ///
  /// @param folder the folder with functions in SPARQL, which need not exist
  /// @param access the files and plugins that may be used
  public static List<Entry> entries(Path folder, Access access, Report report) throws IOException {
    return ProjectFunctions.read(FunctionSet.BUILT_IN, folder, access, report).added().stream()
        .map(FunctionCatalog::entry)
        .sorted(Comparator.comparing(Entry::name))
        .toList();
  }

  private static Entry entry(FunctionDescription function) {
    return new Entry(
        function.name(),
        function.parameters(),
        function.description(),
        function.call(),
        function.result());
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
