package org.techrace.serve.pages;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
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

  private String listed(Optional<AnswerPicture> picture) {
    String column =
        picture
            .map(p -> p.columns().getFirst())
            .orElseGet(
                () ->
                    columns.stream()
                        .filter(one -> rows.stream().anyMatch(row -> isName(row, one)))
                        .findFirst()
                        .orElse(columns.getFirst()));
    List<String> names = rows.stream().map(row -> text(row, column)).distinct().toList();
    return Reader.text(
        names.size() > NAMED ? "answer.some" : "answer.all",
        names.size(),
        form.heading(column),
        names.stream().limit(NAMED).collect(Collectors.joining(Reader.text("answer.and"))));
  }

  private boolean isName(List<List<Term>> row, String column) {
    return !text(row, column).isEmpty() && number(row, column).isEmpty();
  }

  private String leader(AnswerPicture picture, List<String> drawn) {
    List<List<List<Term>>> chosen = chosen(picture);
    if (!picture.kind().equals("line")) {
      return FirstPlace.sentence(places(chosen, picture, drawn));
    }
    String along = picture.columns().getFirst();
    List<String> times = chosen.stream().map(row -> text(row, along)).distinct().sorted().toList();
    Map<String, List<FirstPlace>> byTime = new HashMap<>();
    for (String time : times) {
      List<List<List<Term>>> then =
          chosen.stream().filter(row -> text(row, along).equals(time)).toList();
      byTime.put(time, places(then, picture, drawn));
    }
    List<FirstPlace> last = byTime.getOrDefault(times.getLast(), List.of());
    String sentence = FirstPlace.sentence(last);
    String first = first(last);
    int since = times.size() - 1;
    while (since > 0 && first(byTime.getOrDefault(times.get(since - 1), List.of())).equals(first)) {
      since--;
    }
    return last.size() < 2 || sentence.isEmpty() || since == times.size() - 1
        ? sentence
        : sentence + Reader.text(since == 0 ? "answer.always" : "answer.since", times.get(since));
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
        place(row, drawn, name.isEmpty() ? form.heading(drawn.getFirst()) : name, picture)
            .ifPresent(places::add);
      }
    }
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
