package org.techrace.engine.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/// Computes combinations of values. A term, key or row that reads several references is generated
/// for each combination of one value per reference.
public final class Combinations {
  private Combinations() {}

  /// Returns every choice of one element from each list, the last list varying fastest.
  ///
  /// @return one empty choice for zero lists; no choice if one of the lists is empty
  public static <E> List<List<E>> of(List<List<E>> lists) {
    return extend(
        List.of(),
        lists,
        (start, list) -> {
          List<List<E>> longer = new ArrayList<>(list.size());
          for (E element : list) {
            List<E> choice = new ArrayList<>(start.size() + 1);
            choice.addAll(start);
            choice.add(element);
            longer.add(choice);
          }
          return longer;
        });
  }

  /// Extends a value step by step. Each step replaces a value by zero or more values.
  ///
  /// @param extension returns the values that replace a value in a step; an empty list drops it
  public static <V, S> List<V> extend(V start, List<S> steps, BiFunction<V, S, List<V>> extension) {
    List<V> values = List.of(start);
    for (S step : steps) {
      List<V> longer = new ArrayList<>();
      for (V value : values) {
        longer.addAll(extension.apply(value, step));
      }
      values = longer;
    }
    return values;
  }
}
