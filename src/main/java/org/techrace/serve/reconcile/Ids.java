package org.techrace.serve.reconcile;

import org.techrace.rdf.Iris;

/// Entities in the protocol bear short ids: `id/x` for `https://w3id.org/techrace/id/x`, so that
/// the manifest's identifier space and an id together are the IRI. Other IRIs are their own ids.
final class Ids {
  private Ids() {}

  static String of(String iri) {
    return iri.startsWith(Iris.BASE) ? iri.substring(Iris.BASE.length()) : iri;
  }

  static String iri(String id) {
    return id.contains("://") ? id : Iris.BASE + id;
  }
}
