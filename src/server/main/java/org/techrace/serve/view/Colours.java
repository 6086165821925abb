package org.techrace.serve.view;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.techrace.entity.Entities;

/// The colours of series in pictures. A thing has one colour in all pictures of a page, and two
/// series of a picture never have the same one. Colours are numbers from 1 to [#COUNT] of the
/// stylesheet; what has none is [#GREY].
///
/// @param fixed things with the same colour on all pages, by key: the solutions of
///   `queries/pages/colours.rq`
public record Colours(Map<String, Integer> fixed) {
  /// The number of colours that readers can tell apart, also with a colour vision deficiency.
  public static final int COUNT = 7;

  /// The colour of everything else.
  public static final int GREY = COUNT + 1;

  /// No thing has a fixed colour.
  public static final Colours FREE = new Colours(Map.of());

  private static final String QUERY = "colours";

  public Colours {
    fixed = Map.copyOf(fixed);
  }

  /// Reads the fixed colours of a graph.
  public static Colours of(Entities entities) {
    Map<String, Integer> fixed = new LinkedHashMap<>();
    entities
        .rows(QUERY)
        .forEach(
            row ->
                row.number("colour")
                    .filter(number -> number >= 1 && number <= COUNT)
                    .ifPresent(
                        number -> fixed.put(row.iri("thing").orElse(""), number.intValue())));
    return new Colours(fixed);
  }

  /// Assigns colours to the series of pictures that are shown together.
  ///
  /// @param pictures the keys of the series of each picture
  /// @return a colour for each key
  Map<String, Integer> assign(List<? extends Collection<String>> pictures) {
    Map<String, Set<String>> together = new LinkedHashMap<>();
    Map<String, Integer> uses = new LinkedHashMap<>();
    for (Collection<String> picture : pictures) {
      for (String key : new LinkedHashSet<>(picture)) {
        together.computeIfAbsent(key, k -> new HashSet<>()).addAll(picture);
        uses.merge(key, 1, Integer::sum);
      }
    }
    List<String> keys = new ArrayList<>(uses.keySet());
    keys.sort(
        Comparator.comparing((String key) -> !fixed.containsKey(key))
            .thenComparing(
                Comparator.comparing((String key) -> uses.getOrDefault(key, 0)).reversed()));
    Map<String, Integer> colours = new LinkedHashMap<>();
    for (String key : keys) {
      Set<String> others = together.getOrDefault(key, Set.of());
      Set<Integer> taken = new HashSet<>();
      for (String other : others) {
        taken.add(colours.getOrDefault(other, GREY));
      }
      Integer own = fixed.get(key);
      // The first colours belong to the things that most pictures compare, so that others take the
      // last ones. The only series of a picture has the first colour in all pictures.
      boolean last = own == null && !fixed.isEmpty() && others.size() > 1;
      colours.put(
          key, last ? free(COUNT, -1, taken) : free(Objects.requireNonNullElse(own, 1), 1, taken));
    }
    return colours;
  }

  /// Returns the first colour that is not taken, starting with the wanted one.
  ///
  /// @param step 1 for the next ones after it, -1 for those before it
  private static int free(int wanted, int step, Set<Integer> taken) {
    for (int i = 0; i < COUNT; i++) {
      int colour = Math.floorMod(wanted - 1 + i * step, COUNT) + 1;
      if (!taken.contains(colour)) {
        return colour;
      }
    }
    return GREY;
  }

  /// Returns the class of a colour in the stylesheet.
  static String token(int colour) {
    return "s" + colour;
  }
}
