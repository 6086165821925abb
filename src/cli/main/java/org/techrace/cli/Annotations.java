package org.techrace.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import org.techrace.report.Finding;
import org.techrace.report.Place;
import org.techrace.report.Report;

/// Prints findings as commands of a GitHub workflow, which shows them on the lines of a pull
/// request.
final class Annotations {
  private Annotations() {}

  /// Prints the findings.
  ///
  /// @param project the folder that files of findings are relative to
  /// @param root the folder that files of annotations are relative to: that of the repository
  static void print(Report report, Path project, Path root, PrintWriter out) {
    for (Finding finding : report.findings()) {
      out.println(line(finding, FindingLocation.of(finding, project, root)));
    }
  }

  private static String line(Finding finding, FindingLocation location) {
    String level =
        switch (finding.severity()) {
          case ERROR -> "error";
          case WARN -> "warning";
          case INFO -> "notice";
        };
    String message = data(location.message());
    return location
        .place()
        .map(place -> "::%s %s::%s".formatted(level, at(place), message))
        .orElseGet(() -> "::%s::%s".formatted(level, message));
  }

  private static String at(Place.InFile place) {
    StringBuilder at = new StringBuilder("file=").append(property(place.file()));
    if (place.line() > 0) {
      at.append(",line=").append(place.line());
    }
    if (place.column() > 0) {
      at.append(",col=").append(place.column());
    }
    return at.toString();
  }

  private static String data(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }
}
