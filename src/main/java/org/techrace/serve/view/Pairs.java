package org.techrace.serve.view;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.techrace.entity.Term;

/// Two things side by side: `?left` and `?right`, what belongs to one of them (`?left_x`,
/// `?right_x`), and what they share: all other variables, but for an `?x` that both sides tell.
public record Pairs(List<Pair> pairs) implements View {

  /// A pair.
  ///
  /// @param shared what both have in common
  public record Pair(List<Term> shared, Side left, Side right) {}

  /// One of the two.
  public record Side(Term thing, List<Field> fields) {}

  /// What is told of a side.
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
  public boolean isEmpty() {
    return pairs.isEmpty();
  }
}
