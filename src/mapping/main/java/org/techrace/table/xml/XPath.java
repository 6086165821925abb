package org.techrace.table.xml;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.techrace.table.Value;

/// A location path of XPath 1.0 in abbreviated syntax: names, `*`, `@`, `.`, `..`, `//`, `text()`,
/// and predicates that are a position, a path, or a path compared with a text. Saxon evaluates all
/// other expressions, see [FullXPath].
///
/// @param absolute true if the path begins at the root
/// @param steps the steps of the path
record XPath(boolean absolute, List<Step> steps) implements XmlPath {
  XPath {
    steps = List.copyOf(steps);
  }

  enum Axis {
    CHILD,
    DESCENDANT,
    ATTRIBUTE,
    SELF,
    PARENT,
    TEXT
  }

  /// A step of a path.
  ///
  /// @param namespace the namespace of the selected names; empty for any, which is used by `*`
  /// @param name the local name to select, or `*` for any
  record Step(Axis axis, Optional<String> namespace, String name, List<Predicate> predicates) {
    boolean matches(String otherNamespace, String otherName) {
      return (name.equals("*") || name.equals(otherName))
          && (namespace.isEmpty() || namespace.get().equals(otherNamespace));
    }
  }

  /// A condition on the selected nodes.
  sealed interface Predicate {
    record Position(int position) implements Predicate {}

    record Exists(XPath path) implements Predicate {}

    record Equals(XPath path, String literal, boolean negated) implements Predicate {}
  }

  @Override
  public List<Step> streamed() {
    return steps;
  }

  @Override
  public List<XmlNode> selectRows(XmlNode.Element element, int followed) {
    return new XPath(followed == 0, steps.subList(followed, steps.size())).select(element);
  }

  /// Returns the texts of the selected nodes; elements that are nil have none. The case of a single
  /// node, which is the most frequent, is fast.
  @Override
  public List<Value> values(XmlNode from) {
    List<XmlNode> nodes = select(from);
    return nodes.size() == 1 && !nodes.getFirst().isNil()
        ? List.of(Value.text(nodes.getFirst().text()))
        : nodes.stream().filter(n -> !n.isNil()).map(n -> Value.text(n.text())).toList();
  }

  @Override
  public int up() {
    if (absolute) {
      return Integer.MAX_VALUE;
    }
    int depth = 0;
    int highest = 0;
    for (Step step : steps) {
      depth += rise(step.axis);
      highest = Math.max(highest, depth);
    }
    return highest;
  }

  /// Returns 1 for a step to the parent, 0 for a step that stays, and -1 for a step down.
  private static int rise(Axis axis) {
    return switch (axis) {
      case PARENT -> 1;
      case SELF -> 0;
      case CHILD, DESCENDANT, ATTRIBUTE, TEXT -> -1;
    };
  }

  @Override
  public List<XmlNode> select(XmlNode from) {
    List<XmlNode> current = List.of(absolute ? root(from) : from);
    List<Step> rest = steps;
    if (absolute && !rest.isEmpty()) {
      current = select(rest.getFirst(), current, true);
      rest = rest.subList(1, rest.size());
    }
    for (Step step : rest) {
      current = select(step, current, false);
    }
    return current;
  }

  /// Returns the text of an element that the path goes on below although it has no elements, or
  /// null if there is none: the path leaves it out.
  ///
  /// @param isRead true for steps to what another path reads
  @Nullable String passedOver(XmlNode from, java.util.function.Predicate<List<Step>> isRead) {
    if (absolute) {
      return null;
    }
    List<XmlNode> current = List.of(from);
    for (int i = 0; i < steps.size() && steps.get(i).axis == Axis.CHILD; i++) {
      for (XmlNode node : current) {
        if (i > 0
            && node instanceof XmlNode.Element element
            && element.children().stream().noneMatch(XmlNode.Element.class::isInstance)
            && !element.text().isBlank()
            && !isRead.test(steps.subList(0, i))) {
          return element.text().strip();
        }
      }
      current = select(steps.get(i), current, false);
    }
    return null;
  }

  private static XmlNode root(XmlNode node) {
    XmlNode parent = node.parent();
    return parent == null ? node : root(parent);
  }

  /// @param fromDocument true if the step begins above the root element, so that it can select it
  private static List<XmlNode> select(Step step, List<XmlNode> from, boolean fromDocument) {
    if (from.size() == 1) {
      return find(step, from.getFirst(), fromDocument);
    }
    Set<XmlNode> selected = new LinkedHashSet<>();
    for (XmlNode node : from) {
      selected.addAll(find(step, node, fromDocument));
    }
    return List.copyOf(selected);
  }

  /// Returns the nodes that a step selects from one node, each once.
  private static List<XmlNode> find(Step step, XmlNode from, boolean fromDocument) {
    List<XmlNode> found = new ArrayList<>();
    if (fromDocument) {
      addIfMatches(step, from, found);
      if (step.axis == Axis.DESCENDANT) {
        addDescendants(step, from, found);
      }
    } else {
      walk(step, from, found);
    }
    return filter(step.predicates, found);
  }

  private static void walk(Step step, XmlNode node, List<XmlNode> found) {
    switch (step.axis) {
      case SELF -> found.add(node);
      case PARENT -> {
        XmlNode.Element parent = node.parent();
        if (parent != null) {
          found.add(parent);
        }
      }
      case CHILD -> {
        if (node instanceof XmlNode.Element element) {
          for (XmlNode child : element.children()) {
            addIfMatches(step, child, found);
          }
        }
      }
      case DESCENDANT -> addDescendants(step, node, found);
      case ATTRIBUTE -> {
        if (node instanceof XmlNode.Element element) {
          for (XmlNode.Attribute attribute : element.attributes()) {
            if (step.matches(attribute.namespace(), attribute.name())) {
              found.add(attribute);
            }
          }
        }
      }
      case TEXT -> {
        if (node instanceof XmlNode.Element element) {
          for (XmlNode child : element.children()) {
            if (child instanceof XmlNode.Text text) {
              found.add(text);
            }
          }
        }
      }
    }
  }

  private static void addIfMatches(Step step, XmlNode node, List<XmlNode> found) {
    if (node instanceof XmlNode.Element element && step.matches(element.namespace, element.name)) {
      found.add(element);
    }
  }

  private static void addDescendants(Step step, XmlNode node, List<XmlNode> found) {
    if (node instanceof XmlNode.Element element) {
      for (XmlNode child : element.children()) {
        addIfMatches(step, child, found);
        addDescendants(step, child, found);
      }
    }
  }

  private static List<XmlNode> filter(List<Predicate> predicates, List<XmlNode> found) {
    List<XmlNode> kept = found;
    for (Predicate predicate : predicates) {
      List<XmlNode> satisfying = new ArrayList<>();
      for (int i = 0; i < kept.size(); i++) {
        XmlNode node = kept.get(i);
        boolean holds =
            switch (predicate) {
              case Predicate.Position(int position) -> position == i + 1;
              case Predicate.Exists(XPath path) -> !path.select(node).isEmpty();
              case Predicate.Equals(XPath path, String literal, boolean negated) ->
                  path.select(node).stream().anyMatch(n -> n.text().equals(literal) != negated);
            };
        if (holds) {
          satisfying.add(node);
        }
      }
      kept = satisfying;
    }
    return kept;
  }
}
