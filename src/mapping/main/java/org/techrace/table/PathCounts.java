package org.techrace.table;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/// The number of values at each path of a file without columns. Names in such files can be data. So
/// the names below a path and the paths are limited, and all further names are counted together.
public final class PathCounts {
  private static final int MOST_NAMES = 200;
  private static final int MOST_PATHS = 10_000;

  private final Map<String, Long> numbers = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> below = new HashMap<>();

  /// Returns the path of what has a name below a path.
  ///
  /// @param step makes the end of the path
  /// @param further the end of the path of what has further names
  public String below(String path, String name, UnaryOperator<String> step, String further) {
    Map<String, String> known = below.computeIfAbsent(path, _ -> new HashMap<>());
    String found = known.get(name);
    if (found != null) {
      return found;
    }
    if (known.size() == MOST_NAMES || numbers.size() >= MOST_PATHS) {
      return path + further;
    }
    String added = path + step.apply(name);
    known.put(name, added);
    return added;
  }

  /// Counts a value at a path.
  public void add(String path) {
    numbers.merge(path, 1L, Long::sum);
  }

  /// Returns the number of values at each path, in the order of the first ones.
  public Map<String, Long> numbers() {
    return numbers;
  }
}
