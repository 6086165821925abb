package org.techrace.serve.pages;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.techrace.entity.Term;
import org.techrace.query.AnswerPicture;
import org.techrace.serve.current.Lease;
import org.techrace.serve.text.Reader;
import org.techrace.serve.view.Amount;
import org.techrace.serve.view.Bars;
import org.techrace.serve.view.Chart;
import org.techrace.serve.view.Colours;
import org.techrace.serve.view.Drawing;
import org.techrace.serve.view.Line;
import org.techrace.serve.view.Plot;
import org.techrace.serve.view.PointMap;
import org.techrace.serve.view.Rows;

/// Draws the answer of a question on the server, for link previews and downloads: bars where each
/// name has one value, lines over time, places on a map, else its first rows. The page draws all
/// kinds of pictures in the browser. Keeps the files that were asked for last. Safe for use by
/// several threads.
public final class QuestionPicture {
  /// The most rows in a picture.
  private static final int MOST_ROWS = 12;

  private static final long CACHE_BYTES = 16L << 20;

  private final Templates templates;
  private final PictureStyle style;
  private final Cache<Key, byte[]> files =
      Caffeine.newBuilder()
          .maximumWeight(CACHE_BYTES)
          .weigher((Key key, byte[] file) -> file.length)
          .executor(Runnable::run)
          .build();

  /// @param style makes pictures that need no stylesheet
  public QuestionPicture(Templates templates, PictureStyle style) {
    this.templates = templates;
    this.style = style;
  }

  private record Key(String release, String language, String address) {}

  /// An answer.
  ///
  /// @param rows the rows by cell; a cell may have several terms
  /// @param sentence the answer in a sentence
  /// @param sources the sources of the values in the picture
  public record Given(
      String sentence,
      List<String> columns,
      List<List<List<Term>>> rows,
      List<Site.Source> sources) {}

  /// Returns the picture as PNG if it was drawn before.
  public Optional<byte[]> known(QuestionForm form, Lease lease) {
    return Optional.ofNullable(files.getIfPresent(key(form, lease)));
  }

  /// Draws the picture as PNG.
  public byte[] png(QuestionForm form, Given answer, Lease lease) {
    byte[] file = Rasteriser.png(svg(form, answer, lease));
    files.put(key(form, lease), file);
    return file;
  }

  private static Key key(QuestionForm form, Lease lease) {
    return new Key(lease.release(), Reader.current().language(), form.embed(""));
  }

  /// Draws the picture as SVG.
  public String svg(QuestionForm form, Given answer, Lease lease) {
    Drawing drawing = drawing(form.question(), answer);
    List<String> foot = new ArrayList<>();
    switch (drawing) {
      case Plot _ -> {
        // All rows are in the picture.
      }
      case PointMap map when map.points().size() < answer.rows.size() ->
          foot.add(Reader.text("js.points.missing", answer.rows.size() - map.points().size()));
      case PointMap _ -> {
        // All places are in the picture.
      }
      default -> {
        if (answer.rows.size() > MOST_ROWS) {
          foot.add(Reader.text("more", answer.rows.size() - MOST_ROWS));
        }
      }
    }
    foot.addAll(EmbedPage.foot(answer.sources, templates.graphName(), lease));
    Picture picture =
        Picture.of(
            form.title(), List.of(answer.sentence, form.caption(), form.comment()), drawing, foot);
    return style.svg(picture, templates);
  }

  private static Drawing drawing(Questions.Question question, Given answer) {
    Optional<AnswerPicture> view = question.view();
    List<String> first =
        view.stream()
            .flatMap(
                shown ->
                    Stream.of(shown.columns().stream(), shown.unitColumn().stream())
                        .flatMap(columns -> columns))
            .toList();
    return view.filter(shown -> shown.kind().equals("bar"))
        .<Drawing>flatMap(shown -> bars(shown.columns(), answer))
        .or(() -> view.filter(shown -> shown.kind().equals("line")).flatMap(s -> plot(s, answer)))
        .or(() -> view.filter(s -> s.kind().equals("points")).flatMap(s -> points(s, answer)))
        .orElseGet(() -> Rows.of(answer.columns, first, answer.rows, MOST_ROWS));
  }

  /// Returns lines over time if the picture has one number at each time of each series.
  private static Optional<Drawing> plot(AnswerPicture shown, Given answer) {
    List<Integer> places = shown.columns().stream().map(answer.columns::indexOf).toList();
    if (places.contains(-1) || places.size() > 3 || shown.drawn().size() != 1) {
      return Optional.empty();
    }
    List<String> variables = List.of("when", "value", "series");
    List<Line> lines = new ArrayList<>();
    Set<List<String>> seen = new HashSet<>();
    for (List<List<Term>> row : answer.rows) {
      Map<String, List<Term>> line = new LinkedHashMap<>();
      for (int i = 0; i < places.size(); i++) {
        line.put(variables.get(i), row.get(places.get(i)));
      }
      line.put("figure", List.of(new Term.Unnamed("")));
      Line drawn = new Line(line);
      if (!seen.add(List.of(drawn.text("when"), drawn.text("series")))) {
        return Optional.empty();
      }
      lines.add(drawn);
    }
    return EmbedPage.drawing(Chart.of(lines, Colours.FREE));
  }

  /// Returns a map if some row has a latitude and a longitude.
  private static Optional<Drawing> points(AnswerPicture shown, Given answer) {
    List<Integer> at = shown.columns().stream().map(answer.columns::indexOf).toList();
    if (at.contains(-1) || at.size() != 3) {
      return Optional.empty();
    }
    List<PointMap.Place> places = new ArrayList<>();
    for (List<List<Term>> row : answer.rows) {
      Optional<Double> latitude = number(row.get(at.get(1)));
      Optional<Double> longitude = number(row.get(at.get(2)));
      if (latitude.isPresent() && longitude.isPresent()) {
        String name = row.get(at.get(0)).stream().map(Term::text).collect(Collectors.joining("; "));
        places.add(new PointMap.Place(new Term.Unnamed(name), latitude.get(), longitude.get()));
      }
    }
    PointMap map = PointMap.of(places);
    return map.points().isEmpty() ? Optional.empty() : Optional.of(map);
  }

  private static Optional<Double> number(List<Term> cell) {
    return cell.stream().findFirst().flatMap(Term::number);
  }

  /// Returns bars if the picture has one bar for each row: no series, and no name twice.
  private static Optional<Bars> bars(List<String> shown, Given answer) {
    int name = answer.columns.indexOf(shown.getFirst());
    int value = shown.size() == 2 ? answer.columns.indexOf(shown.getLast()) : -1;
    if (name < 0 || value < 0 || answer.rows.isEmpty()) {
      return Optional.empty();
    }
    List<Amount> bars = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (List<List<Term>> row : answer.rows) {
      Optional<Double> number = row.get(value).stream().findFirst().flatMap(Term::number);
      if (row.get(name).size() != 1
          || number.isEmpty()
          || number.get() < 0
          || !seen.add(row.get(name).getFirst().text())) {
        return Optional.empty();
      }
      bars.add(Amount.of(row.get(name).getFirst(), number.get()));
    }
    return Optional.of(Bars.of(bars.stream().limit(MOST_ROWS).toList()));
  }
}
