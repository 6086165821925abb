package org.techrace.serve.pages;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.techrace.entity.Term;
import org.techrace.query.AnswerPicture;
import org.techrace.serve.text.Reader;
import org.techrace.serve.view.FirstPlace;
import org.techrace.serve.view.Shown;

/// The answer to a question in a sentence, computed from its rows: who is first, with what value
/// and how far ahead; since when, if the rows have times; or how many there are and the first of
/// them. The texts `answer.*` have the wording.
///
/// @param form the question with its values
/// @param columns the columns of the answer
/// @param rows its rows by cell; a cell may have several terms
public record QuestionAnswer(QuestionForm form, List<String> columns, List<List<List<Term>>> rows) {
  /// How many names are listed.
  private static final int NAMED = 3;

  /// Up to how many competitors a sentence says how many there are.
  private static final int FEW = 10;

  /// The least share of the competitors that a time must have to be the latest one.
  private static final double COMPLETE = 0.8;

  /// How many cells of a single row are listed.
  private static final int CELLS = 4;

  private static final Set<String> CERTAINTY = Set.of("qualifier", "certainty", "hedge", "hedges");
  private static final Set<String> CERTAIN = Set.of("", "exact", "confirmed");

  /// Returns the sentence.
  public String sentence() {
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
            && picture.filter(AnswerPicture::ranked).isPresent()
            && picture.flatMap(AnswerPicture::unitColumn).map(this::different).orElse(1) == 1;
    String leader = comparable ? leader(picture.orElseThrow(), drawn) : "";
    return leader.isEmpty() ? listed(picture) : leader;
  }

  private int different(String column) {
    return (int) rows.stream().map(row -> text(row, column)).distinct().count();
  }

  private String single() {
    return IntStream.range(0, columns.size())
            .filter(i -> !text(rows.getFirst(), columns.get(i)).isEmpty())
            .limit(CELLS)
            .mapToObj(
                i -> form.heading(columns.get(i)) + ": " + text(rows.getFirst(), columns.get(i)))
            .collect(Collectors.joining("; "))
        + ".";
  }

  /// Returns how many rows there are, and the first names of the column that tells them apart.
  private String listed(Optional<AnswerPicture> picture) {
    List<String> named =
        columns.stream().filter(one -> rows.stream().anyMatch(row -> isName(row, one))).toList();
    String column =
        named.stream()
            .filter(one -> different(one) == rows.size())
            .findFirst()
            .or(() -> picture.map(p -> p.columns().getFirst()).filter(named::contains))
            .orElseGet(() -> named.isEmpty() ? columns.getFirst() : named.getFirst());
    List<String> names = rows.stream().map(row -> text(row, column)).distinct().toList();
    String some =
        names.stream().limit(NAMED).collect(Collectors.joining(Reader.text("answer.and")));
    if (names.size() < rows.size()) {
      return Reader.text("answer.rows", rows.size(), names.size(), form.heading(column), some);
    }
    return Reader.text(
        names.size() > NAMED ? "answer.some" : "answer.all",
        names.size(),
        form.heading(column),
        some);
  }

  private boolean isName(List<List<Term>> row, String column) {
    return !text(row, column).isEmpty() && number(row, column).isEmpty();
  }

  private String leader(AnswerPicture picture, List<String> drawn) {
    List<List<List<Term>>> chosen = chosen(picture);
    if (!picture.kind().equals("line")) {
      return compared(places(chosen, picture, drawn));
    }
    String along = picture.columns().getFirst();
    List<String> times = chosen.stream().map(row -> text(row, along)).distinct().sorted().toList();
    Map<String, List<FirstPlace>> byTime = new HashMap<>();
    for (String time : times) {
      List<List<List<Term>>> then =
          chosen.stream().filter(row -> text(row, along).equals(time)).toList();
      byTime.put(time, places(then, picture, drawn));
    }
    int latest = latest(times, byTime);
    List<FirstPlace> last = at(latest, times, byTime);
    String sentence = compared(last);
    String first = first(last);
    int since = latest;
    while (since > 0 && first(at(since - 1, times, byTime)).equals(first)) {
      since--;
    }
    return last.size() < 2 || sentence.isEmpty() || since == latest
        ? sentence
        : sentence + Reader.text(since == 0 ? "answer.always" : "answer.since", times.get(since));
  }

