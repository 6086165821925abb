package org.techrace.rdf;

import java.util.regex.Pattern;

/// Validates language tags (BCP 47).
public final class LanguageTags {
  /// The general form of a tag: a primary subtag of 2 to 8 letters, or a private-use or
  /// grandfathered tag.
  private static final Pattern OUTLINE =
      Pattern.compile("([A-Za-z]{2,8}|[xXiI](?=-))(-[A-Za-z0-9]{1,8})*");

  private LanguageTags() {}

  /// Reports whether a text has the form of a language tag. Does not check that its subtags are
  /// registered.
  public static boolean isValid(String tag) {
    return OUTLINE.matcher(tag).matches();
  }
}
