package org.techrace.rdf;

import java.util.List;
import java.util.ServiceLoader;
import org.apache.jena.sparql.core.DatasetGraph;

/// Checks data that were read from a file of others, before their statements are used.
/// ServiceLoader finds the implementations.
public interface DataCheck {

  /// Returns a sentence for each fault.
  ///
  /// @param data the data with their named graphs
  List<String> faults(DatasetGraph data);

  /// Returns the faults that all checks of this program find.
  static List<String> allFaults(DatasetGraph data) {
    return ServiceLoader.load(DataCheck.class).stream()
        .flatMap(check -> check.get().faults(data).stream())
        .toList();
  }
}
