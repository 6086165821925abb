package org.techrace.serve.current;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.jena.graph.Graph;
import org.apache.jena.sparql.core.DatasetGraph;
import org.techrace.entity.Entities;
import org.techrace.search.Search;

/// A release in use. It is not closed while a lease on it is open, even if another is promoted.
public interface Lease extends AutoCloseable {
  /// The release's name.
  String release();

  /// Read only; the default graph is the union of the named graphs.
  DatasetGraph dataset();

  /// What the release says of itself: DCAT, PROV and VoID.
  Graph description();

  Entities entities();

  /// The search of the release; needs a read transaction on the dataset.
  Search search();

  /// The entities of that description: the release itself, its activity, its parts.
  Entities aboutRelease();

  /// One more lease on the same release, for work that may outlast this one.
  Lease again();

  /// This lease for work that ends soon after a signal is set: its entities and its search look at
  /// the signal. Closing either closes both.
  Lease until(AtomicBoolean stop);

  @Override
  void close();
}
