package org.techrace.serve.sparql;

import java.time.Duration;
import java.util.Set;

/// The endpoints that `SERVICE` may call (SPARQL 1.1 Federated Query), and the limits of these
/// calls.
///
/// @param endpoints their IRIs; an empty set disables `SERVICE`
/// @param time the time limit of a call
/// @param bytes the maximum size of a response in bytes
/// @param requests the maximum number of calls in a query; `SERVICE` is called once for each
///   solution that it is joined with
public record Services(Set<String> endpoints, Duration time, int bytes, int requests) {

  /// Disables `SERVICE`.
  public static final Services NONE = new Services(Set.of(), Duration.ofSeconds(10), 16 << 20, 100);

  public Services {
    endpoints = Set.copyOf(endpoints);
  }

  /// Returns a copy with other endpoints.
  public Services withEndpoints(Set<String> others) {
    return new Services(others, time, bytes, requests);
  }
}
