package org.techrace.engine;

import java.io.Serializable;
import java.util.List;
import org.techrace.table.TablePart;

/// A part of the run of a mapping: some triples maps over a part of the table that they read. A
/// process that has the mapping and the table can run it ([MappingTasks#run]).
///
/// @param number the number of the task, from 1; labels of blank nodes depend on it
/// @param maps the names of the triples maps, which read the same rows
/// @param table the name of their table
/// @param part the rows to map
/// @param elsewhere the joins of the triples maps that are not part of this task
public record MappingTask(
    int number, List<String> maps, String table, TablePart part, List<ShuffledJoin> elsewhere)
    implements Serializable {
  public MappingTask {
    maps = List.copyOf(maps);
    elsewhere = List.copyOf(elsewhere);
  }
}
