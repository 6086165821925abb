package org.techrace.serve.view;

/// The content of a panel: solutions in one of several forms.
public sealed interface View
    permits Table,
        Matrix,
        Bars,
        Timeline,
        Tree,
        Pairs,
        Chart,
        Links,
        Sentence,
        Leaders,
        Flows,
        Neighbourhood,
        PointMap {

  /// Reports whether there is nothing to show.
  boolean isEmpty();

  /// Returns the number of its entries if it can be shortened, else 0.
  default int size() {
    return 0;
  }

  /// Returns a view with only the first entries.
  default View head(int count) {
    return this;
  }

  /// Returns the number of pages that it fills on a page of its own.
  default int pages() {
    return 1;
  }

  /// Returns the part of it on one of these pages.
  ///
  /// @param number the number of the page, from 1
  default View page(int number) {
    return this;
  }

  /// Returns the number of pages for a number of entries.
  static int pages(int entries, int atOnce) {
    return Math.max(1, (entries + atOnce - 1) / atOnce);
  }
}
