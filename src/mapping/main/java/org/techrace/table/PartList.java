package org.techrace.table;

import java.util.ArrayList;
import java.util.List;

/// Collects the parts of a file while it is read.
public final class PartList {
  private final long bytes;
  private final List<TablePart> parts = new ArrayList<>();
  private long start;
  private long beforeStart;

  /// @param bytes the least number of bytes in a part
  public PartList(long bytes) {
    this.bytes = bytes;
  }

  /// Ends a part where a row ends, if it has enough bytes.
  ///
  /// @param position the number of bytes read
  /// @param before the number of lines or rows read
  public void rowEnds(long position, long before) {
    if (position - start >= bytes) {
      parts.add(TablePart.of(start, position, beforeStart));
      start = position;
      beforeStart = before;
    }
  }

  /// Returns the parts. The last one ends with the file.
  ///
  /// @param position the number of bytes read
  public List<TablePart> finish(long position) {
    if (start == position && !parts.isEmpty()) {
      TablePart last = parts.removeLast();
      parts.add(TablePart.toEnd(last.from(), last.before()));
    } else {
      parts.add(TablePart.toEnd(start, beforeStart));
    }
    return List.copyOf(parts);
  }
}
