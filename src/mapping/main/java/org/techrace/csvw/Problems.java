package org.techrace.csvw;

import org.techrace.report.Place;
import org.techrace.report.Report;

/// Receives what is wrong with metadata and tables. Faults of a table are errors when it is
/// validated, and warnings when it is converted.
final class Problems {
  private final Report report;
  private final boolean validates;

  Problems(Report report, boolean validates) {
    this.report = report;
    this.validates = validates;
  }

  boolean validates() {
    return validates;
  }

  /// Reports metadata that must not be used.
  void error(String url, String message) {
    report.error(Place.file(url), message);
  }

  /// Reports metadata that is ignored.
  void warn(String url, String message) {
    report.warn(Place.file(url), message);
  }

  /// Reports a row that is not as its metadata says.
  ///
  /// @param line the line on which the row begins, from 1; 0 for the whole table
  void invalid(String url, long line, String message) {
    Place place = line == 0 ? Place.file(url) : Place.line(url, line);
    if (validates) {
      report.error(place, message);
    } else {
      report.warn(place, message);
    }
  }

  /// Reports a row that cannot be read, with all after it.
  void unreadable(String url, long line, String message) {
    report.error(Place.line(url, line), message);
  }

  boolean hasErrors() {
    return report.hasErrors();
  }
}
