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
    return unknownFormat()
        .map(
            "the format '%%s' of the column '%s' cannot be expressed in a mapping; use techrace csvw, or remove it"
                    .formatted(name())
                ::formatted);
  }

  /// Returns the object maps for the values of the column, which are literals.
  String objects(TurtleText turtle) {
    JsonNode datatype = datatype();
    String base = base(datatype);
    JsonNode format = datatype.path("format");
    if (isVirtual()) {
      return "rml:object "
          + literal(inherited("default").map(JsonNode::asString).orElse(""), base, turtle);
    }
    String type = type(base, turtle);
    return "rml:objectMap [ " + value(base, format, turtle) + type + " ]";
  }

  private static String call(String function, String first, String parameter, String value) {
    return "rml:functionExecution [ rml:function fn:%s ; rml:input [ rml:parameter fn:text ; rml:inputValueMap [ %s ] ] , [ rml:parameter fn:%s ; rml:inputValue %s ] ]"
        .formatted(function, first, parameter, Turtle.quoted(value));
  }

  /// Returns the expression of a term map for the cell, or for the items of its list.
  private String value(String base, JsonNode format, TurtleText turtle) {
    String text = "rml:reference " + Turtle.quoted(reference());
    Optional<String> separator =
        inherited("separator").map(JsonNode::asString).filter(s -> !s.isEmpty());
    if (separator.isPresent()) {
      // The items of a list of texts keep their white space (Tabular Data, section 6.4.2).
      boolean keepsSpace = base.equals("string") || base.startsWith("any");
      text = call(keepsSpace ? "parts" : "split", text, "separator", separator.get());
    }
    text = formatted(text, base, format);
    if (text.contains(" fn:")) {
      turtle.prefix("fn", FN);
    }
    return text;
  }

  private static String formatted(String text, String base, JsonNode format) {
    if (base.equals("boolean") && format.isString()) {
      String words = format.asString().replaceFirst("\\|", "=true\n") + "=false";
      return call("translate", text, "table", words);
    }
    if (base.equals("date") && format.isString()) {
      return call("parseDate", text, "pattern", javaPattern(format.asString()));
    }
    if (isDateTime(base) && format.isString()) {
      return call("parseDateTime", text, "pattern", javaPattern(format.asString()));
    }
    if (NUMBERS.contains(base) && !format.isMissingNode()) {
      String mark = format.path("decimalChar").asString(".");
      return call("parseNumber", text, "decimalMark", mark);
    }
    return text;
  }

  private static boolean isDateTime(String base) {
    return base.equalsIgnoreCase("datetime");
  }

  /// Returns a pattern of CSVW in the form of Java.
  private static String javaPattern(String pattern) {
    return pattern.replace("yyyy", "uuuu").replaceAll("(?<!')T(?!')", "'T'");
  }

  /// Returns the format of the datatype if no function of a mapping reads it, or empty.
  private Optional<String> unknownFormat() {
    JsonNode datatype = datatype();
    String base = base(datatype);
    JsonNode format = datatype.path("format");
    String text = format.isString() ? format.asString() : format.path("pattern").asString("");
    boolean isUnknown =
        switch (base) {
          case "boolean" -> !format.isMissingNode() && !text.matches("[^|=\\n]+\\|[^|=\\n]+");
          case "time" -> format.isString();
          default -> NUMBERS.contains(base) && text.matches(".*[%\u2030].*");
        };
    return isUnknown ? Optional.of(format.isString() ? text : format.toString()) : Optional.empty();
  }

  private JsonNode datatype() {
    return inherited("datatype").orElse(column.path("datatype"));
  }

  private static String base(JsonNode datatype) {
    return datatype.isObject()
        ? datatype.path("base").asString("string")
        : datatype.asString("string");
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
