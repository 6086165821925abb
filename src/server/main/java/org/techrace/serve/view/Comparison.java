package org.techrace.serve.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.techrace.entity.ResultRow;
import org.techrace.entity.Term;
import org.techrace.serve.text.Reader;

/// A comparison of things: a column for each thing, a line for each aspect, and in each cell all
/// statements about both. Its queries bind `?thing`, `?row` (the aspect) and `?cell`. A cell with a
/// figure shows `?value`, or `?lower` and `?upper`, with `?unit`, `?note` and `?hedge`. If only one
/// bound is stated, `?hedge` states which. Solutions with a `?part` form a part of their own under
/// its name.
///
/// @param things the columns
/// @param parts the lines, by query and part; without those that have no solutions
public record Comparison(List<Term.Link> things, List<Part> parts) {
  /// The most statements of a line on a page; the things share them equally.
  public static final int CELLS = 6;

  /// The lines that a query has before those that are folded.
  private static final int LINES = 12;

  /// The same for one of several parts of a query.
  private static final int LINES_OF_PART = 4;

  /// The lines of one query, or of one of its parts.
  ///
  /// @param lines the most lines that a page begins with
  public record Part(String title, List<Aspect> aspects, int lines) {
    /// Returns the lines that a page begins with: those that compare at a glance, then those in
    /// which all things have a statement; the first of all if there are none.
    public List<Aspect> first() {
      List<Aspect> whole = aspects.stream().filter(Aspect::isWhole).toList();
      return (whole.isEmpty() ? aspects : whole)
          .stream()
              .sorted(Comparator.comparing(aspect -> aspect.lengths().isEmpty()))
              .limit(lines)
              .toList();
    }

    /// Returns the other lines.
    public List<Aspect> rest() {
      List<Aspect> first = first();
      return aspects.stream().filter(aspect -> !first.contains(aspect)).toList();
    }
  }

  /// A line of the comparison.
  ///
  /// @param head the aspect
  /// @param cells the statements, by thing
  public record Aspect(Term head, List<List<Cell>> cells) {
    /// Reports whether all things have a statement.
    boolean isWhole() {
      return cells.stream().noneMatch(List::isEmpty);
    }

    /// Returns the lengths of bars for the things, in percent of the longest; nothing unless each
    /// thing has one number, all of one unit and time.
    public List<Double> lengths() {
      List<Cell> all = cells.stream().flatMap(List::stream).toList();
      double most = all.stream().mapToDouble(c -> c.number().orElse(-1.0)).max().orElse(-1);
      boolean comparable =
          cells.size() > 1
              && cells.stream().allMatch(c -> c.size() == 1)
              && all.stream().allMatch(c -> c.number().orElse(-1.0) >= 0)
              && all.stream().map(Cell::beside).distinct().count() == 1;
      return comparable && most > 0
          ? all.stream()
              .map(c -> Math.round(c.number().orElseThrow() / most * 1000) / 10.0)
              .toList()
          : List.of();
    }

    /// Reports whether the things differ in this aspect.
    public boolean differs() {
      return cells.stream().map(c -> c.stream().map(Cell::key).toList()).distinct().count() > 1;
    }
  }

  /// A statement.
  ///
  /// @param term the term, under the text that is shown
  /// @param beside additional terms: unit, field, partner, year, stance
  /// @param number the number of a figure that has one
  /// @param figure true for a figure: a number or bounds
  public record Cell(Term term, List<Term> beside, Optional<Double> number, boolean figure) {
    /// Returns the key for comparisons. Two figures with the same number are equal.
    String key() {
      return term instanceof Term.Link link && beside.isEmpty() ? link.iri() : term.text();
    }

    /// Returns the statement as text.
    public String text() {
      return String.join(
          " ", Stream.concat(Stream.of(term), beside.stream()).map(Shown::text).toList());
    }
  }

  /// Creates the parts of the comparison from the solutions of one query.
  ///
  /// @param title the title of the lines without a part
  public static List<Part> parts(String title, List<Term.Link> things, List<ResultRow> rows) {
    Map<String, List<ResultRow>> parts =
        rows.stream()
            .collect(
                Collectors.groupingBy(
                    row -> row.get("part").map(Term::text).orElse(title),
                    LinkedHashMap::new,
                    Collectors.toList()));
    int lines = parts.size() > 1 ? LINES_OF_PART : LINES;
    return parts.entrySet().stream()
        .map(part -> new Part(part.getKey(), aspects(things, part.getValue()), lines))
        .filter(part -> !part.aspects().isEmpty())
        .toList();
  }

