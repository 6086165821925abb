package org.techrace.table.xml;

import java.io.IOException;
import java.io.Reader;
import java.io.UnsupportedEncodingException;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.table.Outline;
import org.techrace.table.Reference;
import org.techrace.table.Row;
import org.techrace.table.SourceRows;
import org.techrace.table.input.BrokenPackingException;
import org.techrace.table.input.TableFile;

/// Finds the rows of a new XML file: the elements nearest to the root that occur several times.
final class XmlOutline {
  /// For each path, the number of elements that have an attribute or a child element.
  private final Map<String, Integer> elements = new LinkedHashMap<>();

  private final Map<String, String> prefixes = new LinkedHashMap<>();

  private XmlOutline() {}

  /// Reads the whole file. Reports a file that is not XML or has no elements, and then returns
  /// empty.
  static Optional<Outline> of(String name, TableFile input, Report report) throws IOException {
    XmlOutline outline = new XmlOutline();
    outline.count(new XmlTable(name, input, Reference.of("/*"), Map.of()));
    String iterator = outline.iterator();
    Set<String> references = new LinkedHashSet<>();
    XmlTable table = new XmlTable(name, input, Reference.of(iterator), outline.namespaces());
    // References look only below a row, so that only one row at a time is in memory.
    try (SourceRows rows = table.open(List.of(Reference.of(".")), report)) {
      for (@Nullable Row row = rows.next(); row != null; row = rows.next()) {
        if (row.item() instanceof XmlTable.XmlItem(XmlNode.Element element, _, _)) {
          outline.collect(element, "", references);
        }
      }
    }
    if (references.isEmpty() && !report.hasErrors()) {
      report.error(Place.file(name), "the file has no element with a text or attribute to map");
    }
    return references.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Outline(
                iterator,
                List.copyOf(references),
                List.copyOf(references),
                List.of(),
                outline.namespaces()));
  }

  /// An open element.
  private static final class Open {
    final String path;
    boolean counted;

    Open(String path) {
      this.path = path;
    }
  }

  /// Counts the elements that have an attribute or a child element.
  private void count(XmlTable table) throws IOException {
    Deque<Open> above = new ArrayDeque<>();
    try (Reader in = table.text()) {
      XMLStreamReader reader = XmlTable.reader(in);
      while (reader.hasNext()) {
        switch (reader.next()) {
          case XMLStreamReader.START_ELEMENT -> {
            Open parent = above.peek();
            String namespace = reader.getNamespaceURI();
            String step = step(namespace == null ? "" : namespace, reader.getLocalName());
            Open here = new Open((parent == null ? "" : parent.path) + "/" + step);
            above.push(here);
            if (parent != null) {
              count(parent);
            }
            if (reader.getAttributeCount() > 0) {
              count(here);
            }
          }
          case XMLStreamReader.END_ELEMENT -> above.pop();
          default -> {}
        }
      }
    } catch (XMLStreamException | UnsupportedEncodingException | BrokenPackingException _) {
      // Reported when the rows are read.
    }
  }

  private void count(Open element) {
    if (!element.counted) {
      element.counted = true;
      elements.merge(element.path, 1, Integer::sum);
    }
  }

  private String iterator() {
    return elements.entrySet().stream()
        .filter(entry -> entry.getValue() > 1)
        .min(
            Comparator.comparingLong((Map.Entry<String, Integer> e) -> steps(e.getKey()))
                .thenComparingInt(e -> -e.getValue()))
        .map(Map.Entry::getKey)
        .or(() -> elements.keySet().stream().min(Comparator.comparingLong(XmlOutline::steps)))
        .orElse("/*");
  }

  private static long steps(String path) {
    return path.chars().filter(c -> c == '/').count();
  }

  /// Records the attributes of an element, and the elements below it that contain text.
  private void collect(XmlNode.Element element, String path, Set<String> references) {
    String before = path.isEmpty() ? "" : path + "/";
    for (XmlNode.Attribute attribute : element.attributes()) {
      references.add(before + "@" + step(attribute.namespace(), attribute.name()));
    }
    for (XmlNode child : element.children()) {
      if (child instanceof XmlNode.Element below) {
        String there = before + step(below.namespace, below.name);
        if (hasText(below)) {
          references.add(there);
        }
        collect(below, there, references);
      }
    }
  }

  /// Reports whether an element has text of its own. With elements between it (mixed content), the
  /// reference gives the text of all.
  private static boolean hasText(XmlNode.Element element) {
    return element.children().stream()
        .anyMatch(child -> child instanceof XmlNode.Text(_, String text) && !text.isBlank());
  }

  private String step(String namespace, String name) {
    return namespace.isEmpty()
        ? name
        : prefixes.computeIfAbsent(namespace, _ -> "n" + (prefixes.size() + 1)) + ":" + name;
  }

  private Map<String, String> namespaces() {
    Map<String, String> byPrefix = new LinkedHashMap<>();
    prefixes.forEach((namespace, prefix) -> byPrefix.put(prefix, namespace));
    return byPrefix;
  }
}
