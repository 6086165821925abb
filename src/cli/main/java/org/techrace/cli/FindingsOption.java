package org.techrace.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import org.techrace.report.Report;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options that say how findings are printed.
final class FindingsOption {
  /// A form of findings.
  enum Format {
    /// For people.
    TEXT,
    /// Commands of a GitHub workflow.
    GITHUB,
    /// SARIF 2.1.0, for code hosts and editors.
    SARIF
  }

  @Mixin private AllOption all = new AllOption();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description =
          "Print the findings as text, as github (annotations of a GitHub workflow) or as sarif"
              + " (SARIF 2.1.0, for code hosts and editors), and nothing else (default:"
              + " ${DEFAULT-VALUE}).")
  private Format format = Format.TEXT;

  /// Reports whether findings are printed for people, in addition to other things.
  boolean isText() {
    return format == Format.TEXT;
  }

  /// Prints the findings. Files are relative to the working folder in the forms for programs.
  ///
  /// @param project the folder that files of findings are relative to
  void print(Report report, Path project, PrintWriter out) {
    Path root = Path.of("").toAbsolutePath();
    switch (format) {
      case TEXT -> FindingsPrinter.print(report, all.isSet(), out);
      case GITHUB -> Annotations.print(report, project, root, out);
      case SARIF -> Sarif.print(report, project, root, out);
    }
  }
}
