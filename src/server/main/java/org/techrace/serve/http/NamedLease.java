package org.techrace.serve.http;

import java.util.Map;
import org.techrace.serve.current.KeptReleases;
import org.techrace.serve.current.Lease;

/// Takes leases on releases that a client has named.
public final class NamedLease {
  private NamedLease() {}

  /// Returns a lease on a release.
  ///
  /// @param unknown the HTTP status for a release that does not exist
  /// @throws Refusal with that status, or 503 if too many releases are in use
  public static Lease of(KeptReleases kept, String id, int unknown) {
    try {
      return kept.lease(id);
    } catch (KeptReleases.UnknownReleaseException e) {
      throw new Refusal(unknown, String.valueOf(e.getMessage()));
    } catch (KeptReleases.AllInUseException e) {
      throw new Refusal(503, String.valueOf(e.getMessage()), Map.of("Retry-After", "1"));
    }
  }
}
