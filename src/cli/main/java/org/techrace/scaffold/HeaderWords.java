package org.techrace.scaffold;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The words of a header, which are apart by marks or by a capital: `region_id`, `regionId`.
final class HeaderWords {
  private static final Pattern APART =
      Pattern.compile("[^\\p{L}\\p{N}]+|(?<=\\p{Ll})(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");

  private static final Pattern IDENTIFIER = Pattern.compile("[\\p{L}\\p{N}_.]+");

  /// A capital that begins a word within an identifier. A single small letter before it belongs to
  /// the same word, as in `kWh`.
  private static final Pattern INNER_WORD =
      Pattern.compile("(?<=\\p{L}\\p{Ll})(\\p{Lu})(?=(\\p{Ll}?))");

  /// The beginning or end of a header that says that the values are keys; in German with the s that
  /// joins words, as in `Museumsnummer`.
  private static final Pattern KEY_WORD =
      Pattern.compile(
          "^(?i:ids?|code|num)[^\\p{L}\\p{N}]+(?=\\p{L})|(?<=[\\p{L}\\p{N}])([^\\p{L}\\p{N}]+(?i:ids?|key|nr|no|ref|fk|code|uuid|nummer|number)"
              + "|(?<=\\p{Ll})(Ids?|ID|Key|Nr|No|Ref|Code)|(?i:(?<=ung|heit|keit|schaft|t(?:ä|ae)t|ion|um|ling)s(nummer|schl(ü|ue)ssel|kennziffer))|(?i:(?<=\\p{L}{3})(nummer|schl(ü|ue)ssel|kennziffer)))$");

  private HeaderWords() {}

  /// Returns a header without a word that says that the values are keys: `brewery` for `brewery_id`
  /// and `id_brewery`. A header without any other word stays as it is.
  static String withoutKeyWords(String header) {
    return KEY_WORD.matcher(header.strip()).replaceFirst("");
  }

  /// Returns the words in lower case.
  static List<String> of(String header) {
    return Arrays.stream(APART.split(header))
        .filter(word -> !word.isEmpty())
        .map(word -> word.toLowerCase(Locale.ROOT))
        .toList();
  }

  /// Returns the words in lower case and in the singular.
  static Set<String> singular(String header) {
    return of(header).stream().map(Plurals::singular).collect(Collectors.toSet());
  }

  /// Returns a header as people write it: "birth year" for `birthYear`, "player ID" for `playerID`.
  /// A header with spaces stays as it is.
  static String spaced(String header) {
    if (!IDENTIFIER.matcher(header).matches()) {
      return header.replace('_', ' ');
    }
    String words = header.replaceAll("_|(?<=\\p{L})\\.(?=\\p{L})", " ");
    return INNER_WORD
        .matcher(words)
        .replaceAll(
            found ->
                " "
                    + (found.group(2).isEmpty()
                        ? found.group(1)
                        : found.group(1).toLowerCase(Locale.ROOT)));
  }
}
