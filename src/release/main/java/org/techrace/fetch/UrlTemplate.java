package org.techrace.fetch;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.techrace.rdf.SafeIris;

/// An address with variables in braces (RFC 6570, level 1), such as `…/works?filter={topic}`.
///
/// @param text the template
public record UrlTemplate(String text) {
  private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

  /// Returns the names of the variables.
  Set<String> variables() {
    Set<String> names = new TreeSet<>();
    Matcher variable = VARIABLE.matcher(text);
    while (variable.find()) {
      names.add(variable.group(1));
    }
    return names;
  }

  /// Replaces variables with percent-encoded values. Variables without a value remain.
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

  /// Returns the template with escaped braces, as part of an IRI.
  String iri() {
    return text.replace("{", "%7B").replace("}", "%7D");
  }

  @Override
  public String toString() {
    return text;
  }
}
