package org.techrace.engine.output;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.techrace.mapping.Mapping;
import org.techrace.mapping.ObjectMap;
import org.techrace.mapping.RefObjectMap;
import org.techrace.mapping.Target;
import org.techrace.mapping.TermMap;
import org.techrace.mapping.TriplesMap;

/// Finds the logical targets of a mapping.
public final class Targets {
  private Targets() {}

  /// Returns the targets of all term maps, in the order of the mapping.
  public static Set<Target> of(Mapping mapping) {
    Set<Target> targets = new LinkedHashSet<>();
    mapping.triplesMaps().forEach(map -> maps(map).forEach(targets::addAll));
    return targets;
  }

  private static Stream<List<Target>> maps(TriplesMap map) {
    return Stream.of(
            Stream.of(map.subject().term().targets()),
            map.subject().graphs().stream().map(TermMap::targets),
            map.predicateObjects().stream()
                .flatMap(p -> p.predicates().stream())
                .map(TermMap::targets),
            map.predicateObjects().stream().flatMap(p -> p.graphs().stream()).map(TermMap::targets),
            map.predicateObjects().stream()
                .flatMap(p -> p.objects().stream())
                .map(Targets::targets))
        .flatMap(s -> s);
  }

  /// Returns the targets of an object map.
  public static List<Target> targets(ObjectMap object) {
    return switch (object) {
      case TermMap term -> term.targets();
      case RefObjectMap ref -> ref.targets();
    };
  }
}
