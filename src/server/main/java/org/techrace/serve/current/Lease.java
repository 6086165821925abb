package org.techrace.serve.current;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.jena.graph.Graph;
import org.apache.jena.sparql.core.DatasetGraph;
import org.techrace.entity.Entities;
import org.techrace.rdf.Iris;
import org.techrace.search.Search;

/// The right to read a release. The release stays open while a lease on it is open, even if another
/// release is promoted. The holder must close it.
public interface Lease extends AutoCloseable {
  /// The name of the release.
  String release();

  /// The path below which the pages of this release are, such as `/release/2026-11-24-3f9a1c`.
  /// Empty if the client did not name a release: then it is the current one.
  String root();

  /// Returns the IRI namespaces of the graph.
  Iris iris();

  /// The data, read only. The default graph is the union of the named graphs.
  DatasetGraph dataset();

  /// The description of the release: DCAT, PROV and VoID.
  Graph description();

  /// The IRIs of the licences that the release as a whole has.
  List<String> licences();

  Entities entities();

  /// The search of the release. Needs a read transaction on the dataset.
  Search search();

  /// The entities of the description: the release itself, its activity, its parts.
  Entities aboutRelease();

  /// Another lease on the same release, for work that may take longer than this one.
  Lease again();

  /// This lease for work that ends soon after a signal is set: its entities and its search check
  /// the signal. Closing either lease closes both.
  Lease until(AtomicBoolean stop);

  /// This lease for a reader: its entities have labels in the reader's language, where there are
  /// any. Closing either lease closes both.
  ///
  /// @param language a language tag
  Lease in(String language);

  @Override
  void close();
}
