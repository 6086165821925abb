package org.techrace.table.xml;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import org.jspecify.annotations.Nullable;

/// Parses a location path from left to right, if it is as simple as those of [XPath].
final class XPathParser {
  private static final Pattern STEP =
      Pattern.compile("(@?)(?:([\\p{L}_][\\p{L}\\p{N}_.-]*):)?([\\p{L}_][\\p{L}\\p{N}_.-]*|\\*)");
  private static final Pattern COMPARISON =
      Pattern.compile("(.+?)\\s*(!?=)\\s*(?:'([^']*)'|\"([^\"]*)\")");

  private final String path;
  private final Map<String, String> namespaces;
  private final List<XPath.Step> steps = new ArrayList<>();
  private int at;

  /// Thrown if a path is not simple, or invalid.
  private static final class NotSimpleException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  XPathParser(String path, Map<String, String> namespaces) {
    this.path = path.strip();
    this.namespaces = namespaces;
  }

  Optional<XPath> parse() {
    try {
      return Optional.of(path());
    } catch (NotSimpleException _) {
      return Optional.empty();
    }
  }

  private XPath path() {
    if (path.isEmpty()) {
      throw new NotSimpleException();
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
        throw new NotSimpleException();
      }
      steps.add(step(descendant));
    }
    return new XPath(absolute, steps);
  }

  private XPath.Step step(boolean descendant) {
    if (path.startsWith("..", at)) {
      at += 2;
      return step(XPath.Axis.PARENT, descendant);
    }
    if (path.startsWith(".", at)) {
      at++;
      return step(XPath.Axis.SELF, descendant);
    }
    if (path.startsWith("text()", at)) {
      at += "text()".length();
      return step(XPath.Axis.TEXT, descendant);
    }
    Matcher name = STEP.matcher(path).region(at, path.length());
    if (!name.lookingAt()) {
      throw new NotSimpleException();
    }
    at = name.end();
    if (at < path.length() && (path.charAt(at) == '(' || path.charAt(at) == ':')) {
      throw new NotSimpleException();
    }
    XPath.Axis axis = descendant ? XPath.Axis.DESCENDANT : XPath.Axis.CHILD;
    if (!name.group(1).isEmpty()) {
      if (descendant) {
        throw new NotSimpleException();
      }
      axis = XPath.Axis.ATTRIBUTE;
    }
    List<XPath.Predicate> predicates = predicates();
    // A position after // counts the elements of each parent.
    if (descendant && predicates.stream().anyMatch(p -> p instanceof XPath.Predicate.Position)) {
      throw new NotSimpleException();
    }
    return new XPath.Step(axis, Optional.ofNullable(namespace(name)), name.group(3), predicates);
  }

  private static XPath.Step step(XPath.Axis axis, boolean descendant) {
    if (descendant) {
      throw new NotSimpleException();
    }
    return new XPath.Step(axis, Optional.empty(), "*", List.of());
  }

  /// Returns the namespace of a name. A name without a prefix is in that of the empty prefix if it
  /// is the name of an element, and else in none; the wildcard without a prefix selects any
  /// namespace.
  private @Nullable String namespace(Matcher name) {
    String prefix = name.group(2);
    if (prefix == null) {
      boolean isElement = name.group(1).isEmpty();
      return name.group(3).equals("*") ? null : isElement ? namespaces.getOrDefault("", "") : "";
    }
    String namespace =
        prefix.equals(XMLConstants.XML_NS_PREFIX)
            ? XMLConstants.XML_NS_URI
            : namespaces.get(prefix);
    if (namespace == null) {
      throw new NotSimpleException();
    }
    return namespace;
  }

  private List<XPath.Predicate> predicates() {
    List<XPath.Predicate> predicates = new ArrayList<>();
    while (at < path.length() && path.charAt(at) == '[') {
      int end = path.indexOf(']', at);
      if (end < 0) {
        throw new NotSimpleException();
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
      return new XPath.Predicate.Exists(simple(text));
    }
    String literal = comparison.group(3) == null ? comparison.group(4) : comparison.group(3);
    return new XPath.Predicate.Equals(
        simple(comparison.group(1)), literal, comparison.group(2).equals("!="));
  }

  private XPath simple(String text) {
    return new XPathParser(text, namespaces).parse().orElseThrow(NotSimpleException::new);
  }
}
