package org.techrace.engine;

import java.util.ArrayList;
import java.util.List;
import org.techrace.report.Place;

/// What is found wrong with one row while its terms are made.
final class RowFaults {
  private final List<String> messages = new ArrayList<>();

  /// @param termMap where the term map stands that met the fault
  void add(Place termMap, String message) {
    messages.add(message + " (" + termMap + ")");
  }

  boolean isEmpty() {
    return messages.isEmpty();
  }

  List<String> messages() {
    return List.copyOf(messages);
  }

  void clear() {
    messages.clear();
  }
}
