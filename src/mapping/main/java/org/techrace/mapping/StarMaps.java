package org.techrace.mapping;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.techrace.report.Place;
import org.techrace.report.Report;

/// Checks the star maps of a document, which quote the triples of other triples maps (RML-star).
final class StarMaps {
  /// The maximum depth of triple terms in triple terms: each level can double the size of a term.
  private static final int MAX_DEPTH = 10;

  private final Map<String, TriplesMap> maps;
  private final Report report;

  /// The depth of the triple terms that quote each triples map.
  private final Map<String, Integer> depths = new HashMap<>();

  private final Set<String> path = new HashSet<>();

  private StarMaps(List<TriplesMap> maps, Report report) {
    this.maps = maps.stream().collect(Collectors.toMap(TriplesMap::name, Function.identity()));
    this.report = report;
  }

  /// Reports star maps that quote what cannot be quoted, and triples maps that are not asserted and
  /// that no star map quotes.
  static void check(List<TriplesMap> maps, Report report) {
    StarMaps checks = new StarMaps(maps, report);
    Set<String> quoted = new HashSet<>();
    for (TriplesMap map : maps) {
      stars(map).forEach(star -> checks.checkQuoted(star, quoted));
    }
    for (TriplesMap map : maps) {
      if (!map.asserted() && !quoted.contains(map.name())) {
        report.error(
            map.at(),
            "the triples map is an rml:NonAssertedTriplesMap, but no star map quotes it, so it"
                + " generates nothing; quote it with rml:quotedTriplesMap, or remove the class");
      }
      if (stars(map).findAny().isPresent()) {
        checks.depth(map, map.at());
      }
    }
  }

  private static Stream<RefObjectMap> stars(TriplesMap map) {
    return terms(map).flatMap(term -> star(term).stream());
  }

  private static Optional<RefObjectMap> star(TermMap term) {
    return term.expression() instanceof Expression.Quoted(RefObjectMap triples)
        ? Optional.of(triples)
        : Optional.empty();
  }

  /// Returns the subject map and the object maps.
  private static Stream<TermMap> terms(TriplesMap map) {
    return Stream.concat(
        Stream.of(map.subject().term()),
        map.predicateObjects().stream()
            .flatMap(part -> part.objects().stream())
            .flatMap(StarMaps::terms));
  }

  private static Stream<TermMap> terms(ObjectMap object) {
    return switch (object) {
      case TermMap term ->
          Stream.concat(
              Stream.of(term),
              term.gather().stream().flatMap(g -> g.items().stream()).flatMap(StarMaps::terms));
      case RefObjectMap _ -> Stream.of();
    };
  }

  private void checkQuoted(RefObjectMap star, Set<String> quoted) {
    TriplesMap map = maps.get(star.parent());
    if (map == null || !quoted.add(map.name())) {
      return;
    }
    if (map.subject().classes().isEmpty() && map.predicateObjects().isEmpty()) {
      report.error(
          star.at(),
          "the triples map <%s> generates no triples to quote; add an rml:predicateObjectMap to it"
              .formatted(map.shortName()));
    }
    terms(map)
        .filter(term -> term.expression() instanceof Expression.Fresh || term.gather().isPresent())
        .findFirst()
        .ifPresent(
            term ->
                report.error(
                    term.at(),
                    ("this map generates another node each time, but its triples map <%s> is"
                            + " quoted (%s), and the quoted triples must be the asserted ones;"
                            + " give the node an rml:template or rml:reference")
                        .formatted(map.shortName(), star.at())));
  }

  /// Returns the depth of the triple terms that quote a triples map. Reports a triples map that
  /// quotes itself, and terms that are nested too deeply.
  private int depth(TriplesMap map, Place from) {
    Integer known = depths.get(map.name());
    if (known != null) {
      return known;
    }
    if (!path.add(map.name())) {
      report.error(
          from,
          "the triples map <%s> quotes itself; remove one of the star maps of the cycle"
              .formatted(map.shortName()));
      return 0;
    }
    int deepest = subjectDepth(map);
    for (TriplesMap.PredicateObjectMap part : map.predicateObjects()) {
      for (ObjectMap object : part.objects()) {
        int depth =
            switch (object) {
              case TermMap term -> star(term).map(this::quotedDepth).orElse(0);
              case RefObjectMap ref ->
                  Optional.ofNullable(maps.get(ref.parent())).map(this::subjectDepth).orElse(0);
            };
        deepest = Math.max(deepest, depth);
      }
    }
    path.remove(map.name());
    depths.put(map.name(), deepest + 1);
    if (deepest == MAX_DEPTH) {
      report.error(
          from,
          "the triple terms are nested more than %d deep; make them less deep"
              .formatted(MAX_DEPTH));
    }
    return deepest + 1;
  }

  private int subjectDepth(TriplesMap map) {
    return star(map.subject().term()).map(this::quotedDepth).orElse(0);
  }

  private int quotedDepth(RefObjectMap star) {
    TriplesMap map = maps.get(star.parent());
    return map == null ? 0 : depth(map, star.at());
  }
}
