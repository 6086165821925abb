package org.techrace.serve.pages;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.system.Txn;
import org.techrace.entity.Ask;
import org.techrace.entity.Entities;
import org.techrace.entity.Labels;
import org.techrace.entity.PageQuery;
import org.techrace.entity.Term;
import org.techrace.serve.current.Lease;
import org.techrace.serve.text.Reader;
import org.techrace.serve.view.Line;
import org.techrace.serve.view.Panel;
import org.techrace.serve.view.Shown;

/// The places that things have among others by their figures, with the rules of `/observations`.
/// The query `queries/pages/observations/places.rq` has the figures; without it, things have no
/// places. The places of a release are found once. Thread-safe.
final class Places {
  private static final String QUERY = Observations.FOLDER + "places";

  /// The most places that a page names.
  private static final int MOST = 3;

  /// The last place that is named next to a better one.
  private static final int LAST = 10;

  /// The least number of things that have places.
  private static final int LEAST_THINGS = 3;

  private static final int RELEASES = 2;

  private final Cache<String, Map<String, List<Place>>> places =
      Caffeine.newBuilder().maximumSize(RELEASES).executor(Runnable::run).build();

  /// The place of a thing.
  ///
  /// @param number the place, from 1
  /// @param all the number of things that have places
  /// @param line its figure
  /// @param next the figure of the second, for the only first
  /// @param shared the number of things with the same value; 0 for a whole, which does not compete
  /// @param old true if the figures of the measure go on to later years, or are of different times
  private record Place(
      int number, int all, Line line, Optional<Line> next, int shared, boolean old) {
    String sentence(Entities entities) {
      Line own = named(line, entities);
      String measure = Shown.capitalised(own.text("chart"));
      String amount = FigureSentence.dated(own);
      String set = own.text("by");
      if (shared == 0) {
        return Reader.text("place.whole", measure, number, all, amount, set);
      }
      if (shared > 1) {
        return Reader.text("place.shared", measure, number, all, shared, amount, set);
      }
      return next.map(second -> named(second, entities))
          .map(
              second ->
                  Reader.text(
                      "place.first",
                      measure,
                      all,
                      amount,
                      second.text("series"),
                      second.text("when").equals(own.text("when"))
                          ? FigureSentence.amount(second).text()
                          : FigureSentence.dated(second),
                      set))
          .orElseGet(() -> Reader.text("place", measure, number, all, amount, set));
    }
  }

  /// The sentences of a page about the best places of a thing.
  ///
  /// @param figures the figures that the sentences are about
  record Said(List<String> sentences, List<Term> figures) {}

  /// Returns what the page about a thing says of its best places.
  Said of(String iri, Lease lease, Entities entities) {
    List<Place> all = of(lease).getOrDefault(iri, List.of());
    List<Place> best =
        Stream.concat(
                all.stream().limit(1), all.stream().skip(1).filter(place -> place.number <= LAST))
            .limit(MOST)
            .toList();
    return new Said(
        best.stream().map(place -> place.sentence(entities)).toList(),
        best.stream().flatMap(place -> place.line.first("figure").stream()).toList());
  }

  /// Finds the places of a release.
  void prepare(Lease lease) {
    of(lease);
  }

  private Map<String, List<Place>> of(Lease lease) {
    return places.get(lease.release(), _ -> of(lease.entities()));
  }

  private static Map<String, List<Place>> of(Entities entities) {
    Optional<PageQuery> query =
        entities.queries().in("observations").stream()
            .filter(one -> one.name().equals(QUERY))
            .findFirst();
    if (query.isEmpty()) {
      return Map.of();
    }
    Map<List<String>, List<Line>> measures =
        Panel.lines(query.get(), entities.rows(Ask.of(QUERY))).stream()
            .collect(
                Collectors.groupingBy(
                    line -> List.of(line.text("chart"), line.text("unit")),
                    LinkedHashMap::new,
                    Collectors.toList()));
    Map<String, List<Place>> found = new HashMap<>();
    measures.values().forEach(lines -> rank(lines, found));
    Comparator<Place> order = Comparator.comparing(Place::old);
    found.values().forEach(list -> list.sort(order.thenComparingInt(Place::number)));
    return found;
  }

  private static void rank(List<Line> lines, Map<String, List<Place>> found) {
    List<Line> edition = FigureChoice.newestEditions(lines);
    if (FigureChoice.isAmbiguous(edition)) {
      return;
    }
    List<Line> compared = FigureChoice.ofOneSet(edition, Set.of());
    List<Line> latest = FigureChoice.latest(compared, compared);
    boolean mixed = FigureChoice.isMixed(latest, compared);
    // Newest values of different years do not compare: half of the things are enough for a year.
    Optional<List<Line>> half =
        mixed || FigureChoice.isOld(latest, compared)
            ? FigureChoice.ofHalf(FigureChoice.newest(compared), compared)
            : Optional.empty();
    List<Line> last = half.orElse(latest);
    boolean old = (mixed && half.isEmpty()) || FigureChoice.isOld(last, compared);
    List<Line> highest = FigureLines.once(FigureLines.competing(Set.of(), Set.of(), last));
    List<Line> sorted = FigureLines.isLeast(highest) ? highest.reversed() : highest;
    if (sorted.size() < LEAST_THINGS) {
      return;
    }
    Map<Optional<Double>, Long> shared =
        sorted.stream().collect(Collectors.groupingBy(FigureLines::number, Collectors.counting()));
    last.stream()
        .filter(line -> !FigureLines.isRanked(line))
        .forEach(
            whole -> {
              int ahead = (int) sorted.stream().filter(line -> isAhead(line, whole)).count();
              found
                  .computeIfAbsent(FigureLines.thing(whole), _ -> new ArrayList<>())
                  .add(new Place(ahead + 1, sorted.size(), whole, Optional.empty(), 0, old));
            });
    int place = 0;
    for (int i = 0; i < sorted.size(); i++) {
      Line line = sorted.get(i);
      Optional<Double> number = FigureLines.number(line);
      if (i == 0 || !number.equals(FigureLines.number(sorted.get(i - 1)))) {
        place = i + 1;
      }
      int same = shared.getOrDefault(number, 1L).intValue();
      Optional<Line> next = place == 1 && same == 1 ? Optional.of(sorted.get(1)) : Optional.empty();
      found
          .computeIfAbsent(FigureLines.thing(line), _ -> new ArrayList<>())
          .add(new Place(place, sorted.size(), line, next, same, old));
    }
  }

  private static boolean isAhead(Line line, Line whole) {
    int order =
        Double.compare(FigureLines.number(line).orElse(0.0), FigureLines.number(whole).orElse(0.0));
    return FigureLines.isLeast(List.of(line)) ? order < 0 : order > 0;
  }

  /// Returns a line with its names in the language of some entities.
  private static Line named(Line line, Entities entities) {
    Labels labels = entities.labels();
    return Txn.calculateRead(
        entities.dataset(),
        () -> {
          Map<String, List<Term>> terms = new LinkedHashMap<>();
          line.terms()
              .forEach((name, all) -> terms.put(name, all.stream().map(labels::again).toList()));
          return new Line(terms);
        });
  }
}
