package org.techrace.nanopub;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;

/// The module RA of [trusty URIs](https://trustyuri.net/spec/v1.pdf): the name of some quads
/// contains the SHA-256 of these quads. The quads are hashed with a space in the place of the code.
public final class TrustyUri {
  /// The placeholder of the code in the quads that are hashed.
  public static final String PLACE = " ";

  private static final String MODULE = "RA";

  /// Resources before literals; literals by text, then datatype, those with a language first, then
  /// language.
  private static final Comparator<Node> TERMS =
      Comparator.comparing(Node::isLiteral)
          .thenComparing(TrustyUri::text)
          .thenComparing(TrustyUri::datatype)
          .thenComparing(TrustyUri::language);

  private static final Comparator<Quad> QUADS =
      Comparator.comparing(Quad::getGraph, TERMS)
          .thenComparing(Quad::getSubject, TERMS)
          .thenComparing(Quad::getPredicate, TERMS)
          .thenComparing(Quad::getObject, TERMS);

  private TrustyUri() {}

  /// Returns the code of some quads that have [#PLACE] instead of it.
  ///
  /// @throws IllegalArgumentException if a quad has a blank node
  public static String code(Collection<Quad> quads) {
    MessageDigest digest = sha256();
    quads.stream()
        .distinct()
        .sorted(QUADS)
        .flatMap(
            quad ->
                Stream.of(
                    quad.getGraph(), quad.getSubject(), quad.getPredicate(), quad.getObject()))
        .forEach(term -> digest.update((line(term) + "\n").getBytes(StandardCharsets.UTF_8)));
    return MODULE + Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
  }

  /// Reports whether some quads have the code that their names contain.
  public static boolean verifies(Collection<Quad> quads, String code) {
    return code(replaced(quads, code, PLACE)).equals(code);
  }

  /// Returns quads with another text in all IRIs.
  static List<Quad> replaced(Collection<Quad> quads, String text, String other) {
    return quads.stream()
        .map(
            quad ->
                Quad.create(
                    replaced(quad.getGraph(), text, other),
                    replaced(quad.getSubject(), text, other),
                    replaced(quad.getPredicate(), text, other),
                    replaced(quad.getObject(), text, other)))
        .toList();
  }

  private static Node replaced(Node term, String text, String other) {
    return term.isURI() ? NodeFactory.createURI(term.getURI().replace(text, other)) : term;
  }

  private static String line(Node term) {
    if (term.isURI()) {
      return term.getURI();
    }
    if (!term.isLiteral()) {
      throw new IllegalArgumentException("a trusty URI is for quads without blank nodes: " + term);
    }
    String text = term.getLiteralLexicalForm().replace("\\", "\\\\").replace("\n", "\\n");
    return term.getLiteralLanguage().isEmpty()
        ? "^" + term.getLiteralDatatypeURI() + " " + text
        : "@" + language(term) + " " + text;
  }

  private static String text(Node term) {
    return term.isLiteral() ? term.getLiteralLexicalForm() : term.toString();
  }

  private static String datatype(Node term) {
    return term.isLiteral() && term.getLiteralLanguage().isEmpty()
        ? term.getLiteralDatatypeURI()
        : "";
  }

  private static String language(Node term) {
    return term.isLiteral() ? term.getLiteralLanguage().toLowerCase(Locale.ROOT) : "";
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
