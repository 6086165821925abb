package org.techrace.entity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.engine.binding.Binding;
import org.techrace.entity.Entity.Evidence;
import org.techrace.entity.Entity.Group;
import org.techrace.entity.Entity.Property;

/// Gathers the solutions of the queries `statements` and `incoming`: several solutions make one
/// statement, one for each source, place and hedge.
final class Statements {
  /// Nobody reads more of one property; the page links to the rest.
  static final int SHOWN = 60;

  /// Among so many objects of a property the first are looked for here.
  private static final int SORTED = 1000;

  private final Labels labels;
  private final Map<Node, Set<Node>> firsts = new HashMap<>();
  private final Map<Node, Integer> counts = new HashMap<>();
  private final Map<String, Map<Node, Map<Node, Map<Node, Said>>>> groups = new LinkedHashMap<>();
  private int rows;

  Statements(Labels labels) {
    this.labels = labels;
  }

  private record Said(String date, Set<Node> places, Set<String> hedges) {}

  boolean isEmpty() {
    return groups.isEmpty();
  }

  /// How many solutions were added.
  int rows() {
    return rows;
  }

  void add(Binding row) {
    rows++;
    Node group = row.get("group");
    Said said =
        groups
            .computeIfAbsent(group == null ? "" : labels.of(group), g -> new LinkedHashMap<>())
            .computeIfAbsent(row.get("property"), p -> new LinkedHashMap<>())
            .computeIfAbsent(row.get("object"), o -> new LinkedHashMap<>())
            .computeIfAbsent(
                row.get("graph"),
                g -> new Said(text(row.get("date")), new LinkedHashSet<>(), new LinkedHashSet<>()));
    for (String place : List.of("passage", "document")) {
      if (row.get(place) != null) {
        said.places.add(row.get(place));
      }
    }
    if (row.get("hedge") != null) {
      said.hedges.add(text(row.get("hedge")));
    }
  }

  private String text(Node node) {
    return node == null ? "" : labels.term(node).text();
  }

  /// Takes how many objects a property has, should not all be added.
  void count(Node property, int number) {
    counts.put(property, number);
  }

  /// The properties that have more objects than are sorted here, or than were added.
  List<Node> crowded() {
    Map<Node, Integer> added = new LinkedHashMap<>();
    groups
        .values()
        .forEach(g -> g.forEach((p, objects) -> added.merge(p, objects.size(), Math::max)));
    return Stream.concat(added.keySet().stream(), counts.keySet().stream())
        .distinct()
        .filter(
            p ->
                added.getOrDefault(p, 0) > SORTED
                    || added.getOrDefault(p, 0) < counts.getOrDefault(p, 0))
        .toList();
  }

  /// Takes the objects of a crowded property that come first; they are told, and no others. There
  /// are none if all objects are without a name.
  void first(Node property, Set<Node> objects) {
    firsts.put(property, objects);
  }

  /// Whether all these objects of a property were added.
  boolean has(Node property, Set<Node> objects) {
    return groups.values().stream()
        .anyMatch(group -> group.getOrDefault(property, Map.of()).keySet().containsAll(objects));
  }

  /// Takes the objects of a property out.
  Set<Node> take(Node property) {
    Set<Node> objects = new LinkedHashSet<>();
    groups.values().forEach(g -> objects.addAll(g.getOrDefault(property, Map.of()).keySet()));
    groups.values().forEach(g -> g.remove(property));
    return objects;
  }

  /// Those of no group come last.
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

  /// All of them without their groups.
  List<Property> properties() {
    return groups().stream()
        .flatMap(group -> group.properties().stream())
        .sorted(Comparator.comparing(p -> p.property().text()))
        .toList();
  }

  private List<Property> properties(Map<Node, Map<Node, Map<Node, Said>>> said) {
    List<Property> all = new ArrayList<>();
    said.forEach(
        (property, objects) ->
            all.add(
                new Property(
                    labels.link(property),
                    counts.getOrDefault(property, objects.size()),
                    told(property, objects))));
    return all;
  }

  private List<Entity.Statements> told(Node property, Map<Node, Map<Node, Said>> objects) {
    Map<List<Evidence>, List<Term>> told = new LinkedHashMap<>();
    Set<Node> first = firsts.getOrDefault(property, Set.of());
    objects.entrySet().stream()
        .filter(e -> first.isEmpty() || first.contains(e.getKey()))
        .limit(SORTED)
        .map(e -> Map.entry(Natural.key(labels.term(e.getKey()).text()), e))
        .sorted(Map.Entry.comparingByKey())
        .limit(SHOWN)
        .map(Map.Entry::getValue)
        .forEach(
            e ->
                told.computeIfAbsent(evidence(e.getValue()), k -> new ArrayList<>())
                    .add(labels.term(e.getKey())));
    return told.entrySet().stream()
        .map(e -> new Entity.Statements(e.getValue(), e.getKey()))
        .toList();
  }

  private List<Evidence> evidence(Map<Node, Said> said) {
    return said.entrySet().stream()
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
