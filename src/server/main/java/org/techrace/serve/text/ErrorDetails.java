package org.techrace.serve.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Translates the sentences of errors for pages. They are written in English where the error is
/// found; those that are shown on pages have a text `detail.*` in each language. The English one is
/// the sentence itself, with `{0}`, `{1}` … for its variable parts, without quotes around them.
public final class ErrorDetails {
  private static final Pattern PLACE = Pattern.compile("\\{(\\d)}");
  private static final Pattern ADDRESS = Pattern.compile("(?<=[\\s：])/(?!/)[\\w./%~-]*[\\w/%~-]");
  private static final List<Known> KNOWN = known();

  private ErrorDetails() {}

  /// A sentence with a translation.
  ///
  /// @param places the numbers of its variable parts, in their order
  private record Known(String key, Pattern english, List<Integer> places) {}

  private static List<Known> known() {
    List<Known> known = new ArrayList<>();
    for (Map.Entry<String, String> text : Languages.builtInOnly().standard().all().entrySet()) {
      if (text.getKey().startsWith("detail.")) {
        String sentence = text.getValue();
        List<Integer> places =
            PLACE
                .matcher(sentence)
                .results()
                .map((MatchResult place) -> Integer.valueOf(place.group(1)))
                .toList();
        String pattern = PLACE.matcher(Pattern.quote(sentence)).replaceAll("\\\\E'?(.+?)'?\\\\Q");
        known.add(new Known(text.getKey(), Pattern.compile(pattern, Pattern.DOTALL), places));
      }
    }
    return List.copyOf(known);
  }

  /// A sentence in a language.
  ///
  /// @param language the language tag
  public record Translation(String sentence, String language) {

    /// Returns the text before the first address of this server, the address, and the text after
    /// it; without an address, the whole text and two empty ones.
    public List<String> aroundAddress() {
      Matcher address = ADDRESS.matcher(sentence);
      return address.find()
          ? List.of(
              sentence.substring(0, address.start()),
              address.group(),
              sentence.substring(address.end()))
          : List.of(sentence, "", "");
    }
  }

  /// Returns the sentence of an error in the language of the reader, or in English if it has no
  /// translation.
  public static Translation translate(String sentence) {
    Texts texts = Reader.current().texts();
    if (texts.language().equals(Languages.DEFAULT)) {
      return new Translation(sentence, Languages.DEFAULT);
    }
    for (Known known : KNOWN) {
      Matcher found = known.english.matcher(sentence);
      if (found.matches()) {
        String[] parts = new String[known.places.size()];
        for (int i = 0; i < parts.length; i++) {
          parts[known.places.get(i)] = found.group(i + 1);
        }
        return new Translation(texts.text(known.key, (Object[]) parts), texts.language());
      }
    }
    return new Translation(sentence, Languages.DEFAULT);
  }
}
