package org.techrace.rdf;

import java.util.regex.Pattern;

/// Language tags (BCP 47).
public final class LanguageTags {
  /// The outline of a tag: a primary tag of two letters or more, or a private or grandfathered one.
  private static final Pattern OUTLINE =
      Pattern.compile("([A-Za-z]{2,8}|[xXiI](?=-))(-[A-Za-z0-9]{1,8})*");

  private LanguageTags() {}

  /// Whether a text has the form of a language tag.
  public static boolean isValid(String tag) {
    return OUTLINE.matcher(tag).matches();
  }
}
