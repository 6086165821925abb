package org.techrace.engine.plan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.techrace.engine.source.RowIndex;
import org.techrace.mapping.Expression;
import org.techrace.report.Place;

/// The parent rows of the joins of a mapping. They are read once, also if several tasks join with
/// them. Safe for use by several threads.
public final class ParentRows {
  /// The number of rows of a triples map whose places are kept.
  private static final int MAX_PLACES = 3;

  private final Map<Key, RowIndex> indexes = new HashMap<>();
  private final Map<String, List<Place>> setAside = new HashMap<>();

  /// A parent triples map and the parent expressions of the join conditions.
  ///
  /// @param quoted true if its triples are joined with, false if its subjects are
  record Key(String parent, List<Expression> expressions, boolean quoted) {
    Key {
      expressions = List.copyOf(expressions);
    }
  }

  /// Reads the rows of a parent.
  interface Reading {
    RowIndex read() throws IOException;
  }

  /// Returns the rows of a parent. Reads them on the first call; other threads wait.
  synchronized RowIndex get(Key key, Reading reading) throws IOException {
    @Nullable RowIndex index = indexes.get(key);
    if (index == null) {
      index = reading.read();
      indexes.put(key, index);
    }
    return index;
  }

  /// Notes a row of a triples map that has an error and is set aside.
  public synchronized void setAside(String map, Place row) {
    List<Place> rows = setAside.computeIfAbsent(map, _ -> new ArrayList<>());
    if (rows.size() < MAX_PLACES) {
      rows.add(row);
    }
  }

  /// Returns the first rows of a triples map that were set aside.
  synchronized List<Place> setAside(String map) {
    return List.copyOf(setAside.getOrDefault(map, List.of()));
  }
}
