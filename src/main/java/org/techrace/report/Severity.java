package org.techrace.report;

/// How severe a finding is, from worst to mildest. Only [#ERROR] keeps a release from being sealed.
public enum Severity {
  ERROR,
  WARN,
  INFO
}
