package org.techrace.serve.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.system.Txn;
import org.techrace.entity.Ask;
import org.techrace.entity.Entities;
import org.techrace.entity.ResultRow;
import org.techrace.entity.Term;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.HttpJson;
import org.techrace.serve.sparql.Limits;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The statements about a thing as JSON, with a label next to each IRI.
final class ThingJson {
  private ThingJson() {}

  static ObjectNode of(String iri, Lease lease) {
    Entities entities = lease.entities();
    Map<String, List<ResultRow>> byProperty = new LinkedHashMap<>();
    for (ResultRow row :
        entities.rows(Ask.of("list/cells").about(List.of(NodeFactory.createURI(iri))))) {
      byProperty.computeIfAbsent(row.iri("property").orElse(""), p -> new ArrayList<>()).add(row);
    }
    ObjectNode json = HttpJson.object().put("release", lease.release());
    String label =
        Txn.calculateRead(
            entities.dataset(), () -> entities.labels().of(NodeFactory.createURI(iri)));
    json.put("id", iri).put("label", label);
    ArrayNode statements = json.putArray("statements");
    for (List<ResultRow> rows : byProperty.values()) {
      ObjectNode statement = statements.addObject();
      statement.set("property", Rows.value(rows.getFirst().get("property").orElseThrow()));
      ArrayNode values = statement.putArray("values");
      rows.forEach(row -> row.get("object").ifPresent(value -> values.add(value(value))));
    }
    Limits.of(List.of(iri), entities).forEach(json.putArray("limits")::add);
    return json;
  }

  /// A text with a language is an object with `value` and `language`.
  private static JsonNode value(Term term) {
    return term instanceof Term.Value text && !text.language().isEmpty()
        ? HttpJson.object().put("value", text.text()).put("language", text.language())
        : Rows.value(term);
  }
}
