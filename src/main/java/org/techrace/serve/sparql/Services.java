package org.techrace.serve.sparql;

import java.time.Duration;
import java.util.Set;

/// The endpoints that `SERVICE` may ask (SPARQL 1.1 Federated Query), and what that may cost.
///
/// @param endpoints their IRIs; none switches `SERVICE` off
/// @param time how long one of their answers may take
/// @param bytes how long one may be
/// @param requests how often one query may ask: each solution that a `SERVICE` is joined with asks
///   once
public record Services(Set<String> endpoints, Duration time, int bytes, int requests) {

  /// `SERVICE` is switched off.
  public static final Services NONE = new Services(Set.of(), Duration.ofSeconds(10), 16 << 20, 100);

  public Services {
    endpoints = Set.copyOf(endpoints);
  }

  /// The same for other endpoints.
  public Services withEndpoints(Set<String> others) {
    return new Services(others, time, bytes, requests);
  }
}
