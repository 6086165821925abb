package org.techrace.table.xml;

import java.io.IOException;
import java.io.Reader;
import java.io.UnsupportedEncodingException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.techrace.table.PathCounts;
import org.techrace.table.input.BrokenPackingException;

/// Where the texts of an XML file are: the number of elements with a text of their own, and of
/// attributes, for each path, such as `/list/job/@year`. Names are without namespaces.
final class XmlPaths {
  private static final String FURTHER = "*";
  private static final String ATTRIBUTE = "/@";

  private final PathCounts counts = new PathCounts();

  private XmlPaths() {}

  /// An open element.
  private static final class Open {
    final String path;
    boolean hasText;

    Open(String path) {
      this.path = path;
    }
  }

  /// Reads the whole file, up to an error in it, which is reported when its rows are read.
  static Map<String, Long> of(XmlTable table) throws IOException {
    XmlPaths paths = new XmlPaths();
    try (Reader in = table.text()) {
      paths.count(XmlTable.reader(in));
    } catch (XMLStreamException | UnsupportedEncodingException | BrokenPackingException _) {
      // Reported when the rows are read.
    }
    return paths.counts.numbers();
  }

  private void count(XMLStreamReader reader) throws XMLStreamException {
    Deque<Open> open = new ArrayDeque<>();
    open.push(new Open(""));
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamReader.START_ELEMENT -> {
          Open here = new Open(below(open.element().path, reader.getLocalName(), "/"));
          open.push(here);
          for (int i = 0; i < reader.getAttributeCount(); i++) {
            if (!XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI.equals(
                reader.getAttributeNamespace(i))) {
              counts.add(below(here.path, reader.getAttributeLocalName(i), ATTRIBUTE));
            }
          }
        }
        case XMLStreamReader.CHARACTERS, XMLStreamReader.CDATA ->
            open.element().hasText |= !reader.getText().isBlank();
        case XMLStreamReader.END_ELEMENT -> {
          Open ended = open.pop();
          if (ended.hasText) {
            counts.add(ended.path);
          }
        }
        default -> {}
      }
    }
  }

  private String below(String path, String name, String before) {
    return counts.below(path, before + name, UnaryOperator.identity(), before + FURTHER);
  }

  /// Returns true if expressions read the texts of one of these paths. Each expression is evaluated
  /// where the one before it leads. One that Saxon evaluates may read any.
  static boolean selects(List<XmlPath> expressions, String path) {
    List<String> texts = List.of(path.substring(1).split("/"));
    List<XPath.Step> steps = new ArrayList<>();
    for (XmlPath expression : expressions) {
      if (!(expression instanceof XPath(boolean absolute, var more))) {
        return true;
      }
      if (absolute) {
        steps.clear();
      }
      for (XPath.Step step : more) {
        switch (step.axis()) {
          case SELF -> {}
          case PARENT -> {
            if (steps.isEmpty()) {
              return true;
            }
            steps.removeLast();
          }
          case CHILD, DESCENDANT, ATTRIBUTE, TEXT -> steps.add(step);
        }
        if (step.predicates().stream().anyMatch(p -> selects(steps, p, texts))) {
          return true;
        }
      }
    }
    return selects(steps, texts);
  }

  /// Returns true if a condition after some steps reads the texts of a path.
  private static boolean selects(
      List<XPath.Step> steps, XPath.Predicate condition, List<String> texts) {
    List<XPath.Step> further =
        switch (condition) {
          case XPath.Predicate.Position _ -> List.of();
          case XPath.Predicate.Exists(XPath path) -> path.steps();
          case XPath.Predicate.Equals(XPath path, _, _) -> path.steps();
        };
    List<XPath.Step> all = new ArrayList<>(steps);
    all.addAll(further);
    return !further.isEmpty() && selects(all, texts);
  }

  private static boolean selects(List<XPath.Step> steps, List<String> texts) {
    if (steps.isEmpty()) {
      // The text of an element is that of all elements in it, without attributes.
      return texts.isEmpty() || !texts.getLast().startsWith("@");
    }
    XPath.Step step = steps.getFirst();
    List<XPath.Step> rest = steps.subList(1, steps.size());
    if (texts.isEmpty()) {
      // A path that goes on below a text is reported when the rows are read.
      return step.axis() == XPath.Axis.TEXT || step.axis() == XPath.Axis.CHILD;
    }
    String name = texts.getFirst();
    List<String> below = texts.subList(1, texts.size());
    return switch (step.axis()) {
      case CHILD -> matches(step, name) && selects(rest, below);
      case ATTRIBUTE -> name.startsWith("@") && matches(step, name.substring(1));
      case DESCENDANT ->
          (matches(step, name) && selects(rest, below))
              || (!below.isEmpty() && selects(steps, below));
      case TEXT -> false;
      case SELF, PARENT -> true;
    };
  }

  private static boolean matches(XPath.Step step, String name) {
    return name.equals(FURTHER) || step.name().equals("*") || step.name().equals(name);
  }
}
