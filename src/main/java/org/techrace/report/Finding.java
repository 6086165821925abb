package org.techrace.report;

/// One thing found wrong or worth knowing.
///
/// @param severity how bad it is
/// @param place where it is
/// @param message what was found, what was expected and what may be done; made to be one line
public record Finding(Severity severity, Place place, String message) {
  public Finding {
    message = OneLine.of(message);
  }

  /// The finding in the form every command prints: `ERROR [table.csv:17] column 'key' is blank;
  /// ...`.
  @Override
  public String toString() {
    return severity + " [" + place + "] " + message;
  }
}
