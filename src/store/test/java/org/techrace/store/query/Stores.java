package org.techrace.store.query;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.techrace.store.Progress;
import org.techrace.store.Store;
import org.techrace.store.StoreWriter;

/// Creates stores for tests.
public final class Stores {
  private Stores() {}

  /// Opens a store without quads.
  public static StoreDataset empty(Path folder) {
    return of(DatasetGraphFactory.createTxnMem(), folder, StoreDataset.DefaultGraph.UNION);
  }

  /// Writes the quads to a store and opens it.
  public static StoreDataset of(
      DatasetGraph quads, Path folder, StoreDataset.DefaultGraph defaultGraph) {
    try (StoreWriter writer = new StoreWriter(folder, Progress.NONE)) {
      quads.find().forEachRemaining(writer::quad);
      writer.seal();
      return new StoreDataset(Store.open(folder), defaultGraph);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
