package org.techrace.engine.plan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.techrace.engine.expression.References;
import org.techrace.mapping.Expression;
import org.techrace.mapping.LogicalSource;
import org.techrace.mapping.TriplesMap;
import org.techrace.report.Report;
import org.techrace.table.CellKind;
import org.techrace.table.Reference;
import org.techrace.table.Row;
import org.techrace.table.SourceRows;
import org.techrace.table.SourceTable;
import org.techrace.table.Value;

/// Finds rows whose cells have shifted to the right, so that their key is empty and no triples map
/// makes anything of them: their values do not look like those of their columns, but like those of
/// columns further left. Safe for use by several threads.
public final class ShiftedRows {
  /// The number of rows at the start of the table that show how columns look.
  private static final int SAMPLED_ROWS = 100;

  /// Fewer values of a column do not show how it looks, and fewer values of a row not that it has
  /// shifted.
  private static final int MIN_VALUES = 2;

  private final SourceTable table;
  private final List<Reference> references;

  /// The slots of the references of each subject.
  private final List<int[]> keys;

  private @Nullable Sample sample;

  /// The columns at the start of a table.
  ///
  /// @param columns the references to the columns
  /// @param looks how their values look
  private record Sample(List<String> columns, List<Look> looks) {}

  /// How the values of a column look.
  private static final class Look {
    private final Set<CellKind> kinds = EnumSet.noneOf(CellKind.class);
    private int shortest = Integer.MAX_VALUE;
    private int longest;
    private int values;

    void add(String text) {
      kinds.add(CellKind.of(text));
      shortest = Math.min(shortest, text.length());
      longest = Math.max(longest, text.length());
      values++;
    }

    /// Returns true if a text has the kind of the values, and their length if all have the same.
    boolean fits(String text) {
      return values < MIN_VALUES
          || (kinds.contains(CellKind.of(text))
              && (shortest < longest || text.length() == longest));
    }
  }

  private ShiftedRows(SourceTable table, List<Reference> references, List<int[]> keys) {
    this.table = table;
    this.references = references;
    this.keys = List.copyOf(keys);
  }

  /// Returns what finds such rows, or null if subjects are not made straight from columns.
  ///
  /// @param maps the triples maps over the table
  static @Nullable ShiftedRows of(List<? extends TriplesMapPlan<?>> maps) {
    References references = maps.getFirst().references();
    List<int[]> keys = new ArrayList<>();
    for (TriplesMapPlan<?> plan : maps) {
      List<String> key = key(plan.map());
      if (key.isEmpty()) {
        return null;
      }
      keys.add(key.stream().mapToInt(references::slot).toArray());
    }
    return new ShiftedRows(maps.getFirst().table(), references.list(), keys);
  }

  private static List<String> key(TriplesMap map) {
    boolean hasColumns =
        map.source() instanceof LogicalSource source && !source.formulation().hasPaths();
    Expression subject = map.subject().term().expression();
    return hasColumns
            && (subject instanceof Expression.Template || subject instanceof Expression.Reference)
        ? subject.references()
        : List.of();
  }

  /// Returns a warning of a row without quads if its cells have shifted.
  ///
  /// @throws IOException if the start of the table cannot be read
  public Optional<String> warning(Row row) throws IOException {
    return row.line() == 0 || !lacksKeys(row, 0) ? Optional.empty() : warning(row, sample());
  }

  /// @param firstSlot the slot of the first of the references
  private boolean lacksKeys(Row row, int firstSlot) {
    return keys.stream()
        .allMatch(
            key -> Arrays.stream(key).anyMatch(slot -> row.values(firstSlot + slot).isEmpty()));
  }

  private Optional<String> warning(Row row, Sample start) {
    String[] texts = new String[start.columns.size()];
    Arrays.fill(texts, "");
    for (int slot = 0; slot < references.size(); slot++) {
      int column = start.columns.indexOf(references.get(slot).text());
      List<Value> values = row.values(slot);
      if (column >= 0 && !values.isEmpty()) {
        texts[column] = values.getFirst().text();
      }
    }
    int[] filled = IntStream.range(0, texts.length).filter(i -> !texts[i].isBlank()).toArray();
    if (filled.length < MIN_VALUES) {
      return Optional.empty();
    }
    return Arrays.stream(filled)
        .filter(i -> !start.looks.get(i).fits(texts[i]))
        .boxed()
        .findFirst()
        .flatMap(
            wrong ->
                IntStream.rangeClosed(1, filled[0])
                    .filter(
                        by ->
                            Arrays.stream(filled)
                                .allMatch(i -> start.looks.get(i - by).fits(texts[i])))
                    .mapToObj(
                        by ->
                            "the key is empty, and '%s' is in the column '%s' but looks like '%s'; if the cells of the row have shifted, move them, otherwise complete it: nothing is made of it"
                                .formatted(
                                    texts[wrong],
                                    start.columns.get(wrong),
                                    start.columns.get(wrong - by)))
                    .findFirst());
  }

  /// Reads rows with a key at the start of the table again, so that each part of it, read by any
  /// thread or process, has the same answer.
  private synchronized Sample sample() throws IOException {
    Sample known = sample;
    if (known != null) {
      return known;
    }
    Report unused = new Report();
    List<String> columns = table.columns(unused);
    List<Look> looks = columns.stream().map(_ -> new Look()).toList();
    List<Reference> read =
        Stream.concat(columns.stream().map(Reference::of), references.stream()).toList();
    try (SourceRows rows = table.open(read, unused)) {
      @Nullable Row row = rows.next();
      for (int n = 0; row != null && n < SAMPLED_ROWS; n++) {
        for (int i = 0; i < looks.size() && !lacksKeys(row, columns.size()); i++) {
          for (Value value : row.values(i)) {
            if (!value.text().isBlank()) {
              looks.get(i).add(value.text());
            }
          }
        }
        row = rows.next();
      }
    }
    sample = new Sample(columns, looks);
    return sample;
  }
}
