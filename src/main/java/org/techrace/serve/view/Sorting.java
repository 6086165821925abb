package org.techrace.serve.view;

/// By what lines or things are sorted, as an address says it.
///
/// @param text a variable or a property, with `-` before it if downwards; empty for the usual order
public record Sorting(String text) {

  /// Whether they stand in their usual order.
  public boolean isUsual() {
    return text.isEmpty();
  }

  /// Whether the largest stands first.
  public boolean descending() {
    return text.startsWith("-");
  }

  /// By what, whichever way round.
  public String by() {
    return descending() ? text.substring(1) : text;
  }

  /// What a click at the head of a column asks for: its order, or if that is there already the
  /// reverse.
  public Sorting at(String column) {
    return new Sorting(text.equals(column) ? "-" + column : column);
  }

  /// How a column is sorted, in the words of `aria-sort`.
  public String of(String column) {
    return !by().equals(column) ? "none" : descending() ? "descending" : "ascending";
  }
}
