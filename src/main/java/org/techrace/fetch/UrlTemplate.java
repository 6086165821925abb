package org.techrace.fetch;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.techrace.rdf.SafeIris;

/// An address with variables in braces, as RFC 6570 writes simple ones: `…/works?filter={topic}`.
///
/// @param text the template
public record UrlTemplate(String text) {
  private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

  /// The names of its variables.
  Set<String> variables() {
    Set<String> names = new TreeSet<>();
    Matcher variable = VARIABLE.matcher(text);
    while (variable.find()) {
      names.add(variable.group(1));
    }
    return names;
  }

  /// Puts values in place of variables, percent-encoded. Variables without a value stay.
  UrlTemplate with(Map<String, String> values) {
    return new UrlTemplate(
        VARIABLE
            .matcher(text)
            .replaceAll(
                variable -> {
                  String value = values.get(variable.group(1));
                  return Matcher.quoteReplacement(
                      value == null ? variable.group() : SafeIris.asciiSafe(value));
                }));
  }

  /// The template as a part of an IRI, which has no braces.
  String iri() {
    return text.replace("{", "%7B").replace("}", "%7D");
  }

  @Override
  public String toString() {
    return text;
  }
}
