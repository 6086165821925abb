package org.techrace.serve.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.techrace.entity.Term;

/// A table of things against things. Variables: `?row`, `?column`, and `?cell` for the term in the
/// cell, shown as `?text` if that is bound, with `?note` and `?unit` in small type and in the
/// colour of `?tone`. Numbers without a tone are shaded by size. A page has as many rows as have
/// about [#CELLS] cells that are not empty.
///
/// @param columns the column heads
/// @param rows the rows
/// @param tones the tones, for the legend
public record Matrix(List<Term> columns, List<MatrixRow> rows, List<Term> tones) implements View {
  private static final int CELLS = 800;

  /// The most cells on a page, empty ones included.
  private static final int GRID = 1000;

  /// A row: its head and, for each column, its cells.
  public record MatrixRow(Term head, List<List<Cell>> cells) {}

  /// A cell.
  ///
  /// @param thing the term of the cell
  /// @param text the text to show
  /// @param note additional text in small type
  /// @param address the link target, or empty for the thing's own page
  /// @param tone a class of the stylesheet, or empty
  /// @param description the thing and the meaning of its colour
  public record Cell(
      Term thing, String text, String note, String address, String tone, String description) {}

  static Matrix of(List<Line> lines, String link) {
    Map<String, Term> rows = heads(lines, "row");
    Map<String, Term> columns = heads(lines, "column");
    if (rows.keySet().containsAll(columns.keySet())) {
      columns = inOrderOf(rows, columns);
    }
    double most = lines.stream().flatMap(l -> l.number("cell").stream()).reduce(0.0, Math::max);
    Map<String, Map<String, List<Cell>>> cells = new LinkedHashMap<>();
    for (Line line : lines) {
      cells
          .computeIfAbsent(line.first("row").orElseThrow().key(), r -> new LinkedHashMap<>())
          .computeIfAbsent(line.first("column").orElseThrow().key(), c -> new ArrayList<>())
          .add(cell(line, link, most));
    }
    List<String> across = List.copyOf(columns.keySet());
    return new Matrix(
        List.copyOf(columns.values()),
        rows.entrySet().stream()
            .map(
                row ->
                    new MatrixRow(
                        row.getValue(),
                        across.stream()
                            .map(
                                c ->
                                    cells
                                        .getOrDefault(row.getKey(), Map.of())
                                        .getOrDefault(c, List.of()))
                            .toList()))
            .toList(),
        heads(lines, "tone").values().stream().sorted(Comparator.comparing(Term::text)).toList());
  }

  private static Map<String, Term> heads(List<Line> lines, String variable) {
    Map<String, Term> heads = new LinkedHashMap<>();
    lines.forEach(l -> l.first(variable).ifPresent(t -> heads.putIfAbsent(t.key(), t)));
    return heads;
  }

  /// Orders the columns like the rows. Used if all column heads are also row heads.
  private static Map<String, Term> inOrderOf(Map<String, Term> rows, Map<String, Term> columns) {
    Map<String, Term> ordered = new LinkedHashMap<>(rows);
    ordered.keySet().retainAll(columns.keySet());
    return ordered;
  }

  private static Cell cell(Line line, String link, double most) {
    Term thing = line.first("cell").orElseThrow();
    Term text = line.first("text").orElse(thing);
    String tone =
        line.first("tone")
            .map(Shown::token)
            .or(() -> line.number("cell").map(n -> "shade" + Math.round(9 * Math.sqrt(n / most))))
            .orElse("");
    String note =
        String.join(
            " ", Stream.of("unit", "note").map(line::text).filter(t -> !t.isEmpty()).toList());
    return new Cell(
        thing,
        text.number().map(Shown::compact).orElse(text.text()),
        note,
        link.isEmpty() ? "" : Shown.fill(link, line),
        tone,
        (thing.text() + " " + line.text("tone")).strip());
  }

  /// Returns the number of rows on a page.
  private int rowsAtOnce() {
    long cells =
        rows.stream().flatMap(row -> row.cells().stream()).filter(c -> !c.isEmpty()).count();
    long filled = rows.size() * Math.min(1L * CELLS, cells) / Math.max(1, cells);
    return (int) Math.max(1, Math.min(filled, GRID / Math.max(1, columns.size())));
  }

  @Override
  public int pages() {
    return View.pages(rows.size(), rowsAtOnce());
  }

  @Override
  public View page(int number) {
    int atOnce = rowsAtOnce();
    List<MatrixRow> shown = rows.stream().skip((number - 1L) * atOnce).limit(atOnce).toList();
    return new Matrix(columns, shown, tones);
  }

  @Override
  public boolean isEmpty() {
    return rows.isEmpty();
  }
}
