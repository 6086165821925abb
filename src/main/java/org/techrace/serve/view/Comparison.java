package org.techrace.serve.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.techrace.entity.ResultRow;
import org.techrace.entity.Term;

/// What queries say of things that stand side by side: a column for each thing, a line for each
/// aspect, and in a cell all that is said. A query binds `?thing`, `?row` (the aspect) and `?cell`.
/// A cell that is a figure is shown by its `?value`, or by `?lower` and `?upper`; `?unit`, `?note`
/// and `?hedge` stand beside it. Of a figure of which only a bound is stated the hedge says which.
///
/// @param things the columns
/// @param parts the lines, a query at a time; those that say nothing are left out
public record Comparison(List<Term.Link> things, List<Part> parts) {

  /// What one query says.
  public record Part(String title, List<Aspect> aspects) {}

  /// A line.
  ///
  /// @param cells one for each thing
  public record Aspect(Term head, List<List<Cell>> cells) {
    /// Whether not all things have the same.
    public boolean differs() {
      return cells.stream().map(c -> c.stream().map(Cell::key).toList()).distinct().count() > 1;
    }
  }

  /// Something said.
  ///
  /// @param term it, under the name that is shown
  /// @param beside what stands beside it: unit, year, stance
  public record Cell(Term term, List<Term> beside) {
    /// What tells it from others: of a figure its number, not which figure it is.
    String key() {
      return term instanceof Term.Link link && beside.isEmpty() ? link.iri() : term.text();
    }

    /// All of it, as text.
    public String text() {
      return String.join(
          " ", Stream.concat(Stream.of(term), beside.stream()).map(Shown::text).toList());
    }
  }

  /// A part.
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
        cell instanceof Term.Link link && !figure.isEmpty() ? link.called(figure) : cell,
        Stream.of("unit", "note", "hedge")
            .filter(v -> !v.equals("hedge") || figure.isEmpty() || row.number("value").isPresent())
            .flatMap(v -> row.get(v).stream())
            .filter(term -> !term.text().isEmpty())
            .toList());
  }

  /// A figure as it is shown, or the empty string if the row has none.
  private static String figure(ResultRow row) {
    String lower = row.number("lower").map(Shown::compact).orElse("");
    String upper = row.number("upper").map(Shown::compact).orElse("");
    String hedge = row.text("hedge");
    return row.number("value")
        .map(Shown::compact)
        .orElseGet(
            () ->
                lower.isEmpty()
                    ? upper.isEmpty() ? "" : (hedge.isEmpty() ? "at most" : hedge) + " " + upper
                    : upper.isEmpty()
                        ? (hedge.isEmpty() ? "at least" : hedge) + " " + lower
                        : lower + "–" + upper);
  }

  /// The same with those lines only in which the things differ.
  public Comparison differing() {
    return new Comparison(
        things,
        parts.stream()
            .map(p -> new Part(p.title, p.aspects.stream().filter(Aspect::differs).toList()))
            .filter(p -> !p.aspects.isEmpty())
            .toList());
  }
}
