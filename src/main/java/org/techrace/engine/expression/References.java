package org.techrace.engine.expression;

import java.util.ArrayList;
import java.util.List;
import org.techrace.report.Place;
import org.techrace.table.Reference;

/// The references that a plan reads of one table; each has a slot in the table's rows.
public final class References {
  private final List<Reference> references = new ArrayList<>();
  private String origin = "";

  /// Says which term map reads what is asked for from now on.
  ///
  /// @param triplesMap the name of its triples map
  public void readBy(Place termMap, String triplesMap) {
    origin = "%s of <%s>".formatted(termMap, triplesMap);
  }

  /// The slot of a reference, the same each time it is asked for.
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
