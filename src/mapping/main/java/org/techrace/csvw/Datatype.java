package org.techrace.csvw;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// A datatype of cells ("Metadata Vocabulary for Tabular Data", section 6.4).
///
/// @param base the name of the built-in datatype
/// @param id the IRI of a datatype of its own; empty if it has none
/// @param format the format of the values; a missing node if there is none
/// @param facets the limits of length and value, by their names
record Datatype(String base, String id, JsonNode format, Map<String, String> facets) {
  static final String XSD = "http://www.w3.org/2001/XMLSchema#";

  /// The built-in datatypes whose name is not that of XML Schema.
  private static final Map<String, String> OTHERS =
      Map.of(
          "number", XSD + "double",
          "binary", XSD + "base64Binary",
          "datetime", XSD + "dateTime",
          "any", XSD + "anyAtomicType",
          "xml", "http://www.w3.org/1999/02/22-rdf-syntax-ns#XMLLiteral",
          "html", "http://www.w3.org/1999/02/22-rdf-syntax-ns#HTML",
          "json", "http://www.w3.org/ns/csvw#JSON");

  static final Set<String> INTEGERS =
      Set.of(
          "integer",
          "long",
          "int",
          "short",
          "byte",
          "nonNegativeInteger",
          "positiveInteger",
          "unsignedLong",
          "unsignedInt",
          "unsignedShort",
          "unsignedByte",
          "nonPositiveInteger",
          "negativeInteger");

  private static final Set<String> DECIMALS = Set.of("decimal", "double", "float", "number");

  private static final Set<String> DATES =
      Set.of("date", "dateTime", "datetime", "dateTimeStamp", "time");

  private static final Set<String> OTHER_DATES =
      Set.of("gDay", "gMonth", "gMonthDay", "gYear", "gYearMonth");

  private static final Set<String> DURATIONS =
      Set.of("duration", "dayTimeDuration", "yearMonthDuration");

  /// The datatypes whose values have a length.
  private static final Set<String> TEXTS =
      Set.of("string", "normalizedString", "token", "language", "Name", "NMTOKEN");

  private static final Set<String> MARKED = Set.of("xml", "html", "json");

  private static final Set<String> BINARIES = Set.of("base64Binary", "hexBinary", "binary");

  private static final Set<String> REST =
      Set.of("any", "anyAtomicType", "anyURI", "boolean", "QName");

  static final Datatype STRING = new Datatype("string", "", MissingNode.getInstance(), Map.of());

  Datatype {
    facets = Map.copyOf(facets);
  }

  static boolean isBuiltIn(String name) {
    return INTEGERS.contains(name)
        || DECIMALS.contains(name)
        || DATES.contains(name)
        || OTHER_DATES.contains(name)
        || DURATIONS.contains(name)
        || TEXTS.contains(name)
        || MARKED.contains(name)
        || BINARIES.contains(name)
        || REST.contains(name);
  }

  /// Returns the IRI of a built-in datatype.
  static String iri(String name) {
    return OTHERS.getOrDefault(name, XSD + name);
  }

  /// Returns the IRI of the datatype of literals.
  String iri() {
    return id.isEmpty() ? iri(base) : id;
  }

  boolean isNumeric() {
    return INTEGERS.contains(base) || DECIMALS.contains(base);
  }

  boolean isDate() {
    return DATES.contains(base);
  }

  boolean isDuration() {
    return DURATIONS.contains(base);
  }

  /// Returns true if values of a datatype have a length.
  static boolean hasLength(String base) {
    return TEXTS.contains(base)
        || MARKED.contains(base)
        || BINARIES.contains(base)
        || base.equals("anyURI");
  }

  /// Returns true if values of a datatype can be compared.
  static boolean isOrdered(String base) {
    return INTEGERS.contains(base)
        || DECIMALS.contains(base)
        || DATES.contains(base)
        || OTHER_DATES.contains(base)
        || DURATIONS.contains(base);
  }

  boolean isBinary() {
    return BINARIES.contains(base);
  }

  /// Returns true if line ends and tabs of a cell are kept.
  boolean keepsLineEnds() {
    return base.equals("string") || MARKED.contains(base) || isAny();
  }

  /// Returns true if white space around the text of a cell is kept.
  boolean keepsSpaces() {
    return keepsLineEnds() || base.equals("normalizedString");
  }

  private boolean isAny() {
    return base.equals("any") || base.equals("anyAtomicType");
  }

  Optional<String> formatText() {
    return format.isString() ? Optional.of(format.asString()) : Optional.empty();
  }
}
