package org.techrace.cli;

import picocli.CommandLine.Option;

/// The option that lists all findings.
final class AllOption {
  @Option(
      names = "--all",
      description = "List all findings (default: three of each kind, and how many more there are).")
  private boolean all;

  boolean isSet() {
    return all;
  }
}
