package org.techrace.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.jena.riot.system.StreamRDF;
import org.apache.jena.riot.system.StreamRDFLib;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.system.Txn;
import org.apache.jena.tdb2.DatabaseMgr;
import org.apache.jena.tdb2.TDB2;
import org.apache.jena.tdb2.sys.TDBInternal;

/// The store of a release in TDB2. The default graph of a query is the union of the named graphs.
final class Tdb2 {
  private Tdb2() {}

  /// Makes a store from a dump.
  static DatasetGraph create(Path folder, Path dump) throws IOException {
    Files.createDirectories(folder);
    DatasetGraph dataset = open(folder);
    StreamRDF sink = StreamRDFLib.dataset(dataset);
    Txn.exec(
        dataset,
        org.apache.jena.query.TxnType.WRITE,
        () -> {
          try {
            Dump.read(dump, sink);
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
    return dataset;
  }

  static DatasetGraph open(Path folder) {
    DatasetGraph dataset = DatabaseMgr.connectDatasetGraph(folder.toString());
    dataset.getContext().set(TDB2.symUnionDefaultGraph, true);
    return dataset;
  }

  /// Closes a store and forgets it, so that its folder can be moved or deleted.
  static void close(DatasetGraph dataset) {
    TDBInternal.expel(dataset);
  }
}
