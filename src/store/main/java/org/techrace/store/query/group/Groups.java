package org.techrace.store.query.group;

import java.util.List;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.KeyIndex;
import org.techrace.store.query.row.QueryRun;

/// The groups of some rows in the order of their first rows, and the aggregates of each group.
final class Groups {
  /// The memory of a value that an aggregate keeps, while its arrays grow.
  private static final long BYTES = 32;

  private final QueryRun run;
  private final int[] by;
  private final KeyIndex index;
  private final List<Aggregate> aggregates;

  /// Creates an empty list of groups.
  ///
  /// @param by the columns of the variables to group by
  Groups(QueryRun run, int[] by, List<Aggregate> aggregates) {
    this.run = run;
    this.by = by;
    this.index = new KeyIndex(run, by.length);
    this.aggregates = aggregates;
  }

  int size() {
    return index.size();
  }

  /// Returns the value of a variable to group by in a group.
  int key(int group, int variable) {
    return index.value(group, variable);
  }

  /// Returns the value of an aggregate of a group, or 0 if it has none.
  int value(int group, int aggregate) {
    return aggregates.get(aggregate).value(group);
  }

  /// Returns the number of groups, or of values that an aggregate keeps if these are more.
  int kept() {
    return Math.max(size(), aggregates.stream().mapToInt(Aggregate::kept).max().orElse(0));
  }

  /// Returns about the memory that the groups take, in bytes.
  long bytes() {
    return index.bytes() + BYTES * (size() * (long) aggregates.size() + kept());
  }

  /// Returns the rows of a batch that belong to none of the groups.
  int[] unknown(Batch batch) {
    return index.unknown(run.terms().canonical(batch, by), batch.size);
  }

  /// Adds the rows of a batch.
  void add(Batch batch) {
    int[] group = index.addAll(run.terms().canonical(batch, by), batch.size);
    for (Aggregate aggregate : aggregates) {
      aggregate.add(batch, group, index.size());
    }
  }

  /// Adds rows that have been grouped. Adds them one by one if the result would differ otherwise.
  void add(PartialGroups.Part part) {
    Groups other = part.groups();
    int[] group = new int[other.size()];
    int[] key = new int[by.length];
    for (int g = 0; g < group.length; g++) {
      run.checkAt(g);
      for (int i = 0; i < key.length; i++) {
        key[i] = other.key(g, i);
      }
      group[g] = index.add(key);
    }
    for (int a = 0; a < aggregates.size(); a++) {
      if (!aggregates.get(a).canAdd(other.aggregates.get(a), group)) {
        part.rows().forEach(this::add);
        return;
      }
    }
    for (int a = 0; a < aggregates.size(); a++) {
      aggregates.get(a).addAll(other.aggregates.get(a), group, index.size());
    }
  }
}
