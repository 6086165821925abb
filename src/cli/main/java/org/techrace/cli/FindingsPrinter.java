package org.techrace.cli;

import java.io.PrintWriter;
import org.techrace.report.Report;
import org.techrace.report.Severity;

/// Prints findings.
final class FindingsPrinter {
  private FindingsPrinter() {}

  /// Prints the findings, and the number of those that the report did not keep.
  static void list(Report report, PrintWriter out) {
    report.findings().forEach(out::println);
    long more = -report.findings().size();
    for (Severity severity : Severity.values()) {
      more += report.count(severity);
    }
    if (more > 0) {
      out.println("and %,d more".formatted(more));
    }
  }

  /// Prints the findings and their number by severity.
  static void print(Report report, PrintWriter out) {
    list(report, out);
    out.println(
        "%d errors, %d warnings, %d notes"
            .formatted(
                report.count(Severity.ERROR),
                report.count(Severity.WARN),
                report.count(Severity.INFO)));
  }
}
