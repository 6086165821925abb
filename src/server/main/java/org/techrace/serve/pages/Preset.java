package org.techrace.serve.pages;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.techrace.serve.text.Reader;
import org.techrace.serve.view.Address;

/// A question as a choice on another page: the value of `tool:preset`, such as
/// `observations?measure=scheme/indicator-gdp&area={place}` or `explore/opposed`.
///
/// @param address the address of the page; a value in braces is a parameter of the question
public record Preset(Address address) {
  private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

  /// Reads the text of a preset.
  ///
  /// @throws IllegalArgumentException if it is not a path with parameters
  static Preset of(String text) {
    String[] parts = text.split("\\?", 2);
    if (!text.matches("[\\w/-]+(\\?\\w+=[^&]+(&\\w+=[^&]+)*)?")) {
      throw new IllegalArgumentException(
          "tool:preset '%s' is not a path with parameters, such as observations?measure=scheme/x"
              .formatted(text));
    }
    List<String> parameters = parts.length == 1 ? List.of() : List.of(parts[1].split("&", -1));
    return new Preset(new Address("/" + parts[0], parameters));
  }

  /// Returns the address with the values of a question.
  public Address with(QuestionForm form) {
    Map<String, List<String>> chosen =
        form.fields().stream()
            .collect(
                Collectors.toMap(
                    QuestionForm.Field::variable,
                    field -> field.chosen().stream().map(QuestionForm.Choice::value).toList()));
    Address found = Address.of(address.path());
    for (Map.Entry<String, List<String>> parameter : address.values().entrySet()) {
      for (String value : parameter.getValue()) {
        Matcher variable = VARIABLE.matcher(value);
        List<String> values =
            variable.matches() ? chosen.getOrDefault(variable.group(1), List.of()) : List.of(value);
        found = found.with(parameter.getKey(), values);
      }
    }
    return found;
  }

  /// Returns what the page offers, in words.
  public String offer() {
    return Reader.text(
        address.path().equals(ObservationsPage.PATH)
            ? "question.explorer"
            : address.path().startsWith("/questions/") ? "question.others" : "question.list");
  }
}