  /// Returns the index of the last time at which nearly all have a value: those with values of
  /// their own for a later time would be first without a competitor.
  private static int latest(List<String> times, Map<String, List<FirstPlace>> byTime) {
    int most = byTime.values().stream().mapToInt(List::size).max().orElse(0);
    int latest = times.size() - 1;
    while (latest > 0 && at(latest, times, byTime).size() < COMPLETE * most) {
      latest--;
    }
    return latest;
  }

  private static List<FirstPlace> at(
      int index, List<String> times, Map<String, List<FirstPlace>> byTime) {
    return byTime.getOrDefault(times.get(index), List.of());
  }

  /// Returns who is first, and among how many if these are few.
  private static String compared(List<FirstPlace> places) {
    String sentence = FirstPlace.sentence(places);
    return places.size() > 2 && places.size() <= FEW
        ? sentence + Reader.text("answer.compared", places.size())
        : sentence;
  }

  private static String first(List<FirstPlace> places) {
    return places.stream()
        .max(Comparator.comparingDouble(FirstPlace::value))
        .map(FirstPlace::name)
        .orElse("");
  }

  private List<FirstPlace> places(
      List<List<List<Term>>> some, AnswerPicture picture, List<String> drawn) {
    Optional<String> time = picture.timeColumn();
    List<String> names =
        picture.columns().stream()
            .filter(column -> !drawn.contains(column) && !time.equals(Optional.of(column)))
            .filter(column -> !isAlong(column, picture))
            .toList();
    // The same thing by another source, method or kind does not compete with itself.
    Optional<String> competitor =
        names.stream().filter(column -> different(column) > 1).findFirst();
    Map<String, FirstPlace> best = new LinkedHashMap<>();
    List<FirstPlace> places = new ArrayList<>();
    for (List<List<Term>> row : some) {
      String name =
          names.stream()
              .map(column -> text(row, column))
              .filter(n -> !n.isEmpty())
              .distinct()
              .collect(Collectors.joining(", "));
      if (drawn.size() > 1 && !picture.stacked()) {
        for (String column : drawn) {
          String whose = name.isEmpty() ? form.heading(column) : name + ", " + form.heading(column);
          place(row, List.of(column), whose, picture).ifPresent(places::add);
        }
      } else {
        String who = competitor.map(column -> text(row, column)).orElse(name);
        place(row, drawn, name.isEmpty() ? form.heading(drawn.getFirst()) : name, picture)
            .ifPresent(place -> best.merge(who, place, FirstPlace::larger));
      }
    }
    places.addAll(best.values());
    return places;
  }

  /// Reports whether a column is the horizontal axis of a line.
  private static boolean isAlong(String column, AnswerPicture picture) {
    return picture.kind().equals("line") && column.equals(picture.columns().getFirst());
  }

  private Optional<FirstPlace> place(
      List<List<Term>> row, List<String> numbers, String name, AnswerPicture picture) {
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
    String amount = Reader.text("answer.amount", Shown.compact(value), unit).strip();
    String certainty =
        CERTAINTY.stream()
            .map(column -> text(row, column))
            .filter(text -> !CERTAIN.contains(text))
            .collect(Collectors.joining(", "));
    String time = form.time();
    if (time.isEmpty() || picture.timeColumn().isPresent()) {
      time =
          picture
              .timeColumn()
              .map(column -> text(row, column))
              .filter(t -> !t.isEmpty())
              .orElse(time);
    }
    if (!certainty.isEmpty()) {
      amount = Reader.text("answer.certainty", amount, certainty);
    }
    return Optional.of(
        new FirstPlace(name, value, FirstPlace.at(amount, time), isPercent(row, picture)));
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
    List<List<List<Term>>> some = rows;
    Optional<String> time = picture.timeColumn().filter(column -> !isAlong(column, picture));
    if (time.isPresent()) {
      Map<List<String>, String> latest = new HashMap<>();
      for (List<List<Term>> row : some) {
        latest.merge(
            place(row, picture), text(row, time.get()), (a, b) -> a.compareTo(b) < 0 ? b : a);
      }
      some =
          some.stream()
              .filter(row -> text(row, time.get()).equals(latest.get(place(row, picture))))
              .toList();
    }
    return some;
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
