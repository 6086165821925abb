package org.techrace.rdf;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.jena.graph.Node;
import org.jspecify.annotations.Nullable;

/// Validates language tags (BCP 47).
public final class LanguageTags {
  /// The general form of a tag: a primary subtag of 2 or 3 letters, or a private-use or
  /// grandfathered tag. BCP 47 allows primary subtags of up to 8 letters, but none has ever been
  /// registered: such a tag is a name, as in `english`.
  private static final Pattern OUTLINE =
      Pattern.compile("([A-Za-z]{2,3}|[xXiI](?=-))(-[A-Za-z0-9]{1,8})*");

  private static final Pattern DIRECTION = Pattern.compile("(.+)--(ltr|rtl)");

  /// A language tag and the base direction after it, or null without one.
  public record Directed(String tag, @Nullable String direction) {}

  private LanguageTags() {}

  /// Reports whether a text has the form of a language tag. Does not check that its subtags are
  /// registered.
  public static boolean isValid(String tag) {
    return OUTLINE.matcher(tag).matches();
  }

  /// Reports whether a text has the form of a language tag, which may have a base direction (RDF
  /// 1.2), such as `ar--rtl`.
  ///
  /// @param directions true to allow a base direction
  public static boolean isValid(String tag, boolean directions) {
    return isValid(directions ? split(tag).tag : tag);
  }

  /// Returns the language tag of a literal, with its base direction if it has one: `ar--rtl`. It is
  /// empty for a literal without a language.
  public static String of(Node literal) {
    return literal.getLiteralBaseDirection() == null
        ? literal.getLiteralLanguage()
        : literal.getLiteralLanguage() + "--" + literal.getLiteralBaseDirection();
  }

  /// Splits a language tag and its base direction, `ltr` or `rtl`.
  public static Directed split(String tag) {
    Matcher directed = DIRECTION.matcher(tag);
    return directed.matches()
        ? new Directed(directed.group(1), directed.group(2))
        : new Directed(tag, null);
  }
}
