package org.techrace.serve.view;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.techrace.entity.Term;
import org.techrace.serve.text.Reader;

/// A ranking of things by measures. Each solution is a value (`?value`) of a `?thing` at a time
/// (`?when`) in a series (`?line`) of values that can be compared. Each series becomes a row with
/// the first two things at its latest time, how much the first exceeds the second, since when it
/// has led without a break, and the values of both over time. The unit (`?unit`) is beside the
/// measure. Other variables are further columns.
///
/// @param others the names of the other variables, which are further columns
/// @param colours the colour of each of the first two things, by its key
public record Leaders(List<Ranking> rankings, List<String> others, Map<String, Integer> colours)
    implements View {
  public static final int WIDTH = 120;
  public static final int HEIGHT = 28;
  private static final int MARGIN = 3;
  private static final double FAR_AHEAD = 1.1;
  private static final List<String> OWN =
      List.of("line", "measure", "thing", "when", "value", "unit");

  /// A thing and its value.
  public record Place(Term thing, double value) {
    public String number() {
      return Shown.compact(value);
    }
  }

  /// A series.
  ///
  /// @param measure what is measured
  /// @param places the things at the latest time, the largest value first
  /// @param since the time since which the first has led, in words; empty if there is one time only
  /// @param courses of the first two, as points of an SVG polyline
  /// @param line the values of the other variables
  public record Ranking(
      Term measure,
      List<Place> places,
      String when,
      String since,
      List<String> courses,
      Line line) {

    /// Returns the unit of the values, or the empty string.
    public String unit() {
      return line.text("unit");
    }

    /// Returns the value of a place with its unit, for a sentence.
    private String amount(Place place) {
      return Quantity.of(place.value, line.first("unit")).text();
    }

    /// Returns the first two things.
    public List<Place> first() {
      return places.stream().limit(2).toList();
    }

    /// Returns the things with the largest value: several if they are tied.
    List<Place> leading() {
      double most = places.getFirst().value;
      return places.stream().filter(place -> place.value == most).toList();
    }

    boolean isLedBy(Term thing) {
      return leading().stream().anyMatch(place -> place.thing.key().equals(thing.key()));
    }

    /// How much the first exceeds the second: a factor, or a percentage below 10 %.
    public String margin() {
      if (places.size() < 2 || places.get(1).value() <= 0) {
        return "";
      }
      double factor = places.get(0).value() / places.get(1).value();
      return factor < FAR_AHEAD
          ? "%.0f %%".formatted(100 * (factor - 1))
          : Reader.text("leaders.times", Shown.compact(Math.round(10 * factor) / 10.0));
    }
  }

  /// A thing and by how many of the measures it is first.
  public record Lead(Term thing, int measures) {}

  /// The things that are first by some measure, most measures first. More than one means that the
  /// measures disagree.
  public List<Lead> leads() {
    Map<String, Lead> leads = new LinkedHashMap<>();
    for (Ranking ranking : rankings) {
      for (Place place : ranking.leading()) {
        leads.merge(
            place.thing().key(),
            new Lead(place.thing(), 1),
            (known, next) -> new Lead(known.thing(), known.measures() + 1));
      }
    }
    return leads.values().stream()
        .sorted(Comparator.comparingInt(Lead::measures).reversed())
        .toList();
  }

  /// Returns who is first by the first measure, how far ahead and since when, and another measure
  /// by which somebody else is.
  public List<String> sentences() {
    Ranking main = rankings.getFirst();
    Term leader = main.first().getFirst().thing();
    return Stream.concat(
            Stream.of(main), rankings.stream().filter(other -> !other.isLedBy(leader)).limit(1))
        .map(this::sentence)
        .toList();
  }

  private String sentence(Ranking ranking) {
    List<FirstPlace> places =
        ranking.places().stream()
            .map(
                place ->
                    new FirstPlace(
                        place.thing().text(),
                        place.value(),
                        FirstPlace.at(ranking.amount(place), ranking.when()),
                        false,
                        ranking.when(),
                        false))
            .toList();
    return Reader.text("answer.by", named(ranking), FirstPlace.sentence(places))
        + (ranking.since().isEmpty() ? "" : Reader.text("answer.since", ranking.since()));
  }

  /// Returns the name of a measure with what the further columns say of it, such as its field.
  private String named(Ranking ranking) {
    String more =
        others.stream()
            .flatMap(variable -> ranking.line().first(variable).stream())
            .map(Shown::text)
            .collect(Collectors.joining(Reader.text("answer.semicolon")));
    String measure = Shown.capitalised(ranking.measure().text());
    return more.isEmpty() ? measure : Reader.text("text.in-brackets", measure, more);
  }

  static Leaders of(List<String> variables, List<Line> lines, Colours colours) {
    Map<String, List<Line>> series = new LinkedHashMap<>();
    for (Line line : lines) {
      if (line.number("value").isPresent()) {
        series
            .computeIfAbsent(line.first("line").map(Term::key).orElse(""), key -> new ArrayList<>())
            .add(line);
      }
    }
    List<Ranking> rankings = series.values().stream().map(Leaders::ranking).toList();
    List<String> others =
        variables.stream()
            .filter(variable -> !OWN.contains(variable))
            .filter(variable -> lines.stream().anyMatch(l -> l.first(variable).isPresent()))
            .toList();
    // A table is one picture: no two things have the same colour in it.
    List<String> things =
        rankings.stream()
            .flatMap(ranking -> ranking.first().stream())
            .map(place -> place.thing().key())
            .toList();
    return new Leaders(rankings, others, colours.assign(List.of(things)));
  }

  /// Returns the class of a thing in the stylesheet: its colour.
  public String token(Place place) {
    return Colours.token(colours.getOrDefault(place.thing().key(), Colours.GREY));
  }

  private static Ranking ranking(List<Line> series) {
    Map<String, List<Line>> byTime =
        series.stream().collect(Collectors.groupingBy(line -> line.text("when")));
    List<String> times = byTime.keySet().stream().sorted().toList();
    List<Place> places = places(byTime.getOrDefault(times.getLast(), List.of())).toList();
    String leader = places.getFirst().thing().key();
    Optional<String> lost =
        times.reversed().stream()
            .filter(time -> !leads(leader, byTime.getOrDefault(time, List.of())))
            .findFirst();
    String since = "";
    if (times.size() > 1) {
      since =
          lost.map(time -> times.get(times.indexOf(time) + 1))
              .orElse(Reader.text("leaders.at-least", times.getFirst()));
    }
    Line one = series.getFirst();
    return new Ranking(
        one.first("measure").or(() -> one.first("line")).orElse(new Term.Unnamed("")),
        places,
        times.getLast(),
        since,
        times.size() > 1 ? courses(places.stream().limit(2).toList(), series) : List.of(),
        one);
  }

  /// Returns each thing with its largest value, the largest first.
  private static Stream<Place> places(List<Line> lines) {
    Set<String> seen = new HashSet<>();
    return lines.stream()
        .map(
            line ->
                new Place(line.first("thing").orElseThrow(), line.number("value").orElseThrow()))
        .sorted(Comparator.comparingDouble(Place::value).reversed())
        .filter(place -> seen.add(place.thing().key()));
  }

  /// Reports whether a thing has the largest value, alone or with others.
  private static boolean leads(String thing, List<Line> lines) {
    double most = places(lines).mapToDouble(Place::value).max().orElse(0);
    return places(lines)
        .anyMatch(place -> place.value() == most && place.thing().key().equals(thing));
  }

  private static List<String> courses(List<Place> places, List<Line> series) {
    List<Line> timed =
        series.stream().filter(line -> Day.place(line.text("when")).isPresent()).toList();
    double most = timed.stream().mapToDouble(l -> l.number("value").orElse(0.0)).max().orElse(1);
    double[] times =
        timed.stream().mapToDouble(l -> Day.place(l.text("when")).orElse(0.0)).toArray();
    if (times.length == 0) {
      return List.of();
    }
    Scale x =
        new Scale(
            Arrays.stream(times).min().orElse(0),
            Arrays.stream(times).max().orElse(1),
            MARGIN,
            WIDTH - MARGIN);
    Scale y = new Scale(0, most, HEIGHT - MARGIN, MARGIN);
    return places.stream()
        .map(
            place ->
                timed.stream()
                    .filter(l -> l.first("thing").orElseThrow().key().equals(place.thing().key()))
                    .sorted(Comparator.comparing(l -> l.text("when")))
                    .map(
                        l ->
                            x.at(Day.place(l.text("when")).orElseThrow())
                                + ","
                                + y.at(l.number("value").orElseThrow()))
                    .collect(Collectors.joining(" ")))
        .toList();
  }

  @Override
  public boolean isEmpty() {
    return rankings.isEmpty();
  }
}
