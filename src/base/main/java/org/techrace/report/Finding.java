package org.techrace.report;

import java.io.Serializable;

/// A fault or a remark about the input.
///
/// @param severity how severe it is
/// @param place the place in a file, table or graph
/// @param message what was found, what was expected and what to do. Control characters are escaped
///   and a long message is shortened.
public record Finding(Severity severity, Place place, String message) implements Serializable {
  public Finding {
    message = OneLine.of(message);
  }

  /// Returns the finding in the form that every command prints: `ERROR [table.csv:17] column 'key'
  /// is blank; ...`.
  @Override
  public String toString() {
    return severity + " [" + place + "] " + message;
  }
}
