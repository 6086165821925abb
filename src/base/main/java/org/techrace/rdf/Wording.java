package org.techrace.rdf;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.jena.graph.Node;

/// A text in one or more languages: the literals of a property of a thing. Immutable.
///
/// @param byLanguage the text by language tag, in lower case; the empty tag is for a text without a
///   language
public record Wording(Map<String, String> byLanguage) {
  private static final String DEFAULT = "en";

  public Wording {
    byLanguage = Map.copyOf(byLanguage);
  }

  /// Reads literals; of several in a language, one is read. Other nodes are skipped.
  public static Wording of(Collection<Node> nodes) {
    Map<String, String> texts = new LinkedHashMap<>();
    nodes.stream()
        .filter(Node::isLiteral)
        .forEach(
            node ->
                texts.putIfAbsent(
                    node.getLiteralLanguage().toLowerCase(Locale.ROOT),
                    node.getLiteralLexicalForm()));
    return new Wording(texts);
  }

  /// Returns the text in a language; else in English, without a language, or in any other.
  ///
  /// @param language a language tag; `zh` includes `zh-Hans`
  /// @return empty if a text does not exist
  public Optional<String> in(String language) {
    return exactly(language)
        .or(() -> exactly(DEFAULT))
        .or(() -> Optional.ofNullable(byLanguage.get("")))
        .or(() -> byLanguage.values().stream().sorted().findFirst());
  }

  /// Returns the text in a language, without replacing it by another one.
  public Optional<String> exactly(String language) {
    return Optional.ofNullable(byLanguage.get(language))
        .or(
            () ->
                byLanguage.keySet().stream()
                    .filter(tag -> tag.startsWith(language + "-"))
                    .sorted()
                    .findFirst()
                    .map(byLanguage::get));
  }
}
