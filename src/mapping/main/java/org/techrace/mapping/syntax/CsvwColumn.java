package org.techrace.mapping.syntax;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.techrace.rdf.Turtle;
import tools.jackson.databind.JsonNode;

/// A column in the metadata of CSV on the Web.
///
/// @param column the description
/// @param position the position in the table, from 1
/// @param hasHeader true if the table has a row with the titles of the columns
/// @param around the schema, the table and the group; the column inherits their properties
record CsvwColumn(JsonNode column, int position, boolean hasHeader, List<JsonNode> around) {
  private static final String XSD = "http://www.w3.org/2001/XMLSchema#";
  private static final String FN = "https://w3id.org/techrace/tool/function#";
  private static final String GREL = "http://users.ugent.be/~bjdmeest/function/grel.ttl#";
  private static final String IDLAB = "https://w3id.org/imec/idlab/function#";

  /// Names of datatypes that differ from their local name in XML Schema.
  private static final Map<String, String> DATATYPES =
      Map.of(
          "number", XSD + "double",
          "binary", XSD + "base64Binary",
          "datetime", XSD + "dateTime",
          "any", XSD + "anyAtomicType",
          "xml", "http://www.w3.org/1999/02/22-rdf-syntax-ns#XMLLiteral",
          "html", "http://www.w3.org/1999/02/22-rdf-syntax-ns#HTML",
          "json", "http://www.w3.org/ns/csvw#JSON");

  private static final Set<String> NUMBERS =
      Set.of(
          "number",
          "decimal",
          "double",
          "float",
          "integer",
          "int",
          "long",
          "short",
          "byte",
          "nonNegativeInteger",
          "positiveInteger",
          "unsignedInt",
          "unsignedLong");

  CsvwColumn {
    around = List.copyOf(around);
  }

  /// Returns a property of the column or, if it has none, of its schema, table or group.
  Optional<JsonNode> inherited(String property) {
    if (column.has(property)) {
      return Optional.of(column.get(property));
    }
    return around.stream().filter(a -> a.has(property)).map(a -> a.get(property)).findFirst();
  }

  String name() {
    String given = column.path("name").asString("");
    if (!given.isEmpty()) {
      return given;
    }
    String title = title();
    return title.isEmpty() ? "_col." + position : title;
  }

  private String title() {
    JsonNode titles = column.path("titles");
    JsonNode some = titles.isObject() && !titles.isEmpty() ? titles.iterator().next() : titles;
    return CsvwMetadata.list(some).stream().map(t -> t.asString("")).findFirst().orElse("");
  }

  /// Returns the reference to the column in the table.
  String reference() {
    if (!hasHeader) {
      return "_col." + position;
    }
    String title = title();
    return title.isEmpty() ? name() : title;
  }

  boolean isSuppressed() {
    return column.path("suppressOutput").asBoolean(false);
  }

  private boolean isVirtual() {
    return column.path("virtual").asBoolean(false);
  }

  List<String> nulls() {
    return inherited("null").map(CsvwMetadata::list).orElse(List.of()).stream()
        .map(node -> node.asString(""))
        .toList();
  }

  /// Returns what the translation cannot express, or empty.
  Optional<String> unsupported() {
    if (isVirtual() && inherited("default").isEmpty()) {
      return Optional.of(
          "the virtual column '%s' has no valueUrl and no default; add one".formatted(name()));
    }
    if (!isVirtual() && inherited("default").filter(d -> !d.asString("").isEmpty()).isPresent()) {
      return Optional.of(
          "the column '%s' has a default, which a mapping cannot express; remove it"
              .formatted(name()));
    }
    if (inherited("ordered").filter(o -> o.asBoolean(false)).isPresent()
        && inherited("separator").isPresent()) {
      return Optional.of(
          "the values of the column '%s' are ordered, which a mapping cannot express; use techrace csvw, or remove it"
              .formatted(name()));
    }
    return Optional.empty();
  }

  /// Returns the object maps for the values of the column, which are literals.
  String objects(TurtleText turtle) {
    JsonNode datatype = inherited("datatype").orElse(column.path("datatype"));
    String base =
        datatype.isObject()
            ? datatype.path("base").asString("string")
            : datatype.asString("string");
    JsonNode format = datatype.path("format");
    if (isVirtual()) {
      return "rml:object "
          + literal(inherited("default").map(JsonNode::asString).orElse(""), base, turtle);
    }
    if (base.equals("boolean") && format.isString() && format.asString().contains("|")) {
      String[] words = format.asString().split("\\|", 2);
      return "rml:objectMap %s , %s"
          .formatted(isWord(words[0], "true", turtle), isWord(words[1], "false", turtle));
    }
    String type = type(base, turtle);
    return "rml:objectMap [ " + value(base, format) + type + " ]";
  }

  private String isWord(String word, String value, TurtleText turtle) {
    turtle.prefix("xsd", XSD);
    return "[ rml:constant \"%s\"^^xsd:boolean ; rml:condition [ rml:functionExecution [ rml:function <%sequal> ; %s , %s ] ] ]"
        .formatted(
            value,
            IDLAB,
            "rml:input " + cell(GREL + "valueParam"),
            "[ rml:parameter <%svalueParam2> ; rml:inputValue %s ]"
                .formatted(GREL, Turtle.quoted(word)));
  }

  private String cell(String parameter) {
    return "[ rml:parameter <%s> ; rml:inputValueMap [ rml:reference %s ] ]"
        .formatted(parameter, Turtle.quoted(reference()));
  }

  private static String call(String function, String first, String parameter, String value) {
    return "rml:functionExecution [ rml:function <%s> ; rml:input %s , [ rml:parameter <%s> ; rml:inputValue %s ] ]"
        .formatted(function, first, parameter, Turtle.quoted(value));
  }

  private String value(String base, JsonNode format) {
    Optional<String> separator =
        inherited("separator").map(JsonNode::asString).filter(s -> !s.isEmpty());
    if (separator.isPresent()) {
      return call(
          GREL + "string_split",
          cell(GREL + "valueParam"),
          GREL + "param_string_sep",
          separator.get());
    }
    if (base.equals("date") && format.isString()) {
      String pattern = format.asString().replace("yyyy", "uuuu");
      return call(FN + "parseDate", cell(FN + "text"), FN + "pattern", pattern);
    }
    if (NUMBERS.contains(base) && format.isObject()) {
      String mark = format.path("decimalChar").asString(".");
      return call(FN + "parseNumber", cell(FN + "text"), FN + "decimalMark", mark);
    }
    return "rml:reference " + Turtle.quoted(reference());
  }

  private String type(String base, TurtleText turtle) {
    if (base.equals("string")) {
      return inherited("lang")
          .map(JsonNode::asString)
          .filter(lang -> !lang.equals("und"))
          .map(lang -> " ; rml:language " + Turtle.quoted(lang))
          .orElse("");
    }
    return " ; rml:datatype " + datatypeIri(base, turtle);
  }

  private static String datatypeIri(String base, TurtleText turtle) {
    String iri = DATATYPES.getOrDefault(base, XSD + base);
    if (iri.startsWith(XSD)) {
      turtle.prefix("xsd", XSD);
      return "xsd:" + iri.substring(XSD.length());
    }
    return "<" + iri + ">";
  }

  private static String literal(String text, String base, TurtleText turtle) {
    return Turtle.quoted(text) + (base.equals("string") ? "" : "^^" + datatypeIri(base, turtle));
  }
}
