package org.techrace.serve.mcp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.RDFS;
import org.techrace.entity.ResultRow;
import org.techrace.serve.current.Lease;
import org.techrace.serve.pages.ShortNames;

/// The classes and properties of a release as one short text: a line for each class with its
/// properties, those that most things have first.
final class SchemaText {
  /// The greatest length of the text in characters: a language model reads it whole.
  static final int MAX_LENGTH = 6_000;

  /// One class in so many is large: it has twice as many properties in the text.
  private static final int LARGE = 6;

  private SchemaText() {}

  /// A class with its properties.
  private record Line(String head, List<String> properties) {
    String text(int most) {
      String shown = String.join(" ", properties.subList(0, Math.min(most, properties.size())));
      int more = properties.size() - most;
      return head + " " + shown + (more > 0 ? " … and %d more".formatted(more) : "");
    }
  }

  static String of(Lease lease) {
    ShortNames names = ShortNames.of(lease);
    List<Line> lines = new ArrayList<>();
    Map<String, List<String>> properties = properties(lease, names);
    for (ResultRow row : lease.entities().rows("classes")) {
      String type = row.iri("class").orElseThrow();
      lines.add(
          new Line(
              "%s (%s, %d):"
                  .formatted(
                      names.shortened(type),
                      row.text("class"),
                      row.number("things").orElse(0.0).longValue()),
              properties.getOrDefault(type, List.of())));
    }
    // As many properties for each class as there is room for.
    int most = lines.stream().mapToInt(line -> line.properties.size()).max().orElse(0);
    String text = text(lines, most, names);
    while (text.length() > MAX_LENGTH && most > 0) {
      most--;
      text = text(lines, most, names);
    }
    // Without properties, the classes with the fewest things are left out.
    while (text.length() > MAX_LENGTH && !lines.isEmpty()) {
      lines.removeLast();
      text = text(lines, most, names);
    }
    return text;
  }

  /// Returns the properties of each class, most used first.
  private static Map<String, List<String>> properties(Lease lease, ShortNames names) {
    Set<String> common = Set.of(RDF.type.getURI(), RDFS.label.getURI());
    Map<String, List<String>> properties = new HashMap<>();
    for (ResultRow row : lease.entities().rows("properties")) {
      String property = row.iri("property").orElseThrow();
      if (!common.contains(property)) {
        properties
            .computeIfAbsent(row.iri("class").orElse(""), type -> new ArrayList<>())
            .add(names.shortened(property));
      }
    }
    return properties;
  }

  private static String text(List<Line> lines, int most, ShortNames names) {
    List<String> texts = new ArrayList<>();
    texts.add(
        "Classes (label, number of things) and their properties, most used first. Everything has"
            + " rdfs:label. Prefixes:");
    List<String> bodies = new ArrayList<>();
    for (Line line : lines) {
      // The classes with the most things come first.
      bodies.add(line.text(bodies.size() < lines.size() / LARGE ? 2 * most : most));
    }
    Set<String> used = new TreeSet<>();
    String all = String.join("\n", bodies);
    names
        .namespaces()
        .forEach(
            (prefix, namespace) -> {
              if (all.contains(" " + prefix + ":")
                  || all.contains("\n" + prefix + ":")
                  || all.startsWith(prefix + ":")) {
                used.add(prefix + ": " + namespace);
              }
            });
    texts.addAll(used);
    texts.addAll(bodies);
    return String.join("\n", texts) + "\n";
  }
}
