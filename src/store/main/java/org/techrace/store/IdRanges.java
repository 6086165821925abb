package org.techrace.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.techrace.store.Dictionary.IdRange;

/// A set of ids of a store.
///
/// @param ranges ascending ranges that are not empty and do not touch
public record IdRanges(List<IdRange> ranges) {
  public static final IdRanges NONE = new IdRanges(List.of());
  public static final IdRanges ALL = of(new IdRange(1, Integer.MAX_VALUE));

  /// Returns the ids of a range.
  public static IdRanges of(IdRange range) {
    return range.start() < range.end() ? new IdRanges(List.of(range)) : NONE;
  }

  /// Returns true if the set contains an id.
  public boolean has(int id) {
    int low = 0; // the first range that may end after the id
    int high = ranges.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (id < ranges.get(middle).end()) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low < ranges.size() && id >= ranges.get(low).start();
  }

  /// Returns the ids that are in one of both sets.
  public IdRanges union(IdRanges other) {
    List<IdRange> all = new ArrayList<>(ranges);
    all.addAll(other.ranges);
    all.sort(Comparator.comparingInt(IdRange::start));
    List<IdRange> merged = new ArrayList<>();
    for (IdRange range : all) {
      if (!merged.isEmpty() && range.start() <= merged.getLast().end()) {
        IdRange last = merged.removeLast();
        merged.add(new IdRange(last.start(), Math.max(last.end(), range.end())));
      } else {
        merged.add(range);
      }
    }
    return new IdRanges(List.copyOf(merged));
  }

  /// Returns the ids that are in both sets.
  public IdRanges intersection(IdRanges other) {
    return complement().union(other.complement()).complement();
  }

  /// Returns the ids of this set that are not in another one.
  public IdRanges minus(IdRanges other) {
    return complement().union(other).complement();
  }

  private IdRanges complement() {
    List<IdRange> gaps = new ArrayList<>();
    int start = 1;
    for (IdRange range : ranges) {
      if (start < range.start()) {
        gaps.add(new IdRange(start, range.start()));
      }
      start = range.end();
    }
    if (start < Integer.MAX_VALUE) {
      gaps.add(new IdRange(start, Integer.MAX_VALUE));
    }
    return new IdRanges(List.copyOf(gaps));
  }
}
