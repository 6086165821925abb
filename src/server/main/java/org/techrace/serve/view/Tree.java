package org.techrace.serve.view;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.techrace.entity.Natural;
import org.techrace.entity.Term;

/// A hierarchy. Variables: `?thing` and `?parent`; with `?root`, one tree for each root.
public record Tree(List<Root> roots) implements View {

  /// A tree.
  ///
  /// @param thing the root, if the solutions name it
  /// @param branches the top level
  /// @param size the number of things in it
  public record Root(Optional<Term> thing, List<Branch> branches, int size) {}

  /// A thing and the things below it.
  public record Branch(Term thing, List<Branch> branches) {}

  static Tree of(List<Line> lines) {
    Map<String, List<Line>> byRoot = new LinkedHashMap<>();
    for (Line line : lines) {
      String root = line.first("root").map(Term::key).orElse("");
      byRoot.computeIfAbsent(root, r -> new ArrayList<>()).add(line);
    }
    return new Tree(byRoot.values().stream().map(Tree::root).toList());
  }

  private static Root root(List<Line> lines) {
    Map<String, Term> things = new LinkedHashMap<>();
    Map<String, Set<String>> below = new LinkedHashMap<>();
    lines.forEach(l -> l.first("thing").ifPresent(t -> things.put(t.key(), t)));
    Set<String> hasParent = new HashSet<>();
    for (Line line : lines) {
      String thing = line.first("thing").orElseThrow().key();
      for (Term parent : line.all("parent")) {
        if (things.containsKey(parent.key())) {
          below.computeIfAbsent(parent.key(), p -> new HashSet<>()).add(thing);
          hasParent.add(thing);
        }
      }
    }
    Set<String> tops = new HashSet<>(things.keySet());
    tops.removeAll(hasParent);
    return new Root(
        lines.getFirst().first("root"),
        branches(tops, things, below, new HashSet<>()),
        things.size());
  }

  /// Returns the branches. A thing with two parents is listed below the first. A cycle ends where
  /// it repeats.
  private static List<Branch> branches(
      Set<String> keys,
      Map<String, Term> things,
      Map<String, Set<String>> below,
      Set<String> seen) {
    List<Term> fresh = new ArrayList<>();
    for (String key : keys) {
      Term thing = things.get(key);
      if (thing != null && seen.add(key)) {
        fresh.add(thing);
      }
    }
    return fresh.stream()
        .sorted(Natural.BY_TEXT)
        .map(
            t ->
                new Branch(t, branches(below.getOrDefault(t.key(), Set.of()), things, below, seen)))
        .toList();
  }

  @Override
  public boolean isEmpty() {
    return roots.isEmpty();
  }
}
