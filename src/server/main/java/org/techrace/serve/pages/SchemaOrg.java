package org.techrace.serve.pages;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.vocabulary.RDF;
import org.techrace.serve.http.HttpJson;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Creates schema.org descriptions as JSON-LD that can be embedded in a page.
final class SchemaOrg {
  private static final String NAMESPACE = "https://schema.org/";

  private SchemaOrg() {}

  /// Returns the schema.org statements about a thing as JSON-LD.
  ///
  /// @return JSON without characters that could end a `script` element; empty if there are no
  ///   statements
  static String jsonLd(Graph graph, String iri) {
    Map<String, Set<Node>> properties = new TreeMap<>();
    Set<String> types = new LinkedHashSet<>();
    graph
        .find(NodeFactory.createURI(iri), Node.ANY, Node.ANY)
        .forEachRemaining(
            triple -> {
              String property = triple.getPredicate().getURI();
              if (property.equals(RDF.type.getURI())) {
                types.add(name(triple.getObject().getURI()));
              } else if (property.startsWith(NAMESPACE)) {
                properties
                    .computeIfAbsent(name(property), p -> new LinkedHashSet<>())
                    .add(triple.getObject());
              }
            });
    if (types.isEmpty()) {
      return "";
    }
    ObjectNode json = HttpJson.object();
    json.put("@context", NAMESPACE).put("@id", iri);
    ArrayNode type = json.putArray("@type");
    types.stream().sorted().forEach(type::add);
    properties.forEach(
        (property, nodes) -> {
          ArrayNode values = json.putArray(property);
          nodes.forEach(node -> add(values, node));
        });
    return json.toString().replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
  }

  private static String name(String iri) {
    return iri.substring(NAMESPACE.length());
  }

  private static void add(ArrayNode values, Node node) {
    if (node.isURI()) {
      values.addObject().put("@id", node.getURI());
    } else if (node.isLiteral() && node.getLiteralLanguage().isEmpty()) {
      values.add(node.getLiteralLexicalForm());
    } else if (node.isLiteral()) {
      values
          .addObject()
          .put("@value", node.getLiteralLexicalForm())
          .put("@language", node.getLiteralLanguage());
    }
  }
}
