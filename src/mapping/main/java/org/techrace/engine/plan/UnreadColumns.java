package org.techrace.engine.plan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.techrace.engine.source.SourceTables;
import org.techrace.mapping.AbstractLogicalSource;
import org.techrace.mapping.Expression;
import org.techrace.mapping.LogicalSource;
import org.techrace.mapping.LogicalView;
import org.techrace.mapping.LogicalView.ExpressionField;
import org.techrace.mapping.LogicalView.Field;
import org.techrace.mapping.LogicalView.IterableField;
import org.techrace.mapping.Mapping;
import org.techrace.mapping.ObjectMap;
import org.techrace.mapping.RefObjectMap;
import org.techrace.mapping.Target;
import org.techrace.mapping.TermMap;
import org.techrace.mapping.TriplesMap;
import org.techrace.mapping.Unpivot;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.table.Header;
import org.techrace.table.SourceTable;

/// Finds what no triples map reads: columns of tables with a header, and paths in other files.
final class UnreadColumns {
  private final SourceTables tables;
  private final Map<String, TriplesMap> maps = new HashMap<>();

  /// The references to each table, after the iterators between them and its rows.
  private final Map<LogicalSource, Set<List<String>>> read = new LinkedHashMap<>();

  /// The patterns of the columns of each table that become rows.
  private final Map<LogicalSource, List<Pattern>> unpivoted = new HashMap<>();

  UnreadColumns(SourceTables tables) {
    this.tables = tables;
  }

  /// Returns the columns that no triples map of a mapping reads, by the name of the table.
  Map<String, List<String>> of(Mapping mapping) throws IOException {
    addAll(mapping);
    Map<String, Set<String>> all = new TreeMap<>();
    Map<String, Set<String>> unread = new TreeMap<>();
    for (LogicalSource source : read.keySet()) {
      Optional<SourceTable> table = tables.of(source);
      if (table.isPresent()) {
        List<String> columns = table.get().columns(new Report());
        if (columns.isEmpty()) {
          continue;
        }
        Set<String> missing = new HashSet<>(columns);
        for (int i = 0; i < columns.size(); i++) {
          if (isRead(source, columns.get(i), i)) {
            missing.remove(columns.get(i));
          }
        }
        // Another source of the same table may read them.
        String name = table.get().nameOfCells();
        unread.merge(name, missing, UnreadColumns::both);
        all.computeIfAbsent(name, _ -> new LinkedHashSet<>()).addAll(columns);
      }
    }
    Map<String, List<String>> result = new TreeMap<>();
    unread.forEach(
        (name, columns) ->
            result.put(
                name,
                all.getOrDefault(name, Set.of()).stream().filter(columns::contains).toList()));
    return result;
  }

  /// Returns the paths that no triples map of a mapping reads, by the name of the file, with the
  /// number of their values.
  Map<String, Map<String, Long>> paths(Mapping mapping) throws IOException {
    addAll(mapping);
    Map<String, Map<String, Long>> unread = new TreeMap<>();
    for (LogicalSource source : read.keySet()) {
      Optional<SourceTable> table = tables.of(source);
      if (table.isPresent()) {
        Map<String, Long> paths = unread.get(table.get().nameOfCells());
        if (paths == null) {
          paths = table.get().paths();
          if (paths.isEmpty()) {
            continue;
          }
          unread.put(table.get().nameOfCells(), paths);
        }
        Set<List<String>> references = read.getOrDefault(source, Set.of());
        paths.keySet().removeAll(table.get().read(references, Set.copyOf(paths.keySet())));
      }
    }
    return unread;
  }

  private void addAll(Mapping mapping) {
    mapping.triplesMaps().forEach(map -> maps.put(map.name(), map));
    for (TriplesMap map : mapping.triplesMaps()) {
      add(map.source(), references(map));
      joins(map).forEach(this::addParent);
    }
  }

  private static Set<String> both(Set<String> one, Set<String> other) {
    Set<String> both = new HashSet<>(one);
    both.retainAll(other);
    return both;
  }

  private boolean isRead(LogicalSource source, String column, int index) {
    Set<List<String>> references = read.getOrDefault(source, Set.of());
    return references.contains(List.of(column))
        || references.contains(List.of(Header.position(index)))
        || unpivoted.getOrDefault(source, List.of()).stream()
            .anyMatch(pattern -> pattern.matcher(column).find());
  }

