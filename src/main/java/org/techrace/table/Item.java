package org.techrace.table;

import java.util.List;

/// A part of a document to which references and iterators can be applied once more: what a logical
/// view needs to go into nested structures.
public interface Item {

  /// The values that a reference finds below it.
  ///
  /// @throws IllegalArgumentException if the reference is not one of the item's formulation
  List<Value> values(String reference);

  /// The parts that an iterator finds below it.
  ///
  /// @throws IllegalArgumentException if the iterator is not one of the item's formulation
  List<Item> items(String iterator);
}
