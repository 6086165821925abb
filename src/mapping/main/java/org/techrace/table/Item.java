package org.techrace.table;

import java.util.List;

/// A part of a document that references and iterators can be applied to. A logical view uses items
/// to read nested structures.
public interface Item {

  /// Returns the values that a reference selects in this item.
  ///
  /// @throws IllegalArgumentException if the reference is invalid in the reference formulation of
  ///   the item
  List<Value> values(String reference);

  /// Returns the parts that an iterator selects in this item.
  ///
  /// @throws IllegalArgumentException if the iterator is invalid in the reference formulation of
  ///   the item
  List<Item> items(String iterator);
}
