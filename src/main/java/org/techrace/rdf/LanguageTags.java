package org.techrace.rdf;

import java.util.regex.Pattern;

/// Validates language tags (BCP 47).
public final class LanguageTags {
  /// The general form of a tag: a primary subtag of 2 or 3 letters, or a private-use or
  /// grandfathered tag. BCP 47 allows primary subtags of up to 8 letters, but none has ever been
  /// registered: such a tag is a name, as in `english`.
  private static final Pattern OUTLINE =
      Pattern.compile("([A-Za-z]{2,3}|[xXiI](?=-))(-[A-Za-z0-9]{1,8})*");

  private LanguageTags() {}

  /// Reports whether a text has the form of a language tag. Does not check that its subtags are
  /// registered.
  public static boolean isValid(String tag) {
    return OUTLINE.matcher(tag).matches();
  }
}
