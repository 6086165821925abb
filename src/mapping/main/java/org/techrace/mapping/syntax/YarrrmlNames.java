package org.techrace.mapping.syntax;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Expands the prefixed names of a YARRRML document to IRIs.
final class YarrrmlNames {
  private static final Pattern NAME =
      Pattern.compile("([A-Za-z_][A-Za-z0-9_.-]*|):(.*)", Pattern.DOTALL);
  private static final Pattern LOCAL = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");
  private static final Pattern NOT_IN_IRIS = Pattern.compile("[\\x00-\\x20<>\"{}|^`\\\\]");

  /// The prefixes that every document has: the initial context of RDFa, and those of functions.
  private static final Map<String, String> PREDEFINED =
      Map.ofEntries(
          Map.entry("cc", "http://creativecommons.org/ns#"),
          Map.entry("csvw", "http://www.w3.org/ns/csvw#"),
          Map.entry("dc", "http://purl.org/dc/terms/"),
          Map.entry("dc11", "http://purl.org/dc/elements/1.1/"),
          Map.entry("dcat", "http://www.w3.org/ns/dcat#"),
          Map.entry("dcterms", "http://purl.org/dc/terms/"),
          Map.entry("dqv", "http://www.w3.org/ns/dqv#"),
          Map.entry("duv", "https://www.w3.org/ns/duv#"),
          Map.entry("foaf", "http://xmlns.com/foaf/0.1/"),
          Map.entry("gr", "http://purl.org/goodrelations/v1#"),
          Map.entry("grel", "http://users.ugent.be/~bjdmeest/function/grel.ttl#"),
          Map.entry("ical", "http://www.w3.org/2002/12/cal/icaltzd#"),
          Map.entry("idlab-fn", "https://w3id.org/imec/idlab/function#"),
          Map.entry("ldp", "http://www.w3.org/ns/ldp#"),
          Map.entry("oa", "http://www.w3.org/ns/oa#"),
          Map.entry("og", "http://ogp.me/ns#"),
          Map.entry("org", "http://www.w3.org/ns/org#"),
          Map.entry("owl", "http://www.w3.org/2002/07/owl#"),
          Map.entry("prov", "http://www.w3.org/ns/prov#"),
          Map.entry("qb", "http://purl.org/linked-data/cube#"),
          Map.entry("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
          Map.entry("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
          Map.entry("schema", "http://schema.org/"),
          Map.entry("sioc", "http://rdfs.org/sioc/ns#"),
          Map.entry("skos", "http://www.w3.org/2004/02/skos/core#"),
          Map.entry("sosa", "http://www.w3.org/ns/sosa/"),
          Map.entry("ssn", "http://www.w3.org/ns/ssn/"),
          Map.entry("time", "http://www.w3.org/2006/time#"),
          Map.entry("v", "http://rdf.data-vocabulary.org/#"),
          Map.entry("vcard", "http://www.w3.org/2006/vcard/ns#"),
          Map.entry("void", "http://rdfs.org/ns/void#"),
          Map.entry("xsd", "http://www.w3.org/2001/XMLSchema#"));

  private final Map<String, String> prefixes = new LinkedHashMap<>(new TreeMap<>(PREDEFINED));
  private final TurtleText turtle;

  YarrrmlNames(TurtleText turtle) {
    this.turtle = turtle;
  }

  void add(String prefix, String namespace) {
    prefixes.put(prefix, namespace);
  }

  /// Replaces a known prefix at the start of a text by its namespace. A colon after a backslash
  /// separates nothing.
  String expand(String text) {
    Matcher name = NAME.matcher(text);
    if (name.matches() && !name.group(2).startsWith("//")) {
      String namespace = prefixes.get(name.group(1));
      if (namespace != null && !name.group(2).startsWith(" ")) {
        return namespace + name.group(2);
      }
    }
    return text;
  }

  /// Returns the namespace of a prefixed name such as `grel:toUpperCase`.
  Optional<String> namespaceOf(String name) {
    int colon = name.indexOf(':');
    return colon < 0
        ? Optional.empty()
        : Optional.ofNullable(prefixes.get(name.substring(0, colon)));
  }

  /// Returns an IRI in Turtle, with a prefix if one fits. Reports an invalid IRI.
  ///
  /// @param at the value that the IRI comes from
  String iri(String iri, YamlValue at) {
    if (!iri.matches("[A-Za-z][A-Za-z0-9+.-]*:.*") || NOT_IN_IRIS.matcher(iri).find()) {
      at.error(
          "'%s' is not an IRI; expected an absolute IRI, or a name with a prefix that the document declares"
              .formatted(iri));
      return "<urn:invalid>";
    }
    for (Map.Entry<String, String> each : prefixes.entrySet()) {
      if (iri.startsWith(each.getValue())
          && !each.getValue().isEmpty()
          && LOCAL.matcher(iri.substring(each.getValue().length())).matches()) {
        turtle.prefix(each.getKey(), each.getValue());
        return each.getKey() + ":" + iri.substring(each.getValue().length());
      }
    }
    return "<" + iri + ">";
  }
}
