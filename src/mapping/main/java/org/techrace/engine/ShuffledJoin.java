package org.techrace.engine;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.techrace.mapping.ObjectMap;
import org.techrace.mapping.TriplesMap;
import org.techrace.table.TablePart;

/// A join whose parent table is too large to be read in each process. Its tasks divide the rows of
/// both tables into partitions by the fingerprints of their keys; then each partition is joined.
///
/// @param number the number of the first task
/// @param map the name of the triples map of the child
/// @param predicateObject the index of the predicate-object map
/// @param object the index of its object map
/// @param childTable the name of the table of the child
/// @param children the parts of this table: one task each
/// @param parentTable the name of the table of the parent
/// @param parents the parts of this table: one task each
/// @param partitions the number of partitions: one task each
public record ShuffledJoin(
    int number,
    String map,
    int predicateObject,
    int object,
    String childTable,
    List<TablePart> children,
    String parentTable,
    List<TablePart> parents,
    int partitions)
    implements Serializable {
  public ShuffledJoin {
    children = List.copyOf(children);
    parents = List.copyOf(parents);
  }

  /// Returns the join with other numbers of its tasks.
  ///
  /// @param first the number of the first task
  ShuffledJoin from(int first) {
    return new ShuffledJoin(
        first,
        map,
        predicateObject,
        object,
        childTable,
        children,
        parentTable,
        parents,
        partitions);
  }

  /// Returns the number of the task after the last.
  int end() {
    return number + children.size() + parents.size() + partitions;
  }

  /// Returns the number of a task that joins a partition.
  int partitionNumber(int partition) {
    return number + children.size() + parents.size() + partition;
  }

  /// Returns a triples map with this join alone, and without classes.
  TriplesMap only(TriplesMap whole) {
    return only(whole, predicateObject, object);
  }

  static TriplesMap only(TriplesMap whole, int predicateObject, int object) {
    TriplesMap.PredicateObjectMap part = whole.predicateObjects().get(predicateObject);
    return with(
        whole,
        new TriplesMap.SubjectMap(whole.subject().term(), List.of(), whole.subject().graphs()),
        List.of(with(part, List.of(part.objects().get(object)))));
  }

  /// Returns a triples map without some joins.
  static TriplesMap without(TriplesMap whole, List<ShuffledJoin> joins) {
    List<TriplesMap.PredicateObjectMap> parts = new ArrayList<>();
    for (int i = 0; i < whole.predicateObjects().size(); i++) {
      TriplesMap.PredicateObjectMap part = whole.predicateObjects().get(i);
      List<ObjectMap> objects = new ArrayList<>();
      for (int j = 0; j < part.objects().size(); j++) {
        if (!contains(joins, whole.name(), i, j)) {
          objects.add(part.objects().get(j));
        }
      }
      if (!objects.isEmpty()) {
        parts.add(with(part, objects));
      }
    }
    return with(whole, whole.subject(), parts);
  }

  private static boolean contains(
      List<ShuffledJoin> joins, String map, int predicateObject, int object) {
    return joins.stream()
        .anyMatch(
            join ->
                join.map.equals(map)
                    && join.predicateObject == predicateObject
                    && join.object == object);
  }

  private static TriplesMap with(
      TriplesMap map, TriplesMap.SubjectMap subject, List<TriplesMap.PredicateObjectMap> parts) {
    return new TriplesMap(
        map.name(), map.at(), map.source(), subject, parts, map.base(), map.asserted());
  }

  private static TriplesMap.PredicateObjectMap with(
      TriplesMap.PredicateObjectMap part, List<ObjectMap> objects) {
    return new TriplesMap.PredicateObjectMap(part.at(), part.predicates(), objects, part.graphs());
  }
}
