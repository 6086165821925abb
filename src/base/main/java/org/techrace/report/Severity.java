package org.techrace.report;

/// The severity of a finding, from highest to lowest. Only [#ERROR] prevents a release.
public enum Severity {
  ERROR,
  WARN,
  INFO
}
