package org.techrace.store.query.group;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// Groups parts of the rows, so that helpers group them and the query's own thread adds the groups.
///
/// Adding a part costs as much as adding a row for each of its groups. So if a part has many
/// groups, its rows, and those of the next batches, pass unchanged.
final class PartialGroups implements QueryRows {
  /// The maximum number of batches of a part.
  private static final int MAX_BATCHES = 32;

  /// The number of rows of a part after which its groups are counted.
  private static final int TRIAL_ROWS = 1024;

  /// The minimum number of rows for each group of a part.
  private static final int ROWS_PER_GROUP = 4;

  /// The number of batches that pass unchanged after a part with many groups.
  private static final int PASSING_BATCHES = 64;

  private final QueryRun run;
  private final QueryRows input;
  private final Supplier<Groups> newGroups;

  /// Rows that pass unchanged.
  private final Deque<Batch> unchanged = new ArrayDeque<>();

  /// The number of batches still to pass unchanged.
  private int passing;

  /// Creates a stream.
  ///
  /// @param newGroups creates an empty list of groups
  PartialGroups(QueryRun run, QueryRows input, Supplier<Groups> newGroups) {
    this.run = run;
    this.input = input;
    this.newGroups = newGroups;
  }

  /// Some rows that have been grouped.
  static final class Part extends Batch {
    private final List<Batch> rows;
    private final Groups groups;

    Part(List<Batch> rows, Groups groups) {
      super(1, new int[0][]);
      this.rows = rows;
      this.groups = groups;
    }

    /// The rows before they were grouped.
    List<Batch> rows() {
      return rows;
    }

    Groups groups() {
      return groups;
    }
  }

  @Override
  public @Nullable Batch next() {
    Batch batch = unchanged.isEmpty() ? input.next() : unchanged.remove();
    if (batch == null || passing == 0) {
      return batch == null ? null : part(batch);
    }
    passing--;
    return batch;
  }

  private Batch part(Batch first) {
    Groups groups = newGroups.get();
    List<Batch> rows = new ArrayList<>();
    int read = 0;
    for (Batch batch = first; batch != null; batch = input.next()) {
      run.check();
      rows.add(batch);
      groups.add(batch);
      read += batch.size;
      if (read >= TRIAL_ROWS && groups.kept() > read / ROWS_PER_GROUP) {
        unchanged.addAll(rows);
        passing = PASSING_BATCHES;
        return unchanged.remove();
      }
      if (rows.size() == MAX_BATCHES) {
        break;
      }
    }
    return new Part(rows, groups);
  }

  @Override
  public void close() {
    input.close();
  }
}
