package org.techrace.serve.pages;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.techrace.entity.Entities;
import org.techrace.entity.Term;
import org.techrace.query.AnswerPicture;
import org.techrace.serve.text.Reader;
import org.techrace.serve.view.FirstPlace;
import org.techrace.serve.view.Quantity;
import org.techrace.serve.view.Shown;

/// The answer to a question in a sentence, computed from its rows: who is first, with what value
/// and how far ahead; since when, if the rows have times; or how many there are and the first of
/// them. The texts `answer.*` have the wording.
///
/// @param form the question with its values
/// @param columns the columns of the answer
/// @param rows its rows by cell; a cell may have several terms
/// @param wholes the places in the rows that have others of them in them: they compete with none
public record QuestionAnswer(
    QuestionForm form, List<String> columns, List<List<List<Term>>> rows, Set<String> wholes) {
  /// How many names are listed.
  private static final int NAMED = 3;

  /// Up to how many competitors a sentence says how many there are.
  private static final int FEW = 10;

  /// How many cells of a single row are listed.
  private static final int CELLS = 4;

  private static final Pattern LETTER = Pattern.compile("\\p{L}");
  private static final Pattern NUMBER_FIRST = Pattern.compile("\\d.*");

  private static final Set<String> CERTAINTY =
      Set.of("qualifier", "certainty", "hedge", "hedges", "how");

  /// The columns of the ends of a value, which `choices.js` draws as whiskers.
  private static final Pattern LOWER =
      Pattern.compile("lower|^p(ercentile)?0?5$", Pattern.CASE_INSENSITIVE);

  private static final Pattern UPPER =
      Pattern.compile("upper|^p(ercentile)?95$", Pattern.CASE_INSENSITIVE);

  /// Those who compete for being first.
  ///
  /// @param among what their values have in common, such as their kind or source; may be empty
  private record Competition(String among, List<FirstPlace> places) {
    /// Returns who is first, and among how many if these are few.
    String sentence() {
      String sentence = FirstPlace.sentence(places);
      if (places.size() > 2 && places.size() <= FEW) {
        sentence += Reader.text("answer.compared", places.size());
      }
      return among.isEmpty() || sentence.isEmpty()
          ? sentence
          : Reader.text("answer.by", Shown.capitalised(among), sentence);
    }

    String first() {
      return largest().map(FirstPlace::name).orElse("");
    }

    double most() {
      return largest().map(FirstPlace::value).orElse(Double.NEGATIVE_INFINITY);
    }

    Optional<FirstPlace> largest() {
      return places.stream().max(Comparator.comparingDouble(FirstPlace::value));
    }
  }

  /// A value, with what it has in common with others.
  private record Candidate(String among, FirstPlace place) {}

  /// Returns the answer in some rows.
  public static QuestionAnswer of(
      QuestionForm form, List<String> columns, List<List<List<Term>>> rows, Entities entities) {
    List<String> nested = form.question().view().map(AnswerPicture::nested).orElse(List.of());
    Map<String, String> things = new HashMap<>();
    for (List<List<Term>> row : rows) {
      nested.stream()
          .flatMap(column -> row.get(columns.indexOf(column)).stream())
          .filter(Term.Link.class::isInstance)
          .forEach(term -> things.put(term.key(), Shown.brief(term)));
    }
    Set<String> wholes = Observations.placesWithOthers(things.keySet(), entities);
    return new QuestionAnswer(
        form,
        columns,
        rows,
        wholes.stream().map(iri -> things.getOrDefault(iri, "")).collect(Collectors.toSet()));
  }

  /// Returns the sentence, with the chosen values that neither it nor the question names.
  public String sentence() {
    String sentence = answer() + hedge();
    String title = form.title();
    String values =
        form.fields().stream()
            .filter(field -> !field.isDay() && field.chosen().size() == 1)
            .map(field -> Shown.brief(field.chosen().getFirst().term()))
            .filter(value -> !title.contains(value) && !sentence.contains(value))
            .collect(Collectors.joining(Reader.text("list.separator")));
    return values.isEmpty() ? sentence : sentence + Reader.text("observations.of", values);
  }

  /// Returns what all numbers are, if the question declares that they are not exact.
  private String hedge() {
    return form.question()
        .view()
        .filter(_ -> !rows.isEmpty())
        .flatMap(view -> view.hedge().in(Reader.current().language()))
        .map(hedge -> Reader.text("answer.hedge", hedge))
        .orElse("");
  }

  /// Returns the places that do not compete, because they have others in them.
  private String leftOut() {
    return wholes.isEmpty()
        ? ""
        : Reader.text("observations.wholes", FirstPlace.some(wholes.stream().sorted().toList()));
  }

  private String answer() {
    if (rows.isEmpty()) {
      return Reader.text("answer.none");
    }
    Optional<AnswerPicture> picture = form.question().view();
    List<String> drawn = picture.map(AnswerPicture::drawn).orElse(List.of());
    if (rows.size() == 1) {
      return single();
    }
    // Values of several units have no first.
    boolean comparable =
        !drawn.isEmpty()
            && picture.flatMap(AnswerPicture::unitColumn).map(this::different).orElse(1) == 1;
    if (!comparable) {
      return listed(picture);
    }
    AnswerPicture drawing = picture.orElseThrow();
    String leader = drawing.ranked() ? leader(drawing, drawn) : "";
    return leader.isEmpty() ? listed(picture) + largest(drawing, drawn) : leader + leftOut();
  }

  /// Returns the largest of numbers that do not compete; of two kinds, such as existing and
  /// planned, that of each.
  private String largest(AnswerPicture picture, List<String> drawn) {
    List<Competition> kinds = competitions(chosen(picture), picture, drawn);
    return (kinds.size() <= 2 ? kinds : shown(kinds, 1))
        .stream()
            .flatMap(
                kind ->
                    kind
                        .largest()
                        .map(
                            largest ->
                                Reader.text(
                                    "answer.largest",
                                    Stream.of(largest.name(), kind.among)
                                        .filter(part -> !part.isEmpty())
                                        .collect(Collectors.joining(Reader.text("answer.and"))),
                                    largest.amount()))
                        .stream())
            .collect(Collectors.joining());
  }

  private int different(String column) {
    return (int) rows.stream().map(row -> text(row, column)).distinct().count();
  }

  /// Returns the cells of the only row; its name first, if it begins with one.
  private String single() {
    List<List<Term>> row = rows.getFirst();
    List<String> filled = columns.stream().filter(one -> !text(row, one).isEmpty()).toList();
    boolean named = filled.size() > 1 && isName(row, filled.getFirst());
    String cells =
        filled.stream()
            .skip(named ? 1 : 0)
            .limit(CELLS)
            .map(column -> form.heading(column) + " " + text(row, column))
            .collect(Collectors.joining(Reader.text("answer.semicolon")));
    return named
        ? Reader.text("answer.all", text(row, filled.getFirst()), cells)
        : Shown.capitalised(cells) + ".";
  }

  /// Returns how often a matrix has which name in its cells; empty if nearly each has another one.
  private Optional<String> counted(AnswerPicture picture) {
    String cell = picture.columns().getLast();
    if (!picture.kind().equals("matrix")
        || rows.stream().anyMatch(row -> !isName(row, cell))
        || 2 * different(cell) > rows.size()) {
      return Optional.empty();
    }
    Map<String, Long> counts =
        rows.stream().collect(Collectors.groupingBy(row -> text(row, cell), Collectors.counting()));
    List<String> names =
        counts.entrySet().stream()
            .sorted(
                Map.Entry.<String, Long>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey()))
            .map(
                one ->
                    Reader.text(
                        "text.in-brackets",
                        one.getKey(),
                        Reader.text("answer.of", one.getValue(), rows.size())))
            .toList();
    String first =
        names.stream().limit(NAMED).collect(Collectors.joining(Reader.text("answer.and")));
    String rest = names.size() > NAMED ? " " + Reader.text("and-more", names.size() - NAMED) : "";
    return Optional.of(
        Reader.text("answer.all", Shown.capitalised(form.heading(cell)), first + rest));
  }

  /// Returns how many rows there are, and the first names of the column that tells them apart.
  private String listed(Optional<AnswerPicture> picture) {
    Optional<String> counted = picture.flatMap(this::counted);
    if (counted.isPresent()) {
      return counted.get();
    }
    List<String> named =
        columns.stream().filter(one -> rows.stream().anyMatch(row -> isName(row, one))).toList();
    String column =
        named.stream()
            .filter(one -> different(one) == rows.size())
            .findFirst()
            .or(
                () ->
                    picture
                        .filter(drawn -> !drawn.measures().isEmpty())
                        .map(drawn -> drawn.columns().getFirst())
                        .filter(named::contains))
            .or(() -> named.stream().max(Comparator.comparingInt(this::different)))
            .orElse(columns.getFirst());
    List<String> names =
        rows.stream()
            .map(row -> text(row, column))
            .filter(name -> !name.isEmpty())
            .distinct()
            .toList();
    boolean commas = names.stream().anyMatch(name -> name.contains(","));
    String some =
        names.stream()
            .limit(NAMED)
            .collect(Collectors.joining(Reader.text(commas ? "answer.semicolon" : "answer.and")));
    String count =
        names.size() < rows.size()
            ? Reader.text("answer.rows", names.size(), rows.size())
            : Reader.text("answer.count", names.size());
    return Reader.text(names.size() > NAMED ? "answer.some" : "answer.all", count, some);
  }

  private boolean isName(List<List<Term>> row, String column) {
    return LETTER.matcher(text(row, column)).find() && number(row, column).isEmpty();
  }

  private String leader(AnswerPicture picture, List<String> drawn) {
    List<List<List<Term>>> chosen = chosen(picture);
    if (!picture.kind().equals("line")) {
      return shown(competitions(chosen, picture, drawn), NAMED).stream()
          .map(Competition::sentence)
          .collect(Collectors.joining(" "));
    }
    Map<String, TreeMap<String, Competition>> lines = lines(chosen, picture, drawn);
    return ValueChoice.best(
            lines.entrySet().stream()
                .map(
                    line -> {
                      int most = most(line.getValue());
                      String newest = line.getValue().lastKey();
                      return new ValueChoice.Source(line.getKey(), most, most, newest);
                    })
                .toList())
        .map(best -> lines.getOrDefault(best.name(), new TreeMap<>()))
        .map(QuestionAnswer::lastOf)
        .orElse("");
  }

  /// Returns who competes at each time, by what their values have in common.
  private Map<String, TreeMap<String, Competition>> lines(
      List<List<List<Term>>> chosen, AnswerPicture picture, List<String> drawn) {
    String along = picture.columns().getFirst();
    Map<String, TreeMap<String, Competition>> lines = new LinkedHashMap<>();
    chosen.stream()
        .collect(Collectors.groupingBy(row -> text(row, along)))
        .forEach(
            (time, then) ->
                competitions(then, picture, drawn)
                    .forEach(
                        one ->
                            lines.computeIfAbsent(one.among, _ -> new TreeMap<>()).put(time, one)));
    return lines;
  }

  /// Returns how many compete at most.
  private static int most(TreeMap<String, Competition> line) {
    return line.values().stream().mapToInt(one -> one.places.size()).max().orElse(0);
  }

  /// Returns the sentence about the last time at which nearly all have a value.
  private static String lastOf(TreeMap<String, Competition> line) {
    Map<String, Integer> sizes = new HashMap<>();
    line.forEach((time, competition) -> sizes.put(time, competition.places.size()));
    String last = ValueChoice.lastComplete(sizes, most(line)).orElseGet(line::lastKey);
    NavigableMap<String, Competition> times = line.headMap(last, true).descendingMap();
    Competition competition = times.firstEntry().getValue();
    String sentence = competition.sentence();
    String since =
        times.entrySet().stream()
            .takeWhile(time -> time.getValue().first().equals(competition.first()))
            .map(Map.Entry::getKey)
            .reduce(last, (_, earlier) -> earlier);
    boolean always = since.equals(line.firstKey());
    return competition.places.size() < 2 || sentence.isEmpty() || since.equals(last)
        ? sentence
        : sentence + Reader.text(always ? "answer.always" : "answer.since", since);
  }

  /// Returns who competes with whom: a value of another kind, source or measure does not, nor does
  /// the same thing.
  private List<Competition> competitions(
      List<List<List<Term>>> some, AnswerPicture picture, List<String> drawn) {
    Map<String, Map<String, FirstPlace>> best = new LinkedHashMap<>();
    for (Candidate candidate : candidates(some, picture, drawn)) {
      best.computeIfAbsent(candidate.among, _ -> new LinkedHashMap<>())
          .merge(candidate.place.name(), candidate.place, FirstPlace::larger);
    }
    return best.entrySet().stream()
        .map(one -> new Competition(one.getKey(), List.copyOf(one.getValue().values())))
        .toList();
  }

  /// Returns the competitions that a sentence is about: all if they are few, otherwise those with
  /// the largest values, in the order of the rows.
  private static List<Competition> shown(List<Competition> all, int most) {
    Set<Competition> largest =
        all.stream()
            .sorted(Comparator.comparingDouble(Competition::most).reversed())
            .limit(most)
            .collect(Collectors.toSet());
    return all.stream().filter(largest::contains).toList();
  }

  /// Returns the values of rows. The column of the rivals, or else the first column of the picture
  /// that differs, names who has a value; the other columns, and the measure if there are several,
  /// are what values have in common. If the measures are the rivals, these have the values.
  private List<Candidate> candidates(
      List<List<List<Term>>> some, AnswerPicture picture, List<String> drawn) {
    Optional<String> time = picture.timeColumn();
    List<String> names =
        picture.columns().stream()
            .filter(column -> !drawn.contains(column) && !time.equals(Optional.of(column)))
            .filter(column -> !isAlong(column, picture))
            .toList();
    Optional<String> first =
        Stream.concat(picture.rivals().stream().filter(names::contains), names.stream())
            .filter(column -> different(column) > 1)
            .findFirst()
            .or(() -> names.stream().findFirst());
    Optional<String> who = first.filter(_ -> !picture.rivals().equals(drawn));
    boolean several = drawn.size() > 1 && !picture.stacked();
    List<List<String>> measures = several ? drawn.stream().map(List::of).toList() : List.of(drawn);
    List<Candidate> candidates = new ArrayList<>();
    for (List<List<Term>> row : some) {
      for (List<String> measure : measures) {
        String heading = form.heading(measure.getFirst());
        // A measure that is named after its time needs no other.
        boolean year = several && form.time().contains(heading);
        String name =
            who.map(column -> text(row, column)).filter(n -> !n.isEmpty()).orElse(heading);
        String among =
            Stream.concat(
                    names.stream()
                        .filter(column -> !who.equals(Optional.of(column)))
                        .map(column -> text(row, column)),
                    Stream.of(heading).filter(_ -> several && !year && who.isPresent()))
                .filter(part -> !part.isEmpty() && !part.equals(name))
                .distinct()
                .collect(Collectors.joining(Reader.text("answer.and")));
        place(row, measure, name, year ? heading : time(row, picture), picture)
            .filter(place -> !picture.ranked() || !wholes.contains(place.name()))
            .ifPresent(place -> candidates.add(new Candidate(among, place)));
      }
    }
    return candidates;
  }

  /// Reports whether a column is the horizontal axis of a line.
  private static boolean isAlong(String column, AnswerPicture picture) {
    return picture.kind().equals("line") && column.equals(picture.columns().getFirst());
  }

  private Optional<FirstPlace> place(
      List<List<Term>> row, List<String> numbers, String name, String time, AnswerPicture picture) {
    List<Double> values = numbers.stream().flatMap(column -> number(row, column).stream()).toList();
    if (values.isEmpty()) {
      return Optional.empty();
    }
    double value = values.stream().mapToDouble(Double::doubleValue).sum();
    String unit =
        picture
            .unitColumn()
            .map(column -> text(row, column))
            .orElseGet(() -> picture.unit().in(Reader.current().language()).orElse(""));
    String product = NUMBER_FIRST.matcher(unit).matches() ? "× " + unit : unit;
    String amount = new Quantity(value, product, false).text();
    Set<String> certain = Set.of(Reader.text("answer.certain").split("; ", -1));
    List<String> certainty =
        Stream.concat(
                CERTAINTY.stream()
                    .sorted()
                    .map(column -> text(row, column))
                    .filter(text -> !certain.contains(text) && !text.equals(name)),
                range(row).stream().filter(_ -> numbers.size() == 1))
            .filter(text -> !text.isEmpty())
            .toList();
    Set<String> bounds = Set.of(Reader.text("answer.bounds").split("; ", -1));
    boolean bound = certainty.stream().anyMatch(bounds::contains);
    if (!certainty.isEmpty()) {
      amount = Reader.text("answer.certainty", amount, String.join(", ", certainty));
    }
    return Optional.of(
        new FirstPlace(
            name, value, FirstPlace.at(amount, time), isPercent(row, picture), time, bound));
  }

  /// Returns the lower and the upper end of the value of a row.
  private Optional<String> range(List<List<Term>> row) {
    return end(row, LOWER)
        .flatMap(from -> end(row, UPPER).map(to -> Reader.text("answer.range", from, to)));
  }

  private Optional<String> end(List<List<Term>> row, Pattern names) {
    return columns.stream()
        .filter(column -> names.matcher(column).find())
        .findFirst()
        .flatMap(column -> number(row, column))
        .map(number -> new Quantity(number, "", false).text());
  }

  private String time(List<List<Term>> row, AnswerPicture picture) {
    return picture
        .timeColumn()
        .map(column -> text(row, column))
        .filter(time -> !time.isEmpty())
        .orElseGet(form::time);
  }

  private boolean isPercent(List<List<Term>> row, AnswerPicture picture) {
    return picture
        .unitColumn()
        .map(column -> row.get(columns.indexOf(column)))
        .map(cell -> cell.stream().anyMatch(form::isPercent))
        .orElseGet(() -> picture.unit().in("en").filter(form.percent()::contains).isPresent());
  }

  /// The rows; of several times of a place, the latest.
  private List<List<List<Term>>> chosen(AnswerPicture picture) {
    return picture
        .timeColumn()
        .filter(column -> !isAlong(column, picture))
        .map(time -> ValueChoice.newest(rows, row -> place(row, picture), row -> text(row, time)))
        .orElse(rows);
  }

  private List<String> place(List<List<Term>> row, AnswerPicture picture) {
    return picture.columns().stream()
        .filter(column -> !picture.measures().contains(column))
        .filter(column -> !picture.timeColumn().equals(Optional.of(column)))
        .map(column -> text(row, column))
        .toList();
  }

  private Optional<Double> number(List<List<Term>> row, String column) {
    return row.get(columns.indexOf(column)).stream().findFirst().flatMap(Term::number);
  }

  private String text(List<List<Term>> row, String column) {
    int at = columns.indexOf(column);
    return at < 0 ? "" : row.get(at).stream().map(Shown::brief).collect(Collectors.joining("; "));
  }
}
