package org.techrace.serve.find;

import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.techrace.entity.Entities;
import org.techrace.entity.PageQuery;
import org.techrace.entity.Term;
import org.techrace.search.WordFilters.Filter;
import org.techrace.serve.view.Address;
import org.techrace.serve.view.Choice;
import org.techrace.serve.view.Line;
import org.techrace.serve.view.Panel;

/// A page of `explore` that a search can open narrowed: "samurai films Japan 1990" is the table of
/// films with this topic, place and year.
///
/// @param query the query of the page
/// @param lines for each value of a facet the lines that have it, by variable
/// @param things the things that its lines are about
record FacetedView(
    PageQuery query, Map<String, Map<String, Set<Integer>>> lines, Set<String> things) {
  /// A page with the filters of a search.
  ///
  /// @param count how many lines are left
  record Narrowed(PageQuery query, String address, int count) {}

  /// Returns all pages of `explore` with facets.
  static List<FacetedView> all(Entities entities) {
    return entities.queries().in("explore").stream()
        .filter(query -> query.head("View").equals("table") && !Choice.facets(query).isEmpty())
        .map(query -> of(query, entities))
        .toList();
  }

  private static FacetedView of(PageQuery query, Entities entities) {
    Map<String, Map<String, Set<Integer>>> having = new HashMap<>();
    Set<String> things = new HashSet<>();
    List<Line> lines = Panel.lines(query, entities.rows(query.name()));
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      line.all(query.variables().getFirst()).stream().map(Term::key).forEach(things::add);
      for (String variable : Choice.facets(query).keySet()) {
        for (Term value : line.all(variable)) {
          having
              .computeIfAbsent(value.key(), key -> new LinkedHashMap<>())
              .computeIfAbsent(variable, v -> new HashSet<>())
              .add(i);
        }
      }
    }
    return new FacetedView(query, having, things);
  }

  boolean has(String key) {
    return lines.containsKey(key);
  }

  /// Returns the page with the filters of a search, if it has lines with all of them.
  ///
  /// @param classes the things of each filter that is a class
  /// @param values the other filters
  Optional<Narrowed> narrowed(List<Set<String>> classes, List<Filter> values) {
    boolean about = classes.stream().noneMatch(members -> Collections.disjoint(members, things));
    if (!about || values.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> chosen = new LinkedHashMap<>();
    Optional<Set<Integer>> left = Optional.empty();
    for (Filter filter : values) {
      for (String key : filter.keys()) {
        Map<String, Set<Integer>> byVariable = new HashMap<>(lines.getOrDefault(key, Map.of()));
        byVariable.keySet().removeAll(chosen.keySet());
        Optional<Map.Entry<String, Set<Integer>>> best =
            byVariable.entrySet().stream()
                .max(
                    Comparator.comparingInt(
                            (Map.Entry<String, Set<Integer>> one) -> one.getValue().size())
                        .thenComparing(Map.Entry::getKey));
        if (best.isPresent()) {
          chosen.put(best.get().getKey(), key);
          Set<Integer> both = new HashSet<>(best.get().getValue());
          left.ifPresent(both::retainAll);
          left = Optional.of(both);
          break;
        }
      }
    }
    if (chosen.size() < values.size() || left.isEmpty() || left.get().isEmpty()) {
      return Optional.empty();
    }
    Address address = Address.of("/" + query.name());
    for (Map.Entry<String, String> one : chosen.entrySet()) {
      address = address.with(one.getKey(), one.getValue());
    }
    return Optional.of(new Narrowed(query, address.toString(), left.get().size()));
  }
}
