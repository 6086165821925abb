package org.techrace.mapping.syntax;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.techrace.rdf.RdfaPrefixes;
import org.techrace.rdf.Schemes;

/// Expands the prefixed names of a YARRRML document to IRIs.
final class YarrrmlNames {
  private static final Pattern NAME =
      Pattern.compile("([A-Za-z_][A-Za-z0-9_.-]*|):(.*)", Pattern.DOTALL);
  private static final Pattern LOCAL = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");
  private static final Pattern NOT_IN_IRIS = Pattern.compile("[\\x00-\\x20<>\"{}|^`\\\\]");

  /// The prefixes of functions, which every document has besides those of RDFa.
  private static final Map<String, String> FUNCTIONS =
      Map.of(
          "grel", "http://users.ugent.be/~bjdmeest/function/grel.ttl#",
          "idlab-fn", "https://w3id.org/imec/idlab/function#");

  private final Map<String, String> prefixes = new LinkedHashMap<>();
  private final TurtleText turtle;

  YarrrmlNames(TurtleText turtle) {
    this.turtle = turtle;
    prefixes.putAll(new TreeMap<>(RdfaPrefixes.ALL));
    prefixes.putAll(FUNCTIONS);
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
    checkStart(iri, at);
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

  /// Warns of an IRI, or of the start of one, whose scheme may be a prefix that is not declared.
  ///
  /// @param at the value that the IRI comes from
  void checkStart(String iri, YamlValue at) {
    if (iri.indexOf(':') > 0
        && !Schemes.isUsual(iri)
        && prefixes.values().stream().noneMatch(n -> !n.isEmpty() && iri.startsWith(n))) {
      at.warn(
          "'%s' of '%s' is neither a prefix of the document nor a usual scheme of IRIs; declare it in prefixes, or correct it"
              .formatted(iri.substring(0, iri.indexOf(':')), iri));
    }
  }
}
