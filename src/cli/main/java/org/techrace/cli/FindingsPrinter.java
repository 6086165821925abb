package org.techrace.cli;

import java.io.PrintWriter;
import java.util.List;
import org.techrace.report.Finding;
import org.techrace.report.Kinds;
import org.techrace.report.Report;
import org.techrace.report.Severity;

/// Prints findings, those of one kind together.
final class FindingsPrinter {
  /// How many findings of a kind are shown as examples.
  private static final int EXAMPLES = 3;

  private FindingsPrinter() {}

  /// Prints three findings of each kind with the number of the others, and the number of those that
  /// the report did not keep.
  static void list(Report report, PrintWriter out) {
    list(report, false, out);
  }

  /// Prints findings, and the number of those that the report did not keep.
  ///
  /// @param all all findings, instead of three of each kind
  static void list(Report report, boolean all, PrintWriter out) {
    Kinds.of(report.findings())
        .values()
        .forEach(kind -> list(kind, all ? kind.size() : shown(kind), out));
    long more = -report.findings().size();
    for (Severity severity : Severity.values()) {
      more += report.count(severity);
    }
    if (more > 0) {
      out.println("and %,d more".formatted(more));
    }
  }

  private static void list(List<Finding> kind, int shown, PrintWriter out) {
    kind.subList(0, shown).forEach(out::println);
    if (shown < kind.size()) {
      out.println("  and %,d more of this kind".formatted(kind.size() - shown));
    }
  }

  /// Returns how many findings of a kind are shown. One more says more than that there is one.
  private static int shown(List<Finding> kind) {
    return kind.size() <= EXAMPLES + 1 ? kind.size() : EXAMPLES;
  }

  /// Prints three findings of each kind of a project, and the number of findings by severity.
  static void print(Report report, PrintWriter out) {
    print(report, false, out);
    if (Kinds.of(report.findings()).values().stream().anyMatch(kind -> shown(kind) < kind.size())) {
      out.println("techrace check --all lists all of them");
    }
  }

  /// Prints findings and their number by severity.
  ///
  /// @param all all findings, instead of three of each kind
  static void print(Report report, boolean all, PrintWriter out) {
    list(report, all, out);
    out.println(
        "%d errors, %d warnings, %d notes"
            .formatted(
                report.count(Severity.ERROR),
                report.count(Severity.WARN),
                report.count(Severity.INFO)));
  }
}
