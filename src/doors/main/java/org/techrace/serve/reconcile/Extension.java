package org.techrace.serve.reconcile;

import java.util.ArrayList;
import java.util.List;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.Node;
import org.techrace.search.OntologyTerms;
import org.techrace.search.Search;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.HttpJson;
import org.techrace.serve.http.Refusal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Data extension: the values of properties of entities that were matched.
final class Extension {
  private static final int MOST = 10_000;

  private Extension() {}

  /// A request for data extension.
  private record Asked(List<String> ids, List<String> properties) {}

  static ObjectNode answer(ApiVersion version, String json, Lease lease) {
    Asked asked = read(json);
    ObjectNode answer = HttpJson.object();
    ArrayNode meta = answer.putArray("meta");
    OntologyTerms terms = lease.search().terms();
    for (String property : asked.properties()) {
      meta.add(
          ProtocolJson.named(
              property,
              terms
                  .named(terms.properties(), property)
                  .map(OntologyTerms.Term::label)
                  .orElse(property)));
    }
    switch (version) {
      case V0_2 -> {
        ObjectNode rows = answer.putObject("rows");
        for (String id : asked.ids()) {
          ObjectNode row = rows.putObject(id);
          asked.properties().forEach(p -> row.set(p, values(id, p, lease)));
        }
      }
      case V1_0 -> {
        ArrayNode rows = answer.putArray("rows");
        for (String id : asked.ids()) {
          ArrayNode properties = rows.addObject().put("id", id).putArray("properties");
          asked
              .properties()
              .forEach(
                  p -> properties.addObject().put("id", p).set("values", values(id, p, lease)));
        }
      }
    }
    return answer;
  }

  private static Asked read(String json) {
    JsonNode query = HttpJson.read(json, "The extension query");
    List<String> ids = new ArrayList<>();
    query.path("ids").forEach(id -> ids.add(id.asString("")));
    List<String> properties = new ArrayList<>();
    query.path("properties").forEach(p -> properties.add(p.path("id").asString("")));
    if ((long) ids.size() * properties.size() > MOST) {
      throw new Refusal(413, "Ask for at most " + MOST + " values at once: ids times properties.");
    }
    return new Asked(ids, properties);
  }

  private static ArrayNode values(String id, String property, Lease lease) {
    ArrayNode values = HttpJson.array();
    for (Node value : lease.search().values(ProtocolJson.iri(id, lease), property)) {
      if (!value.isBlank()) {
        values.add(value(value, lease));
      }
    }
    return values;
  }

  private static ObjectNode value(Node value, Lease lease) {
    if (value.isURI()) {
      String iri = value.getURI();
      return ProtocolJson.named(ProtocolJson.id(iri, lease), lease.search().label(iri).orElse(iri));
    }
    String text = value.getLiteralLexicalForm();
    if (XSDDatatype.XSDinteger.equals(value.getLiteralDatatype())
        && text.matches("[+-]?\\d{1,18}")) {
      return HttpJson.object().put("int", Long.parseLong(text));
    }
    if (value.getLiteralDatatype() instanceof XSDDatatype
        && text.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?")
        && !XSDDatatype.XSDstring.equals(value.getLiteralDatatype())
        && !XSDDatatype.XSDgYear.equals(value.getLiteralDatatype())) {
      return HttpJson.object().put("float", Double.parseDouble(text));
    }
    return HttpJson.object().put("str", text);
  }

  /// The properties that entities of a class have.
  ///
  /// @param type as its IRI, local name or label; all properties if empty
  static ObjectNode propose(String type, int limit, Search search) {
    ObjectNode answer = HttpJson.object();
    if (!type.isEmpty()) {
      answer.put("type", type);
    }
    answer.put("limit", limit);
    ArrayNode properties = answer.putArray("properties");
    OntologyTerms terms = search.terms();
    List<OntologyTerms.Term> found =
        type.isEmpty()
            ? terms.properties()
            : terms
                .named(terms.classes(), type)
                .map(t -> terms.propertiesOf(t.iri()))
                .orElse(List.of());
    found.stream()
        .limit(limit)
        .forEach(p -> properties.add(ProtocolJson.named(p.iri(), p.label())));
    return answer;
  }
}
