package org.techrace.mapping;

import java.util.function.BiConsumer;
import org.apache.jena.riot.system.PrefixMapStd;
import org.jspecify.annotations.Nullable;
import org.techrace.rdf.RdfaPrefixes;

/// The prefixes of a mapping. Those of RDFa need no declaration, as several engines allow; but `dc`
/// does, which others take for another namespace than RDFa.
final class LenientPrefixes extends PrefixMapStd {
  private static final String AMBIGUOUS = "dc";

  private final BiConsumer<String, String> undeclared;

  /// @param undeclared receives each prefix that is used without a declaration, and its namespace
  LenientPrefixes(BiConsumer<String, String> undeclared) {
    this.undeclared = undeclared;
  }

  @Override
  public @Nullable String expand(String prefix, String localName) {
    @Nullable String namespace = RdfaPrefixes.ALL.get(prefix);
    if (namespace != null && !prefix.equals(AMBIGUOUS) && !containsPrefix(prefix)) {
      add(prefix, namespace);
      undeclared.accept(prefix, namespace);
    }
    return super.expand(prefix, localName);
  }
}
