package org.techrace.serve.sparql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.jena.sparql.core.DatasetDescription;
import org.apache.jena.sparql.core.DatasetGraph;
import org.techrace.query.AcrossReleases;
import org.techrace.serve.current.KeptReleases;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.NamedLease;
import org.techrace.serve.http.Refusal;

/// The data that a query reads: one release, or several that it names. Holds leases on the others
/// until it is closed.
///
/// @param description the graphs that the query sees, if they are not those that it names
/// @param dataset the data
/// @param others leases on releases besides the one that the query was sent to
record QueryScope(
    Optional<DatasetDescription> description, DatasetGraph dataset, List<Lease> others)
    implements AutoCloseable {

  /// Returns the data that a query reads.
  ///
  /// @param lease the release that the query was sent to
  /// @throws Refusal 400 if the query names a release or a graph that does not exist, or too many
  ///   releases; 503 if too many releases are in use
  static QueryScope of(ParsedQuery parsed, Lease lease, KeptReleases kept) {
    if (parsed.across().isEmpty()) {
      return new QueryScope(Optional.empty(), lease.dataset(), List.of());
    }
    AcrossReleases across = parsed.across().get();
    limit(across, lease.release(), kept);
    List<Lease> leases = new ArrayList<>();
    boolean complete = false;
    try {
      Map<String, DatasetGraph> datasets = new HashMap<>();
      datasets.put(lease.release(), lease.dataset());
      for (String id : across.releases()) {
        if (!datasets.containsKey(id)) {
          Lease other = NamedLease.of(kept, id, 400);
          leases.add(other);
          datasets.put(id, other.dataset());
        }
      }
      AcrossReleases.Prepared prepared = across.prepare(datasets::get);
      complete = true;
      return new QueryScope(Optional.of(prepared.description()), prepared.dataset(), leases);
    } catch (IllegalArgumentException e) {
      throw new Refusal(400, e.getMessage() + ".");
    } finally {
      if (!complete) {
        leases.forEach(Lease::close);
      }
    }
  }

  /// @throws Refusal 400 if the query names more releases than may be open at the same time
  private static void limit(AcrossReleases across, String asked, KeptReleases kept) {
    Set<String> earlier = new HashSet<>(across.releases());
    earlier.add(asked);
    earlier.remove(kept.served());
    if (earlier.size() > kept.most()) {
      throw new Refusal(
          400,
          "The query reads %d releases besides the current one; at most %d can be read at the same time (serve.open-releases)."
              .formatted(earlier.size(), kept.most()));
    }
  }

  @Override
  public void close() {
    others.forEach(Lease::close);
  }
}
