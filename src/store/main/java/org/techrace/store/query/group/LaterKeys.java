package org.techrace.store.query.group;

import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.RowFile;

/// The keys of an aggregate with DISTINCT that follow those in memory, on disk.
final class LaterKeys {
  private final QueryRun run;
  private final int[] columns;
  private final boolean part;
  private @Nullable RowFile file;

  /// Creates an empty list.
  ///
  /// @param width the number of ints in a key
  /// @param part true if the aggregate is of a part of the rows, and keeps all keys in memory
  LaterKeys(QueryRun run, int width, boolean part) {
    this.run = run;
    this.columns = IntStream.range(0, width).toArray();
    this.part = part;
  }

  /// Returns true if new keys must be added here.
  ///
  /// @param bytes the memory that the keys before them take, in bytes
  boolean begin(long bytes) {
    if (file == null && !part && run.isLarge(bytes)) {
      file = run.newFile();
    }
    return file != null;
  }

  /// Adds a key that is not in memory. It may be added several times.
  void add(int... key) {
    if (file != null) {
      file.add(key);
    }
  }

  /// Removes all keys, and passes on each of them once, in the order in which they were added.
  void forEach(Consumer<Batch> action) {
    RowFile added = file;
    if (added == null) {
      return;
    }
    QueryRows distinct = new DistinctRows(run, added.rows(), columns);
    file = null;
    try {
      for (Batch batch = distinct.next(); batch != null; batch = distinct.next()) {
        action.accept(batch);
      }
    } finally {
      distinct.close();
    }
  }
}