  private static List<Aspect> aspects(List<Term.Link> things, List<ResultRow> rows) {
    Map<Term, Map<String, List<Cell>>> aspects = new LinkedHashMap<>();
    for (ResultRow row : rows) {
      row.get("row")
          .ifPresent(
              head ->
                  aspects
                      .computeIfAbsent(head, h -> new LinkedHashMap<>())
                      .computeIfAbsent(row.iri("thing").orElse(""), t -> new ArrayList<>())
                      .add(cell(row)));
    }
    return aspects.entrySet().stream()
        .map(
            aspect ->
                new Aspect(
                    aspect.getKey(),
                    things.stream()
                        .map(t -> aspect.getValue().getOrDefault(t.iri(), List.of()))
                        .map(cells -> cells.stream().distinct().toList())
                        .toList()))
        .toList();
  }

  private static Cell cell(ResultRow row) {
    Term cell = row.get("cell").orElseThrow();
    String figure = figure(row);
    return new Cell(
        cell instanceof Term.Link link && !figure.isEmpty()
            ? link.called(figure, Reader.current().language())
            : cell,
        Stream.of("unit", "field", "partner", "stated", "note", "hedge")
            .filter(v -> !v.equals("hedge") || figure.isEmpty() || row.number("value").isPresent())
            .flatMap(v -> row.get(v).map(term -> v.equals("unit") ? unlinked(term) : term).stream())
            .filter(term -> !term.text().isEmpty())
            .toList(),
        row.number("value"),
        !figure.isEmpty());
  }

  /// Returns a thing as text: its figure leads to it, and a link in each cell makes a page heavy.
  private static Term unlinked(Term term) {
    return term instanceof Term.Link link
        ? new Term.Value(link.text(), Objects.requireNonNullElse(Shown.foreign(link), ""), "")
        : term;
  }

  /// Returns the text of a figure, or the empty string if the row has none.
  private static String figure(ResultRow row) {
    Optional<Double> value = row.number("value");
    if (value.isPresent()) {
      return Shown.compact(value.get());
    }
    String lower = row.number("lower").map(Shown::compact).orElse("");
    String upper = row.number("upper").map(Shown::compact).orElse("");
    String hedge = row.text("hedge");
    if (lower.isEmpty() && upper.isEmpty()) {
      return "";
    }
    if (lower.isEmpty()) {
      return hedge.isEmpty() ? Reader.text("at-most", upper) : hedge + " " + upper;
    }
    return upper.isEmpty()
        ? (hedge.isEmpty() ? Reader.text("at-least", lower) : hedge + " " + lower)
        : lower + "–" + upper;
  }

  /// Returns the things, and all that the cells state: their sources are those of the comparison.
  public Stream<Term> stated() {
    Stream<Term> cells =
        parts.stream()
            .flatMap(part -> part.aspects.stream())
            .flatMap(aspect -> aspect.cells.stream())
            .flatMap(List::stream)
            .map(Cell::term);
    return Stream.concat(things.stream(), cells);
  }

  /// Returns the colours of the things, as tokens of the stylesheet.
  public List<String> tokens(Colours colours) {
    List<String> keys = things.stream().map(Term::key).toList();
    Map<String, Integer> assigned = colours.assign(List.of(keys));
    return keys.stream()
        .map(key -> Colours.token(assigned.getOrDefault(key, Colours.GREY)))
        .toList();
  }

  /// Returns the figures of each line that has some.
  public Map<Term, List<Term>> figures() {
    Map<Term, List<Term>> figures = new LinkedHashMap<>();
    parts.stream()
        .flatMap(part -> part.aspects.stream())
        .forEach(
            aspect -> {
              List<Term> terms =
                  aspect.cells.stream()
                      .flatMap(List::stream)
                      .filter(Cell::figure)
                      .map(Cell::term)
                      .toList();
              if (!terms.isEmpty()) {
                figures.put(aspect.head, terms);
              }
            });
    return figures;
  }

  /// Returns a copy with only the lines in which the things differ.
  public Comparison differing() {
    return new Comparison(
        things,
        parts.stream()
            .map(
                p ->
                    new Part(p.title, p.aspects.stream().filter(Aspect::differs).toList(), p.lines))
            .filter(p -> !p.aspects.isEmpty())
            .toList());
  }
}
