package org.techrace.serve.view;

/// A sort order, as in the parameter `sort`.
///
/// @param text a variable or a property, with `-` in front for descending order; empty for the
///   default order
public record Sorting(String text) {

  /// Reports whether this is the default order.
  public boolean isDefault() {
    return text.isEmpty();
  }

  /// Reports whether the order is descending.
  public boolean descending() {
    return text.startsWith("-");
  }

  /// Returns the variable or property, without direction.
  public String by() {
    return descending() ? text.substring(1) : text;
  }

  /// Returns the order after a click on a column head: sorted by this column, or reversed if it was
  /// already.
  public Sorting at(String column) {
    return new Sorting(text.equals(column) ? "-" + column : column);
  }

  /// Returns the direction for `aria-sort`: `ascending`, `descending`, or `none` for another
  /// column.
  public String of(String column) {
    if (!by().equals(column)) {
      return "none";
    }
    return descending() ? "descending" : "ascending";
  }
}
