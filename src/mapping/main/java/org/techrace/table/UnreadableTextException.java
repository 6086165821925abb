package org.techrace.table;

/// Thrown if the text in a cell or value is not in the format that the mapping states.
public final class UnreadableTextException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  public UnreadableTextException(String message) {
    super(message);
  }

  public UnreadableTextException(String message, Exception cause) {
    super(message, cause);
  }
}
