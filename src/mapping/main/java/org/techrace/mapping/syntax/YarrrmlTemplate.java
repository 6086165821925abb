package org.techrace.mapping.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.techrace.rdf.Turtle;

/// A template of YARRRML: texts and references such as `$(name)`, in alternation.
///
/// @param texts the texts; one more than there are references
/// @param references the references, without `$(` and `)`
record YarrrmlTemplate(List<String> texts, List<String> references) {
  YarrrmlTemplate {
    texts = List.copyOf(texts);
    references = List.copyOf(references);
  }

  /// Parses a template. A backslash before a bracket, a colon, a dollar sign or a backslash makes
  /// it a plain character. An external reference, as in `$(_name)`, is replaced by its value.
  ///
  /// @throws IllegalStateException if a reference is not closed
  static YarrrmlTemplate parse(String text, Map<String, String> external) {
    List<String> texts = new ArrayList<>();
    List<String> references = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    int i = 0;
    while (i < text.length()) {
      int end = text.startsWith("$(", i) ? endOf(text, i + 2) : -1;
      if (end >= 0) {
        String reference = text.substring(i + 2, end);
        if (reference.startsWith("_") && external.containsKey(reference.substring(1))) {
          part.append(external.get(reference.substring(1)));
        } else {
          texts.add(part.toString());
          part.setLength(0);
          references.add(plain(reference));
        }
        i = end + 1;
      } else if (text.startsWith("$(", i)) {
        throw new IllegalStateException(
            "the reference in '%s' is not closed; close its bracket, or write \\$( for these characters"
                .formatted(text));
      } else if (text.charAt(i) == '\\'
          && i + 1 < text.length()
          && "()\\:$".indexOf(text.charAt(i + 1)) >= 0) {
        part.append(text.charAt(i + 1));
        i += 2;
      } else {
        part.append(text.charAt(i));
        i++;
      }
    }
    texts.add(part.toString());
    return new YarrrmlTemplate(texts, references);
  }

  /// Returns the index of the bracket that ends a reference, or -1. Brackets without a backslash
  /// within the reference are in pairs, as in an XPath function. If that gives no end, but closing
  /// brackets have backslashes, as the specification of YARRRML demands, opening ones may have
  /// none, as in `$((name\))`.
  private static int endOf(String text, int from) {
    int first = -1;
    boolean escaped = false;
    int depth = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
        escaped |= first < 0 && text.startsWith(")", i);
      } else if (c == '(') {
        depth++;
      } else if (c == ')') {
        if (depth == 0) {
          return i;
        }
        depth--;
        first = first < 0 ? i : first;
      }
    }
    return escaped ? first : -1;
  }

  private static String plain(String reference) {
    String name = reference.startsWith("\\_") ? reference.substring(1) : reference;
    return name.replaceAll("\\\\([()\\\\:])", "$1");
  }

  boolean isConstant() {
    return references.isEmpty();
  }

  /// Returns true if the template is a single reference and nothing else.
  boolean isReference() {
    return references.size() == 1 && texts.stream().allMatch(String::isEmpty);
  }

  String constant() {
    return texts.getFirst();
  }

  /// Returns the template with another first text.
  YarrrmlTemplate withStart(String start) {
    List<String> changed = new ArrayList<>(texts);
    changed.set(0, start);
    return new YarrrmlTemplate(changed, references);
  }

  /// Returns the property of RML with its value: `rml:reference` or `rml:template`.
  String rml() {
    if (isReference()) {
      return "rml:reference " + Turtle.quoted(references.getFirst());
    }
    return "rml:template " + Turtle.quoted(template());
  }

  /// Returns the template of RML.
  String template() {
    StringBuilder template = new StringBuilder(escaped(texts.getFirst()));
    for (int i = 0; i < references.size(); i++) {
      template.append('{').append(escaped(references.get(i))).append('}');
      template.append(escaped(texts.get(i + 1)));
    }
    return template.toString();
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}");
  }
}
