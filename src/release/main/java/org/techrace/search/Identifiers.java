package org.techrace.search;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Identifiers of other datasets. `https://ror.org/00cmhce21`, `ror.org/00cmhce21` and `00cmhce21`
/// are forms of one identifier.
public final class Identifiers {

  /// An organisation that issues identifiers.
  ///
  /// @param name its usual name
  /// @param prefixes the prefixes of its IRIs, in lower case and without `http://` or `https://`
  private record Issuer(String name, List<String> prefixes) {}

  private static final List<Issuer> ISSUERS =
      Lists.rows("identifiers.tsv").stream()
          .map(
              row ->
                  new Issuer(
                      row.getFirst(),
                      Stream.of(row.get(1).split(" ")).map(Identifiers::bare).toList()))
          .toList();

  private Identifiers() {}

  /// Reports whether a text is the name of a known issuer, ignoring case.
  static boolean isIssuer(String name) {
    return ISSUERS.stream().anyMatch(issuer -> issuer.name().equalsIgnoreCase(name));
  }

  /// Returns the issuer of an identifier, if the identifier is an IRI of a known issuer.
  public static Optional<String> issuer(String key) {
    String bare = bare(key);
    return ISSUERS.stream()
        .filter(issuer -> issuer.prefixes().stream().anyMatch(bare::startsWith))
        .map(Issuer::name)
        .findFirst();
  }

  /// Returns the issuer of an identifier that may be written without its prefix.
  ///
  /// @param key the identifier
  /// @param kept the full identifiers of the entity
  static Optional<String> issuer(String key, List<String> kept) {
    Set<String> asked = forms(key);
    return kept.stream()
        .filter(k -> !Collections.disjoint(forms(k), asked))
        .findFirst()
        .flatMap(Identifiers::issuer);
  }

  /// Returns the local part of an identifier: an IRI without its issuer's prefix, other texts
  /// unchanged.
  public static String local(String key) {
    String bare = bare(key);
    for (Issuer issuer : ISSUERS) {
      for (String prefix : issuer.prefixes()) {
        if (bare.startsWith(prefix)) {
          return key.strip().substring(key.strip().length() - (bare.length() - prefix.length()));
        }
      }
    }
    return key.strip();
  }

  /// Returns the forms of an identifier that are indexed and searched.
  static Set<String> forms(String key) {
    Set<String> forms = new LinkedHashSet<>();
    forms.add(bare(key));
    forms.add(bare(local(key)));
    return forms;
  }

  private static String bare(String key) {
    String lower = key.strip().toLowerCase(Locale.ROOT);
    String rest = lower.startsWith("https://") ? lower.substring(8) : lower;
    return rest.startsWith("http://") ? rest.substring(7) : rest;
  }
}
