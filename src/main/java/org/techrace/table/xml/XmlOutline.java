package org.techrace.table.xml;

import java.io.IOException;
import java.io.Reader;
import java.io.UnsupportedEncodingException;
import java.util.ArrayDeque;
import java.util.ArrayList;
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

/// Finds the rows of a new XML file: the elements nearest to the root that come several times.
final class XmlOutline {
  /// How many elements each path finds that have something in them.
  private final Map<String, Integer> elements = new LinkedHashMap<>();

  private final Map<String, String> prefixes = new LinkedHashMap<>();

  private XmlOutline() {}

  /// Looks at a whole file; nothing if it has no elements or is no XML, which is reported.
  static Optional<Outline> of(String name, TableFile input, Report report) throws IOException {
    XmlOutline outline = new XmlOutline();
    outline.count(new XmlTable(name, input, Reference.of("/*"), Map.of()));
    String iterator = outline.iterator();
    Set<String> references = new LinkedHashSet<>();
    XmlTable table = new XmlTable(name, input, Reference.of(iterator), outline.namespaces());
    // Only what is below a row is looked at: then a row at a time is in memory.
    try (SourceRows rows = table.open(List.of(Reference.of(".")), report)) {
      for (@Nullable Row row = rows.next(); row != null; row = rows.next()) {
        if (row.item() instanceof XmlTable.XmlItem(XmlNode.Element element, _, _)) {
          outline.collect(element, "", references);
        }
      }
    }
    if (references.isEmpty() && !report.hasErrors()) {
      report.error(Place.file(name), "there is no element with a text or attribute in it to map");
    }
    return references.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Outline(iterator, new ArrayList<>(references), List.of(), outline.namespaces()));
  }

  /// An element that is open.
  private static final class Open {
    final String path;
    boolean counted;

    Open(String path) {
      this.path = path;
    }
  }

  /// Counts the elements that have an attribute or an element in them.
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
      // Reported when its rows are read.
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

  /// Notes the attributes in an element, and the elements below that have a text and no others in
  /// them.
  private void collect(XmlNode.Element element, String path, Set<String> references) {
    String before = path.isEmpty() ? "" : path + "/";
    for (XmlNode.Attribute attribute : element.attributes()) {
      references.add(before + "@" + step(attribute.namespace(), attribute.name()));
    }
    for (XmlNode child : element.children()) {
      if (child instanceof XmlNode.Element below) {
        String there = before + step(below.namespace, below.name);
        if (below.children().stream().noneMatch(c -> c instanceof XmlNode.Element)
            && !below.text().isBlank()) {
          references.add(there);
        }
        collect(below, there, references);
      }
    }
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
