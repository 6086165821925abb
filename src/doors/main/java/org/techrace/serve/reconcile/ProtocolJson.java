package org.techrace.serve.reconcile;

import java.util.List;
import org.techrace.search.Candidate;
import org.techrace.search.OntologyTerms;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.HttpJson;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Entities, types and candidates as the protocol writes them, in both versions.
final class ProtocolJson {
  private ProtocolJson() {}

  /// The id of an entity: the IRI without the base of the graph, such as `id/x`, so that the
  /// manifest's identifier space and an id together are the IRI. Other IRIs are their own ids.
  static String id(String iri, Lease lease) {
    String local = lease.iris().local(iri);
    return local.isEmpty() ? iri : local;
  }

  /// The IRI of an id.
  static String iri(String id, Lease lease) {
    return id.contains("://") ? id : lease.iris().base() + id;
  }

  /// Candidates, each with the reason for its score as `description`.

  static ArrayNode candidates(List<Candidate> candidates, Lease lease) {
    ArrayNode array = HttpJson.array();
    for (Candidate candidate : candidates) {
      ObjectNode each = named(id(candidate.iri(), lease), candidate.label());
      each.put("description", candidate.reason());
      each.put("score", candidate.score());
      each.put("match", candidate.sure());
      each.set("type", types(candidate.types(), lease.search().terms()));
      array.add(each);
    }
    return array;
  }

  static ArrayNode types(List<String> iris, OntologyTerms terms) {
    ArrayNode types = HttpJson.array();
    for (String iri : iris) {
      terms.named(terms.classes(), iri).ifPresent(t -> types.add(named(t.iri(), t.label())));
    }
    return types;
  }

  static ObjectNode named(String id, String name) {
    return HttpJson.object().put("id", id).put("name", name);
  }
}
