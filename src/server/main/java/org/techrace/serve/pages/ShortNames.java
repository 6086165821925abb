package org.techrace.serve.pages;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.jena.shared.PrefixMapping;
import org.techrace.report.Nearest;
import org.techrace.serve.current.Lease;

/// Prefixed names for IRIs, as queries can contain them. Safe for use by several threads.
///
/// @param namespaces the namespaces of the graph by prefix
public record ShortNames(Map<String, String> namespaces) {
  /// A local name that a prefixed name can have without escapes (SPARQL 1.1, rule `PN_LOCAL`).
  private static final Pattern LOCAL =
      Pattern.compile(
          "[\\w\\p{L}](?:(?:[\\w\\p{L}.-]|%[0-9A-Fa-f]{2})*(?:[\\w\\p{L}-]|%[0-9A-Fa-f]{2}))?");

  /// The prefixes that readers know from other graphs, by the name of the graph.
  private static final Map<String, Set<String>> OTHERS =
      Map.of(
          "Wikidata", Set.of("wd", "wdt", "wds", "p", "ps", "pq", "pr", "wikibase", "bd"),
          "DBpedia", Set.of("dbo", "dbr", "dbp", "dbc", "dbpedia"),
          "YAGO", Set.of("yago"),
          "GeoNames", Set.of("gn"));

  public static ShortNames of(Lease lease) {
    return new ShortNames(OntologyPrefixes.of(lease.entities()));
  }

  /// Returns the prefixed name of an IRI; without a prefix for it, the IRI in angle brackets.
  public String shortened(String iri) {
    return namespaces.entrySet().stream()
        .filter(one -> iri.startsWith(one.getValue()))
        .filter(one -> LOCAL.matcher(iri.substring(one.getValue().length())).matches())
        .max(Comparator.comparingInt(one -> one.getValue().length()))
        .map(one -> one.getKey() + ":" + iri.substring(one.getValue().length()))
        .orElse("<" + iri + ">");
  }

  /// Returns the IRI of a prefixed name; other texts stay the same, without angle brackets.
  public String expanded(String name) {
    String plain = name.replaceFirst("^<(.*)>$", "$1");
    int colon = plain.indexOf(':');
    String namespace = colon < 0 ? null : namespaces.get(plain.substring(0, colon));
    return namespace == null ? plain : namespace + plain.substring(colon + 1);
  }

  /// Returns what to write into a query that uses a prefix without declaring it.
  public String declaration(String prefix) {
    Map<String, String> all = new HashMap<>(PrefixMapping.Standard.getNsPrefixMap());
    all.putAll(namespaces);
    String namespace = all.get(prefix);
    if (namespace != null) {
      return "Add the line PREFIX %s: <%s>".formatted(prefix, namespace);
    }
    return OTHERS.entrySet().stream()
        .filter(graph -> graph.getValue().contains(prefix))
        .findFirst()
        .map(
            graph ->
                "'%s' is a prefix of %s; this graph has names of its own, with these prefixes: %s."
                    .formatted(
                        prefix,
                        graph.getKey(),
                        String.join(", ", namespaces.keySet().stream().sorted().toList())))
        .orElseGet(
            () ->
                "Declare the prefix '%s'; %s"
                    .formatted(prefix, Nearest.suggest(prefix, all.keySet())));
  }

  /// Declares the prefixes that a query uses and does not declare, before its first line.
  public String declaredIn(String query) {
    StringBuilder declared = new StringBuilder();
    namespaces.forEach(
        (prefix, namespace) -> {
          boolean used = Pattern.compile("\\b" + prefix + ":").matcher(query).find();
          boolean known = Pattern.compile("(?i)prefix\\s+" + prefix + ":").matcher(query).find();
          if (used && !known) {
            declared.append("PREFIX %s: <%s> ".formatted(prefix, namespace));
          }
        });
    return declared + query;
  }
}
