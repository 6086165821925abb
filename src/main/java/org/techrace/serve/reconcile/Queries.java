package org.techrace.serve.reconcile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.techrace.search.MatchQuery;
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
  static Map<String, MatchQuery> batch(String json) {
    JsonNode batch = HttpJson.read(json, "'queries'");
    Map<String, MatchQuery> queries = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> e : batch.properties()) {
      if (!e.getValue().isObject()) {
        throw new Refusal(400, "The query '" + e.getKey() + "' is no object; see /reconcile.");
      }
      queries.put(e.getKey(), query(e.getValue()));
    }
    return limited(queries);
  }

  /// A batch of 1.0-draft: a list of queries.
  static List<MatchQuery> list(String json) {
    JsonNode list = HttpJson.read(json, "The body").path("queries");
    if (!list.isArray()) {
      throw new Refusal(400, "The body has no array 'queries'.");
    }
    Map<String, MatchQuery> queries = new LinkedHashMap<>();
    list.forEach(q -> queries.put(Integer.toString(queries.size()), conditions(q)));
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

  private static MatchQuery query(JsonNode query) {
    List<MatchQuery.Property> properties = new ArrayList<>();
    for (JsonNode property : query.path("properties")) {
      add(properties, property.path("pid").asString(""), property.path("v"));
    }
    return limited(query.path("query").asString(""), List.of(), properties, query);
  }

  private static MatchQuery limited(
      String name, List<String> identifiers, List<MatchQuery.Property> properties, JsonNode query) {
    List<String> types = types(query);
    int conditions = types.size() + identifiers.size() + properties.size();
    if (conditions > CONDITIONS) {
      throw new Refusal(
          413,
          "A query has %d conditions; at most %d are allowed.".formatted(conditions, CONDITIONS));
    }
    return new MatchQuery(name, types, identifiers, properties, limit(query));
  }

  private static MatchQuery conditions(JsonNode query) {
    String name = "";
    List<String> identifiers = new ArrayList<>();
    List<MatchQuery.Property> properties = new ArrayList<>();
    for (JsonNode condition : query.path("conditions")) {
      JsonNode value =
          condition.has("propertyValue") ? condition.path("propertyValue") : condition.path("v");
      switch (condition.path("matchType").asString("")) {
        case "name" -> name = texts(value).stream().findFirst().orElse("");
        case "id" -> texts(value).forEach(id -> identifiers.add(ProtocolJson.iri(id)));
        case "property" ->
            add(
                properties,
                condition.path(condition.has("propertyId") ? "propertyId" : "pid").asString(""),
                value);
        default ->
            throw new Refusal(
                400, "The 'matchType' of a condition must be 'name', 'id' or 'property'.");
      }
    }
    return limited(name, identifiers, properties, query);
  }

  private static void add(List<MatchQuery.Property> properties, String path, JsonNode values) {
    if (!path.isBlank()) {
      texts(values).forEach(v -> properties.add(new MatchQuery.Property(path, v)));
    }
  }

  /// The values of a property: text, number, truth, an entity reconciled before, or a list of
  /// these.
  private static List<String> texts(JsonNode value) {
    List<String> texts = new ArrayList<>();
    if (value.isArray()) {
      value.forEach(v -> texts.addAll(texts(v)));
    } else if (value.isObject()) {
      texts.add(ProtocolJson.iri(value.path("id").asString("")));
    } else if (!value.isNull() && !value.isMissingNode()) {
      texts.add(value.asString());
    }
    return texts.stream().filter(t -> !t.isBlank()).toList();
  }

  private static List<String> types(JsonNode query) {
    return texts(query.path("type"));
  }

  private static int limit(JsonNode query) {
    return Math.clamp(query.path("limit").asInt(LIMIT), 1, MOST);
  }
}
