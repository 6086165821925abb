package org.techrace.serve.reconcile;

import java.util.List;
import org.techrace.search.Candidate;
import org.techrace.search.OntologyTerms;
import org.techrace.search.Search;
import org.techrace.serve.http.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Candidates as the protocol writes them, alike in both versions. The reason stands in
/// `description`.
final class Answers {
  private Answers() {}

  static ArrayNode candidates(List<Candidate> candidates, Search search) {
    ArrayNode array = Json.array();
    for (Candidate candidate : candidates) {
      ObjectNode each = named(Ids.of(candidate.iri()), candidate.label());
      each.put("description", candidate.reason());
      each.put("score", candidate.score());
      each.put("match", candidate.sure());
      each.set("type", types(candidate.types(), search.terms()));
      array.add(each);
    }
    return array;
  }

  static ArrayNode types(List<String> iris, OntologyTerms terms) {
    ArrayNode types = Json.array();
    for (String iri : iris) {
      terms.named(terms.classes(), iri).ifPresent(t -> types.add(named(t.iri(), t.label())));
    }
    return types;
  }

  static ObjectNode named(String id, String name) {
    return Json.object().put("id", id).put("name", name);
  }
}
