package org.techrace.mapping.syntax;

import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import org.techrace.report.Nearest;
import org.techrace.report.Place;
import org.techrace.report.Report;

/// A value in a YAML document: a text, a list, a map or null. Null (`~`, `null` or nothing, in YAML
/// 1.1 and 1.2) is the same as no value.
record YamlValue(Node node, String file, Report report) {
  /// The maximum number of lists and maps within each other.
  private static final int MAX_DEPTH = 100;

  /// A key of a map with its value.
  record Entry(String key, YamlValue keyValue, YamlValue value) {}

  /// Parses a document. Reports a syntax error, and then returns empty.
  static Optional<YamlValue> parse(String text, String file, Report report) {
    try {
      LoadSettings settings =
          LoadSettings.builder().setLabel(file).setSchema(new CoreSchema()).build();
      Optional<Node> root = new Compose(settings).composeString(text);
      if (root.isEmpty()) {
        report.error(Place.file(file), "the document is empty; expected the key mappings");
      }
      Optional<YamlValue> document = root.map(node -> new YamlValue(node, file, report));
      if (document.isPresent() && height(root.get(), 0, new IdentityHashMap<>()) > MAX_DEPTH) {
        report.error(
            document.get().place(),
            "the document is nested too deeply, or an alias refers to itself; expected at most %d levels"
                .formatted(MAX_DEPTH));
        return Optional.empty();
      }
      document.ifPresent(value -> value.reportRepeatedKeys(new HashSet<>()));
      return document;
    } catch (MarkedYamlEngineException e) {
      Place at =
          e.getProblemMark()
              .<Place>map(m -> new Place.InFile(file, m.getLine() + 1L, m.getColumn() + 1))
              .orElse(Place.file(file));
      String problem = String.valueOf(e.getProblem());
      report.error(at, "this is not YAML: " + problem + advice(problem, e.getContextMark()));
    } catch (YamlEngineException e) {
      report.error(Place.file(file), "this is not YAML: " + e.getMessage());
    } catch (StackOverflowError _) {
      report.error(Place.file(file), "the document is nested too deeply");
    }
    return Optional.empty();
  }

  private static String advice(String problem, Optional<Mark> begins) {
    return problem.contains("<block end>") && begins.isPresent()
        ? "; the lines of a list or mapping begin in one column, as line %d does in column %d: correct the spaces before this line"
            .formatted(begins.get().getLine() + 1, begins.get().getColumn() + 1)
        : "";
  }

  /// Returns the number of levels of a node, or more than [#MAX_DEPTH] if it reaches below that.
  ///
  /// @param depth the number of levels above it
  /// @param known the levels of the nodes that were counted, as an alias repeats a node
  private static int height(Node node, int depth, Map<Node, Integer> known) {
    if (depth > MAX_DEPTH) {
      return MAX_DEPTH + 1;
    }
    Integer before = known.get(node);
    if (before != null) {
      return before;
    }
    List<Node> below =
        switch (node) {
          case SequenceNode list -> list.getValue();
          case MappingNode map ->
              map.getValue().stream()
                  .flatMap(tuple -> Stream.of(tuple.getKeyNode(), tuple.getValueNode()))
                  .toList();
          default -> List.of();
        };
    int highest = 0;
    for (Node one : below) {
      highest = Math.max(highest, height(one, depth + 1, known));
      if (highest > MAX_DEPTH) {
        return highest;
      }
    }
    known.put(node, highest + 1);
    return highest + 1;
  }

  /// Returns the line of the value, from 1.
  long line() {
    return node.getStartMark().map(mark -> mark.getLine() + 1L).orElse(0L);
  }

  Place place() {
    return node.getStartMark()
        .<Place>map(m -> new Place.InFile(file, m.getLine() + 1L, m.getColumn() + 1))
        .orElse(Place.file(file));
  }

  boolean isText() {
    return node instanceof ScalarNode && !isNull();
  }

  boolean isNull() {
    return node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL);
  }

  boolean isList() {
    return node instanceof SequenceNode;
  }

  boolean isMap() {
    return node instanceof MappingNode;
  }

  /// Returns the text as written; empty for a list or a map.
  String text() {
    return node instanceof ScalarNode scalar && !isNull() ? scalar.getValue() : "";
  }

  /// Returns the elements of a list, or the value itself.
  List<YamlValue> items() {
    return node instanceof SequenceNode list
        ? list.getValue().stream().map(item -> new YamlValue(item, file, report)).toList()
        : List.of(this);
  }

  /// Returns the keys and values of a map, in order.
  List<Entry> entries() {
    return node instanceof MappingNode map
        ? map.getValue().stream()
            .map(
                tuple -> {
                  YamlValue key = new YamlValue(tuple.getKeyNode(), file, report);
                  return new Entry(
                      key.text(), key, new YamlValue(tuple.getValueNode(), file, report));
                })
            .toList()
        : List.of();
  }

  /// Returns the keys of a map whose values are not null, with their values.
  List<Entry> present() {
    return entries().stream().filter(entry -> !entry.value.isNull()).toList();
  }

  /// Reports keys that a map has twice, here or below.
  ///
  /// @param known the nodes that were looked at, as several aliases may refer to one
  private void reportRepeatedKeys(Set<Node> known) {
    if (!known.add(node)) {
      return;
    }
    Set<String> keys = new HashSet<>();
    for (Entry entry : entries()) {
      if (!keys.add(entry.key)) {
        entry.keyValue.error(
            "the key '%s' occurs twice in one map; join or rename them".formatted(entry.key));
      }
      entry.value.reportRepeatedKeys(known);
    }
    if (node instanceof SequenceNode) {
      items().forEach(item -> item.reportRepeatedKeys(known));
    }
  }

  /// Returns the value of these keys, which mean the same, unless it is null. Reports a map that
  /// has two of them; one that occurs twice has been reported.
  Optional<YamlValue> get(String... keys) {
    List<Entry> found = entries().stream().filter(e -> List.of(keys).contains(e.key)).toList();
    if (found.size() > 1 && !found.getFirst().key.equals(found.get(1).key)) {
      found
          .get(1)
          .keyValue
          .error(
              "the keys '%s' and '%s' of one map mean the same; join their values"
                  .formatted(found.getFirst().key, found.get(1).key));
    }
    return found.stream().map(Entry::value).findFirst().filter(value -> !value.isNull());
  }

  /// Returns the values of a key: the elements of a list that are not null, or the single value.
  List<YamlValue> all(String... keys) {
    return get(keys).stream()
        .flatMap(value -> value.items().stream())
        .filter(value -> !value.isNull())
        .toList();
  }

  /// Reports keys of a map that are not in `known`.
  ///
  /// @param kind the kind of map, for the message
  void allowOnly(String kind, Set<String> known) {
    for (Entry entry : entries()) {
      if (!known.contains(entry.key)) {
        entry.keyValue.error(
            "the key '%s' is not supported in %s; %s"
                .formatted(entry.key, kind, Nearest.suggest(entry.key, new TreeSet<>(known))));
      }
    }
  }

  void error(String message) {
    report.error(place(), message);
  }

  void warn(String message) {
    report.warn(place(), message);
  }

  /// Returns all values of some maps that a function finds.
  static <T> List<T> each(List<YamlValue> values, Function<YamlValue, Optional<T>> read) {
    return values.stream().map(read).flatMap(Optional::stream).toList();
  }

  static Stream<YamlValue> stream(Optional<YamlValue> value) {
    return value.stream();
  }
}
