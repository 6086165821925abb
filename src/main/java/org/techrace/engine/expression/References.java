package org.techrace.engine.expression;

import java.util.ArrayList;
import java.util.List;
import org.techrace.report.Place;
import org.techrace.table.Reference;

/// The references that a plan reads from one table. Each has a slot in the rows of the table.
public final class References {
  private final List<Reference> references = new ArrayList<>();
  private String origin = "";

  /// Sets the term map that reads the references requested from now on.
  ///
  /// @param triplesMap the name of its triples map
  public void readBy(Place termMap, String triplesMap) {
    origin = "%s of <%s>".formatted(termMap, triplesMap);
  }

  /// Returns the slot of a reference, and adds the reference on its first request.
  public int slot(String reference) {
    for (int slot = 0; slot < references.size(); slot++) {
      if (references.get(slot).text().equals(reference)) {
        return slot;
      }
    }
    references.add(new Reference(reference, origin));
    return references.size() - 1;
  }

  public List<Reference> list() {
    return List.copyOf(references);
  }
}
