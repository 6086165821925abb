package org.techrace.csvw;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.jena.datatypes.TypeMapper;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.riot.system.StreamRDF;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.XSD;
import tools.jackson.databind.JsonNode;

/// Common properties and notes: statements about a table in the form of JSON-LD (sections 5.8 and
/// 6.1 of the metadata vocabulary).
final class CommonProperties {
  private static final String CSVW = "http://www.w3.org/ns/csvw#";

  /// The classes that have a name without a prefix.
  private static final Set<String> TERMS =
      Set.of(
          "TableGroup",
          "Table",
          "Schema",
          "Column",
          "Row",
          "Cell",
          "Dialect",
          "Template",
          "ForeignKey",
          "TableReference",
          "Datatype",
          "Direction",
          "NumericFormat");

  private CommonProperties() {}

  /// Returns true if a property of metadata is a common one.
  static boolean isCommon(String name) {
    return name.indexOf(':') > 0 && Urls.isName(name);
  }

  /// Checks a value.
  ///
  /// @param error receives what is wrong with it
  static void check(JsonNode value, Consumer<String> error) {
    if (value.isArray()) {
      value.forEach(one -> check(one, error));
    } else if (value.isObject()) {
      checkObject(value, error);
    }
  }

  private static void checkObject(JsonNode value, Consumer<String> error) {
    boolean isValue = value.has("@value");
    if (isValue) {
      boolean hasOthers =
          value.propertyNames().stream()
              .anyMatch(name -> !Set.of("@value", "@type", "@language").contains(name));
      if (hasOthers || (value.has("@type") && value.has("@language"))) {
        error.accept(
            "an object with @value has other properties; expected @type or @language at most");
      }
    } else if (value.has("@language")) {
      error.accept("an object has @language without @value; add one, or remove it");
    }
    for (Map.Entry<String, JsonNode> property : value.properties()) {
      String name = property.getKey();
      JsonNode of = property.getValue();
      switch (name) {
        case "@value" -> {}
        case "@language" -> {
          if (!of.isString() || !MetadataParser.isLanguage(of.asString())) {
            error.accept("@language is %s; expected the tag of a language".formatted(of));
          }
        }
        case "@type" -> checkType(of, isValue, error);
        case "@id" -> {
          if (!of.isString() || of.asString().startsWith("_:")) {
            error.accept("@id is %s; expected a URL".formatted(of));
          }
        }
        default -> {
          if (name.startsWith("@")) {
            error.accept("'%s' is not allowed in a common property".formatted(name));
          }
          check(of, error);
        }
      }
    }
  }

  private static void checkType(JsonNode types, boolean isValue, Consumer<String> error) {
    for (JsonNode type : types.isArray() && !isValue ? types : List.of(types)) {
      String name = type.asString("");
      boolean isKnown =
          isValue
              ? Datatype.isBuiltIn(name) || Urls.isName(name)
              : TERMS.contains(name) || Urls.isName(name);
      if (!type.isString() || !isKnown) {
        error.accept("@type is %s; expected a prefixed name or a URL".formatted(type));
      }
    }
  }

  /// Writes the common properties and the notes of an object.
  ///
  /// @param base the URL against which URLs are resolved
  /// @param language the default language of texts; empty for none
  static void write(Node subject, JsonNode object, String base, String language, StreamRDF out) {
    for (Map.Entry<String, JsonNode> property : object.properties()) {
      if (isCommon(property.getKey())) {
        Node predicate = iri(Urls.expand(property.getKey()));
        write(subject, predicate, property.getValue(), base, language, out);
      }
    }
    if (object.path("notes").isArray()) {
      write(subject, iri(CSVW + "note"), object.get("notes"), base, language, out);
    }
  }

  private static void write(
      Node subject, Node predicate, JsonNode value, String base, String language, StreamRDF out) {
    if (value.isArray()) {
      value.forEach(one -> write(subject, predicate, one, base, language, out));
    } else if (!value.isNull()) {
      out.triple(Triple.create(subject, predicate, node(value, base, language, out)));
    }
  }

  private static Node node(JsonNode value, String base, String language, StreamRDF out) {
    if (!value.isObject()) {
      return literal(value, language);
    }
    if (value.has("@value")) {
      JsonNode plain = value.get("@value");
      if (value.has("@type")) {
        String type = value.get("@type").asString();
        String iri = Datatype.isBuiltIn(type) ? Datatype.iri(type) : Urls.expand(type);
        return typed(plain.asString(), iri);
      }
      return literal(plain, value.path("@language").asString(""));
    }
    Node node =
        value.has("@id")
            ? iri(Urls.resolve(base, Urls.expand(value.get("@id").asString())))
            : NodeFactory.createBlankNode();
    for (Map.Entry<String, JsonNode> property : value.properties()) {
      String name = property.getKey();
      if (name.equals("@type")) {
        JsonNode types = property.getValue();
        for (JsonNode type : types.isArray() ? types : List.of(types)) {
          String term = type.asString();
          out.triple(
              Triple.create(
                  node,
                  RDF.type.asNode(),
                  iri(TERMS.contains(term) ? CSVW + term : Urls.expand(term))));
        }
      } else if (!name.startsWith("@")) {
        Node predicate = iri(name.indexOf(':') < 0 ? CSVW + name : Urls.expand(name));
        write(node, predicate, property.getValue(), base, language, out);
      }
    }
    return node;
  }

  private static Node literal(JsonNode value, String language) {
    if (value.isString()) {
      return language.isEmpty() || language.equals("und")
          ? NodeFactory.createLiteralString(value.asString())
          : NodeFactory.createLiteralLang(value.asString(), language);
    }
    if (value.isBoolean()) {
      return typed(value.asString(), XSD.xboolean.getURI());
    }
    return typed(
        value.asString(), value.isIntegralNumber() ? XSD.integer.getURI() : XSD.xdouble.getURI());
  }

  private static Node typed(String text, String datatype) {
    return NodeFactory.createLiteralDT(text, TypeMapper.getInstance().getSafeTypeByName(datatype));
  }

  private static Node iri(String iri) {
    return NodeFactory.createURI(iri);
  }
}
