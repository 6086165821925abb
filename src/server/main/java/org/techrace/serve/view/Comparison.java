package org.techrace.serve.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.techrace.entity.ResultRow;
import org.techrace.entity.Term;
import org.techrace.serve.text.Reader;

/// A comparison of things: a column for each thing, a line for each aspect, and in each cell all
/// statements about both. Its queries bind `?thing`, `?row` (the aspect) and `?cell`. A cell with a
/// figure shows `?value`, or `?lower` and `?upper`, with `?unit`, `?note` and `?hedge`. If only one
/// bound is stated, `?hedge` states which.
///
/// @param things the columns
/// @param parts the lines, by query; without queries that have no solutions
public record Comparison(List<Term.Link> things, List<Part> parts) {
  /// The most statements of a line on a page; the things share them equally.
  public static final int CELLS = 8;

  /// The lines that a part has before those that are folded.
  private static final int LINES = 12;

  /// The lines of one query.
  public record Part(String title, List<Aspect> aspects) {
    /// Returns the lines that a page begins with: the first of those in which all things have a
    /// statement, or of all if there are none.
    public List<Aspect> first() {
      List<Aspect> whole = aspects.stream().filter(Aspect::isWhole).toList();
      return (whole.isEmpty() ? aspects : whole).stream().limit(LINES).toList();
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

    /// Reports whether the things differ in this aspect.
    public boolean differs() {
      return cells.stream().map(c -> c.stream().map(Cell::key).toList()).distinct().count() > 1;
    }
  }

  /// A statement.
  ///
  /// @param term the term, under the text that is shown
  /// @param beside additional terms: unit, field, partner, year, stance
  public record Cell(Term term, List<Term> beside) {
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

  /// Creates the part of the comparison from the solutions of one query.
  public static Part part(String title, List<Term.Link> things, List<ResultRow> rows) {
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
    return new Part(
        title,
        aspects.entrySet().stream()
            .map(
                aspect ->
                    new Aspect(
                        aspect.getKey(),
                        things.stream()
                            .map(t -> aspect.getValue().getOrDefault(t.iri(), List.of()))
                            .map(cells -> cells.stream().distinct().toList())
                            .toList()))
            .toList());
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
            .flatMap(v -> row.get(v).stream())
            .filter(term -> !term.text().isEmpty())
            .toList());
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

  /// Returns a copy with only the lines in which the things differ.
  public Comparison differing() {
    return new Comparison(
        things,
        parts.stream()
            .map(p -> new Part(p.title, p.aspects.stream().filter(Aspect::differs).toList()))
            .filter(p -> !p.aspects.isEmpty())
            .toList());
  }
}
