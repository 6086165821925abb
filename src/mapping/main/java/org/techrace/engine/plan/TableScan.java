package org.techrace.engine.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.techrace.table.SourceTable;

/// A table that is read once.
///
/// @param maps the triples maps over it, at least one
/// @param collectors collect the parents of joins from the same rows
public record TableScan<T>(List<TriplesMapPlan<T>> maps, List<ParentCollector<T>> collectors) {
  public TableScan {
    maps = List.copyOf(maps);
    collectors = List.copyOf(collectors);
  }

  /// Returns one of its triples maps. All have the same table and references.
  public TriplesMapPlan<T> first() {
    return maps.getFirst();
  }

  public SourceTable table() {
    return first().table();
  }

  /// Returns what finds rows whose cells have shifted, or null if subjects are not made straight
  /// from columns.
  public @Nullable ShiftedRows shiftedRows() {
    return ShiftedRows.of(maps);
  }

  /// Returns what finds rows that make the subject of another row.
  public List<RepeatedSubjects> repeatedSubjects() {
    return maps.stream().flatMap(map -> RepeatedSubjects.of(map).stream()).toList();
  }
}
