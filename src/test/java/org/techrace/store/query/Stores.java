package org.techrace.store.query;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apache.jena.sparql.core.DatasetGraph;
import org.techrace.store.Progress;
import org.techrace.store.Store;
import org.techrace.store.StoreWriter;

/// Makes stores for tests.
final class Stores {
  private Stores() {}

  /// The same quads as a store, opened.
  static StoreDataset of(DatasetGraph quads, Path folder, StoreDataset.DefaultGraph defaultGraph) {
    try (StoreWriter writer = new StoreWriter(folder, Progress.NONE)) {
      quads.find().forEachRemaining(writer::quad);
      writer.seal();
      return new StoreDataset(Store.open(folder), defaultGraph);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
