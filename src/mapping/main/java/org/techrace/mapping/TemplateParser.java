package org.techrace.mapping;

import java.util.ArrayList;
import java.util.List;

/// Parses string templates (RML-Core, section 6.3). References are in braces. A backslash escapes a
/// brace or a backslash.
final class TemplateParser {
  private final String template;
  private final List<String> texts = new ArrayList<>();
  private final List<String> references = new ArrayList<>();
  private final StringBuilder part = new StringBuilder();

  private TemplateParser(String template) {
    this.template = template;
  }

  /// @throws IllegalArgumentException if the template is invalid; the message states the error
  static Expression.Template parse(String template) {
    return new TemplateParser(template).parse();
  }

  private Expression.Template parse() {
    int open = -1;
    for (int i = 0; i < template.length(); i++) {
      char c = template.charAt(i);
      switch (c) {
        case '\\' -> part.append(escaped(++i));
        case '{' -> {
          if (open >= 0) {
            throw wrong("the brace at position %d is inside a reference; escape it as \\{", i);
          }
          open = i;
          texts.add(take());
        }
        case '}' -> {
          if (open < 0) {
            throw wrong("the brace at position %d closes no reference; escape it as \\}", i);
          }
          if (part.isEmpty()) {
            throw wrong("the reference at position %d is empty; write a name in the braces", open);
          }
          open = -1;
          references.add(take());
        }
        default -> part.append(c);
      }
    }
    if (open >= 0) {
      throw wrong("the brace at position %d is not closed; close it or escape it as \\{", open);
    }
    texts.add(take());
    return new Expression.Template(template, texts, references);
  }

  private char escaped(int i) {
    char c = i < template.length() ? template.charAt(i) : ' ';
    if (c != '{' && c != '}' && c != '\\') {
      throw wrong(
          "the backslash at position %d escapes nothing; only {, } and \\ can be escaped", i - 1);
    }
    return c;
  }

  private String take() {
    String taken = part.toString();
    part.setLength(0);
    return taken;
  }

  private IllegalArgumentException wrong(String what, int index) {
    return new IllegalArgumentException(
        "template \"%s\": %s".formatted(template, what.formatted(index + 1)));
  }
}
