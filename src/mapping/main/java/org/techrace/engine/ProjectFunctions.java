package org.techrace.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ServiceConfigurationError;
import org.techrace.access.Access;
import org.techrace.access.RefusedException;
import org.techrace.engine.expression.FunctionProvider;
import org.techrace.engine.expression.FunctionSet;
import org.techrace.mapping.FunctionReader;
import org.techrace.report.Place;
import org.techrace.report.Report;

/// Reads the functions of a project: SPARQL functions in the Turtle files of its folder
/// `functions/`, and functions in Java in the jars that the user allows.
final class ProjectFunctions {
  private ProjectFunctions() {}

  /// @param known the functions to add to
  /// @param folder the folder of the Turtle files, which need not exist
  /// @param access the files and plugins that may be used
  static FunctionSet read(FunctionSet known, Path folder, Access access, Report report)
      throws IOException {
    FunctionSet functions = known;
    for (Path file : access.list(folder)) {
      if (file.toString().endsWith(".ttl")) {
        try {
          functions =
              functions.with(
                  FunctionReader.read(access.file(file), report),
                  access.limits().queryTime(),
                  report);
        } catch (RefusedException e) {
          report.error(Place.file(Place.nameOf(file)), String.valueOf(e.getMessage()));
        }
      }
    }
    try {
      for (FunctionProvider provider : access.plugins(FunctionProvider.class)) {
        functions = functions.with(provider, report);
      }
    } catch (ServiceConfigurationError | LinkageError e) {
      report.error(Place.file("plugins"), "a function provider cannot be used: " + e.getMessage());
    }
    return functions;
  }
}
