package org.techrace.rdf;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Schemes of IRIs that a page may link to, or may not.
public final class Schemes {
  /// A browser runs these, or reads with them what is on the machine.
  private static final Set<String> ACTIVE =
      Set.of(
          "about",
          "blob",
          "chrome",
          "data",
          "file",
          "filesystem",
          "intent",
          "jar",
          "javascript",
          "livescript",
          "mhtml",
          "mocha",
          "ms-its",
          "mk",
          "res",
          "resource",
          "vbscript",
          "view-source",
          "ws",
          "wss");

  /// The Web, and identifiers of things.
  private static final Set<String> USUAL =
      Set.of(
          "ark", "did", "doi", "ftp", "ftps", "geo", "hdl", "http", "https", "info", "mailto",
          "oai", "tag", "tel", "urn");

  private Schemes() {}

  /// Why an IRI must not be in the graph, or null if it may.
  public static @Nullable String fault(String iri) {
    if (iri.startsWith("http")) {
      return null;
    }
    String scheme = scheme(iri);
    return ACTIVE.contains(scheme)
        ? "a link with the scheme '%s' runs or opens something when it is followed; expected http or https"
            .formatted(scheme)
        : null;
  }

  /// Tests that the scheme of an IRI is one of the Web or of identifiers; an error such as
  /// `localhost:80` is not.
  public static boolean isUsual(String iri) {
    return iri.startsWith("http") || USUAL.contains(scheme(iri));
  }

  private static String scheme(String iri) {
    return iri.substring(0, Math.max(0, iri.indexOf(':'))).toLowerCase(Locale.ROOT);
  }
}
