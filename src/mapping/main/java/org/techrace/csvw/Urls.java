package org.techrace.csvw;

import java.util.regex.Pattern;
import org.apache.jena.irix.IRIException;
import org.apache.jena.irix.IRIx;
import org.jspecify.annotations.Nullable;
import org.techrace.rdf.RdfaPrefixes;

/// URLs and prefixed names in metadata.
final class Urls {
  private static final Pattern ABSOLUTE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:\\S*");

  private Urls() {}

  /// Returns a URL relative to another one as an absolute one.
  static String resolve(String base, String url) {
    try {
      return IRIx.create(base).resolve(url).str();
    } catch (IRIException _) {
      return url;
    }
  }

  /// Returns the IRI of a prefixed name with a known prefix, or the text itself.
  static String expand(String text) {
    int colon = text.indexOf(':');
    @Nullable String namespace = colon < 0 ? null : RdfaPrefixes.ALL.get(text.substring(0, colon));
    return namespace == null || text.startsWith("//", colon + 1)
        ? text
        : namespace + text.substring(colon + 1);
  }

  /// Returns true if a text is a prefixed name with a known prefix, or an absolute URL of the Web.
  static boolean isName(String text) {
    return !expand(text).equals(text) || text.matches("(https?://|urn:|mailto:)\\S+");
  }

  static boolean isAbsolute(String text) {
    return ABSOLUTE.matcher(text).matches();
  }
}
