package org.techrace.table;

/// A text inside a cell or value is not in the format that it is read in.
public final class UnreadableTextException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  public UnreadableTextException(String message, Exception cause) {
    super(message, cause);
  }
}
