package org.techrace.access;

import org.techrace.report.UnusableInputException;

/// Reports that a run may not open a file, host or database. The message names it and the option
/// that allows it.
public final class RefusedException extends UnusableInputException {
  RefusedException(String message) {
    super(message);
  }
}
