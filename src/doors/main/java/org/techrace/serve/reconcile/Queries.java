package org.techrace.serve.reconcile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.techrace.search.MatchQuery;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.HttpJson;
import org.techrace.serve.http.Refusal;
import tools.jackson.databind.JsonNode;

/// Reads batches of reconciliation queries.
final class Queries {
  /// The most queries in one batch.
  static final int BATCH = 200;

  /// The most conditions in a query: types, keys and values of properties.
  static final int CONDITIONS = 100;

  private static final int LIMIT = 10;
  private static final int MOST = 100;

  private Queries() {}

  /// A batch of 0.2: an object of queries, by the client's keys.
  static Map<String, MatchQuery> batch(String json, Lease lease) {
    JsonNode batch = HttpJson.read(json, "'queries'");
    Map<String, MatchQuery> queries = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> e : batch.properties()) {
      if (!e.getValue().isObject()) {
        throw new Refusal(400, "The query '" + e.getKey() + "' is not an object; see /reconcile.");
      }
      queries.put(e.getKey(), query(e.getValue(), lease));
    }
    return limited(queries);
  }

  /// A batch of 1.0-draft: a list of queries.
  static List<MatchQuery> list(String json, Lease lease) {
    JsonNode list = HttpJson.read(json, "The body").path("queries");
    if (!list.isArray()) {
      throw new Refusal(400, "The body has no array 'queries'.");
    }
    Map<String, MatchQuery> queries = new LinkedHashMap<>();
    list.forEach(q -> queries.put(Integer.toString(queries.size()), conditions(q, lease)));
    return List.copyOf(limited(queries).values());
  }

  private static Map<String, MatchQuery> limited(Map<String, MatchQuery> queries) {
    if (queries.size() > BATCH) {
      throw new Refusal(
          413,
          "There are " + queries.size() + " queries in the batch; send at most " + BATCH + ".");
    }
    return queries;
  }

  private static MatchQuery query(JsonNode query, Lease lease) {
    List<MatchQuery.Property> properties = new ArrayList<>();
    for (JsonNode property : query.path("properties")) {
      add(properties, property.path("pid").asString(""), property.path("v"), lease);
    }
    return limited(query.path("query").asString(""), List.of(), properties, query, lease);
  }

  private static MatchQuery limited(
      String name,
      List<String> identifiers,
      List<MatchQuery.Property> properties,
      JsonNode query,
      Lease lease) {
    List<String> types = types(query, lease);
    int conditions = types.size() + identifiers.size() + properties.size();
    if (conditions > CONDITIONS) {
      throw new Refusal(
          413,
          "A query has %d conditions; at most %d are allowed.".formatted(conditions, CONDITIONS));
    }
    return new MatchQuery(name, types, identifiers, properties, limit(query));
  }

  private static MatchQuery conditions(JsonNode query, Lease lease) {
    String name = "";
    List<String> identifiers = new ArrayList<>();
    List<MatchQuery.Property> properties = new ArrayList<>();
    for (JsonNode condition : query.path("conditions")) {
      JsonNode value =
          condition.has("propertyValue") ? condition.path("propertyValue") : condition.path("v");
      switch (condition.path("matchType").asString("")) {
        case "name" -> name = texts(value, lease).stream().findFirst().orElse("");
        case "id" ->
            texts(value, lease).forEach(id -> identifiers.add(ProtocolJson.iri(id, lease)));
        case "property" ->
            add(
                properties,
                condition.path(condition.has("propertyId") ? "propertyId" : "pid").asString(""),
                value,
                lease);
        default ->
            throw new Refusal(
                400, "The 'matchType' of a condition must be 'name', 'id' or 'property'.");
      }
    }
    return limited(name, identifiers, properties, query, lease);
  }

  private static void add(
      List<MatchQuery.Property> properties, String path, JsonNode values, Lease lease) {
    if (!path.isBlank()) {
      texts(values, lease).forEach(v -> properties.add(new MatchQuery.Property(path, v)));
    }
  }

  /// The values of a property: text, number, truth, an entity reconciled before, or a list of
  /// these.
  private static List<String> texts(JsonNode value, Lease lease) {
    List<String> texts = new ArrayList<>();
    if (value.isArray()) {
      value.forEach(v -> texts.addAll(texts(v, lease)));
    } else if (value.isObject()) {
      texts.add(ProtocolJson.iri(value.path("id").asString(""), lease));
    } else if (!value.isNull() && !value.isMissingNode()) {
      texts.add(value.asString());
    }
    return texts.stream().filter(t -> !t.isBlank()).toList();
  }

  private static List<String> types(JsonNode query, Lease lease) {
    return texts(query.path("type"), lease);
  }

  private static int limit(JsonNode query) {
    return Math.clamp(query.path("limit").asInt(LIMIT), 1, MOST);
  }
}
