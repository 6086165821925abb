package org.techrace.entity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.engine.binding.Binding;
import org.techrace.entity.Entity.Evidence;
import org.techrace.entity.Entity.Group;
import org.techrace.entity.Entity.Property;

/// Collects the solutions of the queries `statements` and `incoming`. One statement can have
/// several solutions: one for each combination of source, place and hedge. Not thread-safe.
final class Statements {
  /// The maximum number of objects shown for one property; the page links to a list of all.
  static final int MAX_SHOWN = 60;

  /// The maximum number of objects of a property that are sorted here.
  private static final int MAX_SORTED = 1000;

  private final Labels labels;
  private final Map<Node, Set<Node>> firsts = new HashMap<>();
  private final Map<Node, Long> counts = new HashMap<>();
  private final Map<String, Map<Node, Map<Node, Map<Node, Details>>>> groups =
      new LinkedHashMap<>();
  private int rows;

  Statements(Labels labels) {
    this.labels = labels;
  }

  private record Details(String date, Set<Node> places, Set<String> hedges) {}

  boolean isEmpty() {
    return groups.isEmpty();
  }

  /// Returns the number of solutions added.
  int rows() {
    return rows;
  }

  void add(Binding row) {
    rows++;
    Node group = row.get("group");
    Details details =
        groups
            .computeIfAbsent(group == null ? "" : labels.of(group), g -> new LinkedHashMap<>())
            .computeIfAbsent(row.get("property"), p -> new LinkedHashMap<>())
            .computeIfAbsent(row.get("object"), o -> new LinkedHashMap<>())
            .computeIfAbsent(
                row.get("graph"),
                g ->
                    new Details(
                        text(row.get("date")), new LinkedHashSet<>(), new LinkedHashSet<>()));
    for (String place : List.of("passage", "document")) {
      if (row.get(place) != null) {
        details.places.add(row.get(place));
      }
    }
    if (row.get("hedge") != null) {
      details.hedges.add(text(row.get("hedge")));
    }
  }

  private String text(Node node) {
    return node == null ? "" : labels.term(node).text();
  }

  /// Sets the number of objects of a property, for a property whose objects were not all added.
  void count(Node property, long number) {
    counts.put(property, number);
  }

  /// Returns the properties with more than 1,000 objects and those whose objects were not all
  /// added.
  List<Node> crowded() {
    Map<Node, Integer> added = new LinkedHashMap<>();
    groups
        .values()
        .forEach(g -> g.forEach((p, objects) -> added.merge(p, objects.size(), Math::max)));
    return Stream.concat(added.keySet().stream(), counts.keySet().stream())
        .distinct()
        .filter(
            p ->
                added.getOrDefault(p, 0) > MAX_SORTED
                    || added.getOrDefault(p, 0) < counts.getOrDefault(p, 0L))
        .toList();
  }

  /// Sets the objects of a crowded property that are shown. An empty set, for objects without a
  /// name, leaves the choice to [#groups].
  void first(Node property, Set<Node> objects) {
    firsts.put(property, objects);
  }

  /// Reports whether all these objects of a property were added.
  boolean has(Node property, Set<Node> objects) {
    return groups.values().stream()
        .anyMatch(group -> group.getOrDefault(property, Map.of()).keySet().containsAll(objects));
  }

  /// Removes the objects of a property and returns them.
  Set<Node> take(Node property) {
    Set<Node> objects = new LinkedHashSet<>();
    groups.values().forEach(g -> objects.addAll(g.getOrDefault(property, Map.of()).keySet()));
    groups.values().forEach(g -> g.remove(property));
    return objects;
  }

  /// Returns the statements by group. The properties without a group come last.
  List<Group> groups() {
    List<Group> all = new ArrayList<>();
    groups.forEach(
        (title, properties) -> {
          properties.keySet().removeIf(Labels::names);
          if (!properties.isEmpty()) {
            all.add(new Group(title, properties(properties)));
          }
        });
    all.sort(Comparator.comparing(g -> g.title().isEmpty()));
    return all;
  }

  /// Returns the statements of all groups, sorted by property.
  List<Property> properties() {
    return groups().stream()
        .flatMap(group -> group.properties().stream())
        .sorted(Comparator.comparing(p -> p.property().text()))
        .toList();
  }

  private List<Property> properties(Map<Node, Map<Node, Map<Node, Details>>> statements) {
    List<Property> all = new ArrayList<>();
    statements.values().forEach(objects -> objects.keySet().retainAll(readable(objects)));
    statements.forEach(
        (property, objects) ->
            all.add(
                new Property(
                    labels.link(property),
                    counts.getOrDefault(property, (long) objects.size()),
                    shown(property, objects))));
    return all;
  }

  /// Returns the objects of a property without the translations of a text in the same source.
  private Set<Node> readable(Map<Node, Map<Node, Details>> objects) {
    Map<Node, List<Node>> bySource = new LinkedHashMap<>();
    objects.forEach(
        (object, sources) ->
            sources
                .keySet()
                .forEach(
                    source ->
                        bySource.computeIfAbsent(source, s -> new ArrayList<>()).add(object)));
    return bySource.values().stream()
        .flatMap(all -> labels.readable(all, Statements::language).stream())
        .collect(Collectors.toSet());
  }

  private static String language(Node object) {
    return object.isLiteral() ? object.getLiteralLanguage() : "";
  }

  private List<Entity.Statements> shown(Node property, Map<Node, Map<Node, Details>> objects) {
    Map<List<Evidence>, List<Term>> shown = new LinkedHashMap<>();
    Set<Node> first = firsts.getOrDefault(property, Set.of());
    objects.entrySet().stream()
        .filter(e -> first.isEmpty() || first.contains(e.getKey()))
        .limit(MAX_SORTED)
        .map(e -> Map.entry(labels.term(e.getKey()).text(), e))
        .sorted(Map.Entry.comparingByKey(Natural.ORDER))
        .limit(MAX_SHOWN)
        .map(Map.Entry::getValue)
        .forEach(
            e ->
                shown
                    .computeIfAbsent(evidence(e.getValue()), k -> new ArrayList<>())
                    .add(labels.term(e.getKey())));
    return shown.entrySet().stream()
        .map(e -> new Entity.Statements(e.getValue(), e.getKey()))
        .toList();
  }

  private List<Evidence> evidence(Map<Node, Details> bySource) {
    return bySource.entrySet().stream()
        .map(
            e ->
                new Evidence(
                    labels.link(e.getKey()),
                    e.getValue().date,
                    e.getValue().places.stream().map(labels::term).sorted(Natural.BY_TEXT).toList(),
                    List.copyOf(e.getValue().hedges)))
        .toList();
  }
}
