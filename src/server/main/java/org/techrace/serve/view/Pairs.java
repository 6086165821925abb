package org.techrace.serve.view;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.techrace.entity.Term;

/// Pairs of things. Variables: `?left` and `?right`, the properties of one side (`?left_x`,
/// `?right_x`), and shared properties: all other variables, except an `?x` for which `?left_x`
/// exists.
public record Pairs(List<Pair> pairs) implements View {

  /// A pair of things.
  ///
  /// @param shared the terms that both have in common
  /// @param left one side
  /// @param right the other side
  public record Pair(List<Term> shared, Side left, Side right) {}

  /// One side of a pair.
  public record Side(Term thing, List<Field> fields) {}

  /// A property of one side with its values.
  public record Field(String heading, List<Term> terms) {}

  static Pairs of(List<String> variables, List<Line> lines) {
    List<Pair> pairs = new ArrayList<>();
    Set<Set<String>> seen = new HashSet<>();
    for (Line line : lines) {
      Term left = line.first("left").orElseThrow();
      Term right = line.first("right").orElseThrow();
      if (seen.add(Set.copyOf(List.of(left.key(), right.key())))) {
        List<Term> shared =
            variables.stream()
                .filter(v -> !v.startsWith("left") && !v.startsWith("right"))
                .filter(v -> !variables.contains("left_" + v))
                .flatMap(v -> line.all(v).stream())
                .toList();
        pairs.add(
            new Pair(
                shared,
                side("left_", left, variables, line),
                side("right_", right, variables, line)));
      }
    }
    return new Pairs(pairs);
  }

  private static Side side(String prefix, Term thing, List<String> variables, Line line) {
    return new Side(
        thing,
        variables.stream()
            .filter(v -> v.startsWith(prefix) && !line.all(v).isEmpty())
            .map(v -> new Field(Shown.heading(v.substring(prefix.length())), line.all(v)))
            .toList());
  }

  @Override
  public int size() {
    return pairs.size();
  }

  @Override
  public View head(int count) {
    return new Pairs(pairs.stream().limit(count).toList());
  }

  @Override
  public boolean isEmpty() {
    return pairs.isEmpty();
  }
}
