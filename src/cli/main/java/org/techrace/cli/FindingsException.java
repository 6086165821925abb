package org.techrace.cli;

import org.techrace.report.Report;

/// Ends a command that cannot start because of errors in its settings.
final class FindingsException extends RuntimeException {
  private final transient Report report;

  private FindingsException(Report report) {
    super(String.join("; ", report.findings().stream().map(Object::toString).toList()));
    this.report = report;
  }

  /// Ends the command if the report has an error.
  static void throwIfErrors(Report report) {
    if (report.hasErrors()) {
      throw new FindingsException(report);
    }
  }

  Report report() {
    return report;
  }
}
