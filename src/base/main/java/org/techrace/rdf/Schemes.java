package org.techrace.rdf;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Classifies IRI schemes: those that pages may link to and those that they must not.
public final class Schemes {
  /// Schemes that a browser executes, or uses to read local files.
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

  /// Schemes of the Web and of identifiers.
  private static final Set<String> USUAL =
      Set.of(
          "ark", "did", "doi", "ftp", "ftps", "geo", "hdl", "http", "https", "info", "mailto",
          "oai", "tag", "tel", "urn");

  private Schemes() {}

  /// Describes why an IRI must not be in the graph: following it would run or open something.
  ///
  /// @return the fault as a sentence, or null if the scheme is harmless
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

  /// Reports whether an IRI's scheme is one of the Web or of identifiers. Detects mistakes such as
  /// `localhost:80`.
  public static boolean isUsual(String iri) {
    return iri.startsWith("http") || USUAL.contains(scheme(iri));
  }

  private static String scheme(String iri) {
    return iri.substring(0, Math.max(0, iri.indexOf(':'))).toLowerCase(Locale.ROOT);
  }
}
