package org.techrace.table.xml;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Parses a location path from left to right.
final class XPathParser {
  private static final Pattern STEP =
      Pattern.compile("(@?)(?:([\\p{L}_][\\p{L}\\p{N}_.-]*):)?([\\p{L}_][\\p{L}\\p{N}_.-]*|\\*)");
  private static final Pattern COMPARISON =
      Pattern.compile("(.+?)\\s*(!?=)\\s*(?:'([^']*)'|\"([^\"]*)\"|(-?[\\d.]+))");

  private final String path;
  private final Map<String, String> namespaces;
  private final List<XPath.Step> steps = new ArrayList<>();
  private int at;

  XPathParser(String path, Map<String, String> namespaces) {
    this.path = path.strip();
    this.namespaces = namespaces;
  }

  XPath parse() {
    if (path.isEmpty()) {
      throw wrong("it is empty");
    }
    boolean absolute = path.charAt(0) == '/';
    boolean descendant = false;
    while (at < path.length()) {
      if (path.startsWith("//", at)) {
        at += 2;
        descendant = true;
      } else if (path.charAt(at) == '/') {
        at++;
        descendant = false;
      } else if (!steps.isEmpty()) {
        throw wrong("unexpected '%s' at position %d".formatted(path.charAt(at), at + 1));
      }
      steps.add(step(descendant));
    }
    return new XPath(absolute, steps);
  }

  private XPath.Step step(boolean descendant) {
    if (path.startsWith("..", at)) {
      at += 2;
      return new XPath.Step(XPath.Axis.PARENT, Optional.empty(), "*", List.of());
    }
    if (path.startsWith(".", at)) {
      at++;
      return new XPath.Step(XPath.Axis.SELF, Optional.empty(), "*", List.of());
    }
    if (path.startsWith("text()", at)) {
      at += "text()".length();
      return new XPath.Step(XPath.Axis.TEXT, Optional.empty(), "*", List.of());
    }
    Matcher name = STEP.matcher(path).region(at, path.length());
    if (!name.lookingAt()) {
      throw wrong("a step is missing or not supported at position %d".formatted(at + 1));
    }
    at = name.end();
    if (at < path.length() && path.charAt(at) == '(') {
      throw wrong("the function %s() is not supported; only text() is".formatted(name.group()));
    }
    XPath.Axis axis = descendant ? XPath.Axis.DESCENDANT : XPath.Axis.CHILD;
    if (!name.group(1).isEmpty()) {
      axis = XPath.Axis.ATTRIBUTE;
    }
    return new XPath.Step(axis, Optional.ofNullable(namespace(name)), name.group(3), predicates());
  }

  /// Returns the namespace of a name. A name without a prefix is in no namespace; the wildcard
  /// without a prefix selects any namespace.
  private @Nullable String namespace(Matcher name) {
    String prefix = name.group(2);
    if (prefix == null) {
      return name.group(3).equals("*") ? null : "";
    }
    String namespace = namespaces.get(prefix);
    if (namespace == null) {
      throw wrong("the prefix '%s' is not declared; add an rml:namespace".formatted(prefix));
    }
    return namespace;
  }

  private List<XPath.Predicate> predicates() {
    List<XPath.Predicate> predicates = new ArrayList<>();
    while (at < path.length() && path.charAt(at) == '[') {
      int end = path.indexOf(']', at);
      if (end < 0) {
        throw wrong("the bracket at position %d is not closed".formatted(at + 1));
      }
      predicates.add(predicate(path.substring(at + 1, end).strip()));
      at = end + 1;
    }
    return predicates;
  }

  private XPath.Predicate predicate(String text) {
    if (text.matches("\\d{1,9}")) {
      return new XPath.Predicate.Position(Integer.parseInt(text));
    }
    Matcher comparison = COMPARISON.matcher(text);
    if (!comparison.matches()) {
      return new XPath.Predicate.Exists(XPath.parse(text, namespaces));
    }
    String literal = comparison.group(3);
    if (literal == null) {
      literal = comparison.group(4) == null ? comparison.group(5) : comparison.group(4);
    }
    return new XPath.Predicate.Equals(
        XPath.parse(comparison.group(1), namespaces), literal, comparison.group(2).equals("!="));
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("the XPath '%s' is invalid: %s".formatted(path, what));
  }
}
