package org.techrace.engine;

import java.io.Serializable;
import java.util.List;

/// The tasks of the run of a mapping, as data.
///
/// @param tasks the tasks that map parts of tables
/// @param joins the joins that have tasks of their own
public record MappingDivision(List<MappingTask> tasks, List<ShuffledJoin> joins)
    implements Serializable {
  public MappingDivision {
    tasks = List.copyOf(tasks);
    joins = List.copyOf(joins);
  }

  /// Returns the number of all tasks.
  public int size() {
    return joins.isEmpty() ? tasks.size() : joins.getLast().end() - 1;
  }
}
