package org.techrace.serve.http;

import java.util.List;
import org.techrace.serve.current.Lease;

/// A part of the server that answers requests.
public interface Part {
  /// Returns its routes.
  List<Route> routes();

  /// Prepares what the first answers from a release need. Called before the release is served.
  default void prepare(Lease lease) {}
}
