package org.techrace.validate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.system.Txn;
import org.techrace.access.Access;
import org.techrace.guard.WorkWatch;
import org.techrace.rdf.Iris;
import org.techrace.rdf.Prefixes;
import org.techrace.report.Report;

/// The validation of a staged graph before it is sealed. Not thread-safe.
///
/// @param shapes the folder of SHACL shapes
/// @param checks the folder of check queries
/// @param access the files that may be read
/// @param prefixes the prefixes for nodes in findings
/// @param iris the IRI spaces of the graph
public record Validation(Path shapes, Path checks, Access access, Prefixes prefixes, Iris iris) {

  /// Validates a dataset with the shapes and the checks. Every error becomes a finding, and every
  /// shape or check that takes too long or needs too much memory.
  ///
  /// @param dataset a dataset whose default graph is the union of its named graphs
  public void run(DatasetGraph dataset, Report report) throws IOException {
    try (WorkWatch watch = new WorkWatch(access.limits().checkTime())) {
      Txn.executeRead(
          dataset,
          () -> {
            Union union = new Union(dataset, prefixes, iris);
            try {
              Shapes.check(union, shapes, access, watch, report);
              Checks.check(union, checks, access, watch, report);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