  private void add(AbstractLogicalSource source, Stream<String> references) {
    addBelow(source, references.map(List::of));
  }

  private void addBelow(AbstractLogicalSource source, Stream<List<String>> references) {
    switch (source) {
      case LogicalSource table ->
          references.forEach(
              read.computeIfAbsent(table.movedTo(Place.file("")), _ -> new HashSet<>())::add);
      case Unpivot(_, var wide, String columns, _, _) -> {
        if (wide instanceof LogicalSource table) {
          unpivoted
              .computeIfAbsent(table.movedTo(Place.file("")), _ -> new ArrayList<>())
              .add(Pattern.compile(columns));
        }
        addBelow(wide, references);
      }
      case LogicalView view -> {
        addBelow(view.on(), fields(view.fields(), List.of()));
        for (LogicalView.ViewJoin join : view.joins()) {
          addBelow(join.parent(), fields(join.fields(), List.of()));
        }
      }
    }
  }

  /// Returns the references of fields and of those below them.
  ///
  /// @param above the iterators between the fields and the rows
  private static Stream<List<String>> fields(List<? extends Field> fields, List<String> above) {
    return fields.stream()
        .flatMap(
            field ->
                switch (field) {
                  case ExpressionField(_, _, Expression expression, var below) ->
                      expression.references().stream()
                          .map(reference -> and(above, reference))
                          .flatMap(read -> Stream.concat(Stream.of(read), fields(below, read)));
                  case IterableField(_, _, _, var iterator, var below) ->
                      fields(below, iterator.map(it -> and(above, it)).orElse(above));
                });
  }

  private static List<String> and(List<String> above, String last) {
    return Stream.concat(above.stream(), Stream.of(last)).toList();
  }

  private void addParent(RefObjectMap join) {
    TriplesMap parent = maps.get(join.parent());
    if (parent != null) {
      add(parent.source(), join.joins().stream().flatMap(on -> on.parent().references().stream()));
    }
  }

  private static Stream<RefObjectMap> joins(TriplesMap map) {
    return objects(map)
        .flatMap(
            object ->
                switch (object) {
                  case RefObjectMap join -> Stream.of(join);
                  case TermMap(_, Expression.Quoted(var join), _, _, _, _, _) -> Stream.of(join);
                  case TermMap _ -> Stream.empty();
                });
  }

  private static Stream<String> references(TriplesMap map) {
    return Stream.concat(terms(map), objects(map)).flatMap(UnreadColumns::references);
  }

  private static Stream<String> references(ObjectMap object) {
    return switch (object) {
      case RefObjectMap join ->
          Stream.concat(
              join.joins().stream().flatMap(on -> on.child().references().stream()),
              names(join.targets()));
      case TermMap term ->
          Stream.concat(
              Stream.of(
                      Stream.of(term.expression()),
                      term.language().stream(),
                      term.datatype().stream())
                  .flatMap(expressions -> expressions)
                  .flatMap(expression -> expression.references().stream()),
              names(term.targets()));
    };
  }

  /// Returns the references in the names of files that rows give.
  private static Stream<String> names(List<Target> targets) {
    return targets.stream()
        .flatMap(target -> target.name().stream())
        .flatMap(name -> name.references().stream());
  }

  private static Stream<ObjectMap> terms(TriplesMap map) {
    return Stream.concat(
        Stream.concat(Stream.of(map.subject().term()), map.subject().graphs().stream()),
        map.predicateObjects().stream()
            .flatMap(part -> Stream.concat(part.predicates().stream(), part.graphs().stream())));
  }

  /// Returns the object maps, and those of the members of collections.
  private static Stream<ObjectMap> objects(TriplesMap map) {
    return Stream.concat(
        members(map.subject().term()),
        map.predicateObjects().stream()
            .flatMap(part -> part.objects().stream())
            .flatMap(object -> Stream.concat(Stream.of(object), members(object))));
  }

  private static Stream<ObjectMap> members(ObjectMap object) {
    return object instanceof TermMap term && term.gather().isPresent()
        ? term.gather().get().items().stream()
            .flatMap(item -> Stream.concat(Stream.of(item), members(item)))
        : Stream.empty();
  }
}
