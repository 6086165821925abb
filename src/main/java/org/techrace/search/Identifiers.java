package org.techrace.search;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Keys that other bodies give: `https://ror.org/00cmhce21`, `ror.org/00cmhce21` and `00cmhce21`
/// are one key.
public final class Identifiers {

  /// A body that gives keys.
  ///
  /// @param name as people call it
  /// @param prefixes of its IRIs, in lower case and without `http://` and `https://`
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

  /// Whether this is the name of a body known, in whatever case.
  static boolean isIssuer(String name) {
    return ISSUERS.stream().anyMatch(issuer -> issuer.name().equalsIgnoreCase(name));
  }

  /// The name of the body that gave this key, if the key is an IRI of one that is known.
  public static Optional<String> issuer(String key) {
    String bare = bare(key);
    return ISSUERS.stream()
        .filter(issuer -> issuer.prefixes().stream().anyMatch(bare::startsWith))
        .map(Issuer::name)
        .findFirst();
  }

  /// The name of the body that gave a key, which may be written without its prefix, going by the
  /// keys of the entity that has it.
  static Optional<String> issuer(String key, List<String> kept) {
    Set<String> asked = forms(key);
    return kept.stream()
        .filter(k -> !Collections.disjoint(forms(k), asked))
        .findFirst()
        .flatMap(Identifiers::issuer);
  }

  /// The key alone: an IRI without its body's prefix, anything else as it is.
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

  /// The forms under which a key is kept and asked for.
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
