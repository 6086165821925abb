package org.techrace.scaffold;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A header that says what a column of names is, and in which language: `official_name_fr`, `Name
/// (English)`.
///
/// @param isName true if the values are names of the rows
/// @param isCompound true if the last word ends with a word for names, as `Ortsname` does
/// @param language the tag of the language; empty if the header says none
record HeaderLanguage(boolean isName, boolean isCompound, String language) {
  private static final Set<String> NAMES = Set.of("name", "title", "label", "bezeichnung", "titel");

  /// Words of headers of texts; a code such as `is` or `to` after other words is a word.
  private static final Set<String> TEXTS =
      Set.of("name", "title", "label", "description", "definition", "text", "term");

  private static final Map<String, String> LANGUAGES = languages();

  private static Map<String, String> languages() {
    Map<String, String> tags = new HashMap<>();
    for (String code : Locale.getISOLanguages()) {
      tags.put(code, code);
      tags.put(
          Locale.of(code).getDisplayLanguage(Locale.ENGLISH).toLowerCase(Locale.ENGLISH), code);
    }
    return tags;
  }

  static HeaderLanguage of(String header) {
    List<String> words = HeaderWords.of(header);
    if (words.isEmpty()) {
      return new HeaderLanguage(false, false, "");
    }
    Optional<String> tag =
        words.size() > 1 && words.stream().anyMatch(TEXTS::contains)
            ? Optional.ofNullable(LANGUAGES.get(words.getLast()))
            : Optional.empty();
    String last = tag.isPresent() ? words.get(words.size() - 2) : words.getLast();
    return new HeaderLanguage(
        NAMES.contains(last), NAMES.stream().anyMatch(last::endsWith), tag.orElse(""));
  }
}
