package org.techrace.engine;

import java.util.ArrayList;
import java.util.List;

/// The references that a plan reads of one table; each has a slot in the table's rows.
final class References {
  private final List<String> references = new ArrayList<>();

  /// The slot of a reference, the same each time it is asked for.
  int slot(String reference) {
    int slot = references.indexOf(reference);
    if (slot < 0) {
      slot = references.size();
      references.add(reference);
    }
    return slot;
  }

  List<String> list() {
    return List.copyOf(references);
  }
}
