package org.techrace.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.table.Header;

/// The outcome of each cell of the tables of a run: for each column, `cells = values + empty + null
/// marks + dropped + refused + merged + not read`. A cell is counted each time its row is read; one
/// that nothing reads, once. Safe for use by several threads.
@SuppressWarnings("EnumOrdinal") // counted once for each cell: an array, not a map
public final class Conservation {
  /// The number of examples that are kept for each column and outcome.
  private static final int MAX_EXAMPLES = 3;

  private static final int MAX_EXAMPLE_LENGTH = 60;

  /// The name under which cells are counted that belong to no column.
  private static final String SURPLUS = "(cells after the last column)";

  /// The outcome of a cell.
  public enum Outcome {
    /// A term, or a key of a join, was made of the value.
    VALUE,
    /// The cell has no text, or only white space.
    EMPTY,
    /// The cell has a text that means "no value" (`rml:null`).
    NULL_MARK,
    /// The mapping made nothing of the value: a function or a condition left it out, no parent was
    /// found, the row has no subject, or the mapping says that the row is not data.
    DROPPED,
    /// The row has an error, which is reported.
    REFUSED,
    /// A term was made of the value, which is that of the first of several merged cells.
    MERGED,
    /// No triples map reads the column, or the path of a file without columns.
    UNREAD
  }

  /// The cells of a column.
  ///
  /// @param table the name of the table
  /// @param column the reference to the column
  /// @param counts the number of cells by outcome
  /// @param examples some cells, with their lines, by outcome
  public record Column(
      String table, String column, Map<Outcome, Long> counts, Map<Outcome, List<String>> examples) {
    public Column {
      counts = Map.copyOf(counts);
      examples = Map.copyOf(examples);
    }

    /// Returns the number of cells with an outcome.
    public long count(Outcome outcome) {
      return counts.getOrDefault(outcome, 0L);
    }

    /// Returns the number of cells.
    public long cells() {
      return counts.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /// The counts of one thread for the columns of a table.
  static final class Counts {
    private final long[][] numbers;
    private final List<List<List<String>>> examples = new ArrayList<>();

    /// @param columns the number of columns
    Counts(int columns) {
      this.numbers = new long[columns][Outcome.values().length];
      for (int i = 0; i < columns; i++) {
        examples.add(
            Arrays.stream(Outcome.values()).<List<String>>map(_ -> new ArrayList<>()).toList());
      }
    }

    void add(int column, Outcome outcome) {
      numbers[column][outcome.ordinal()]++;
    }

    /// Adds a cell of the only column that is in none of the rows of its table: it has no value, or
    /// its row is one that the mapping says is not data.
    void addLeftOut(Report.LeftOut cell) {
      Outcome outcome =
          cell.text().isBlank()
              ? Outcome.EMPTY
              : cell.isNull() ? Outcome.NULL_MARK : Outcome.DROPPED;
      add(0, outcome);
      if (outcome != Outcome.EMPTY && wantsExample(0, outcome)) {
        example(0, outcome, cell.text(), cell.line());
      }
    }

    /// Returns true if another example is needed.
    boolean wantsExample(int column, Outcome outcome) {
      return examples.get(column).get(outcome.ordinal()).size() < MAX_EXAMPLES;
    }

    void example(int column, Outcome outcome, String text, long line) {
      String shown =
          text.length() > MAX_EXAMPLE_LENGTH ? text.substring(0, MAX_EXAMPLE_LENGTH) + "…" : text;
      examples
          .get(column)
          .get(outcome.ordinal())
          .add(line > 0 ? "'%s' (line %d)".formatted(shown, line) : "'%s'".formatted(shown));
    }
  }

  private static final class Sum {
    final Map<Outcome, Long> numbers = new TreeMap<>();
    final Map<Outcome, List<String>> examples = new TreeMap<>();

    void add(Outcome outcome, long number, List<String> more) {
      if (number > 0) {
        numbers.merge(outcome, number, Long::sum);
      }
      List<String> known = examples.computeIfAbsent(outcome, _ -> new ArrayList<>());
      // A table that is read for several triples maps has each example several times.
      more.stream()
          .filter(example -> !known.contains(example))
          .limit(MAX_EXAMPLES - known.size())
          .forEach(known::add);
    }
  }

  private final Map<String, Map<String, Sum>> tables = new TreeMap<>();
  private final Map<String, List<String>> unread = new TreeMap<>();
  private final Map<String, Map<String, Long>> unreadValues = new TreeMap<>();
  private final Map<String, Long> rows = new TreeMap<>();
  private final Map<String, Place> ends = new TreeMap<>();

  /// Adds the counts of a thread.
  ///
  /// @param columns the columns of the counts
  synchronized void add(String table, List<String> columns, Counts counts) {
    Map<String, Sum> sums = tables.computeIfAbsent(table, _ -> new LinkedHashMap<>());
    for (int i = 0; i < columns.size(); i++) {
      boolean isEmpty = Arrays.stream(counts.numbers[i]).sum() == 0;
      if (columns.get(i).equals(Header.ROW) && isEmpty) {
        continue; // the number of a row is in no cell
      }
      Sum sum = sums.computeIfAbsent(columns.get(i), _ -> new Sum());
      for (Outcome outcome : Outcome.values()) {
        sum.add(
            outcome,
            counts.numbers[i][outcome.ordinal()],
            counts.examples.get(i).get(outcome.ordinal()));
      }
    }
  }

  /// Adds a scan of a table.
  ///
  /// @param count the number of its rows, with those that were refused
  synchronized void scan(String table, long count) {
    rows.merge(table, count, Math::max);
  }

  /// Adds rows that the reader of a table refused.
  synchronized void refuse(String table, List<String> columns, long rows) {
    Map<String, Sum> sums = tables.computeIfAbsent(table, _ -> new LinkedHashMap<>());
    columns.stream()
        .filter(column -> !column.equals(Header.ROW))
        .forEach(
            column ->
                sums.computeIfAbsent(column, _ -> new Sum()).add(Outcome.REFUSED, rows, List.of()));
  }

  /// Adds cells of a table that belong to no column and that nothing reads.
  synchronized void lose(String table, long cells) {
    if (cells > 0) {
      tables
          .computeIfAbsent(table, _ -> new LinkedHashMap<>())
          .computeIfAbsent(SURPLUS, _ -> new Sum())
          .add(Outcome.DROPPED, cells, List.of());
    }
  }

  /// Records that a table could not be read to its end.
  ///
  /// @param place the place of the error that ended it
  synchronized void endAt(String table, Place place) {
    ends.putIfAbsent(table, place);
  }

  /// Adds the columns of a table that the mapping does not read. Another mapping may read them.
  synchronized void unread(String table, List<String> columns) {
    unread.merge(
        table,
        List.copyOf(columns),
        (known, more) -> known.stream().filter(more::contains).toList());
  }

  /// Adds the paths in a file without columns that the mapping does not read.
  ///
  /// @param paths the paths with the number of their values
  synchronized void unreadPaths(String table, Map<String, Long> paths) {
    unread(table, List.copyOf(paths.keySet()));
    unreadValues.put(table, Map.copyOf(paths));
  }

  /// Returns the columns, by table: those that were read, and then those that were not.
  public synchronized List<Column> columns() {
    List<Column> all = new ArrayList<>();
    Set<String> names = new TreeSet<>(tables.keySet());
    names.addAll(unread.keySet());
    for (String table : names) {
      List<String> others = unread.getOrDefault(table, List.of());
      Map<String, Sum> read = tables.getOrDefault(table, Map.of());
      read.forEach(
          (column, sum) -> {
            if (!others.contains(column)) {
              all.add(new Column(table, column, sum.numbers, sum.examples));
            }
          });
      for (String column : others) {
        // Cells of rows that are not data have been counted.
        Sum sum = read.getOrDefault(column, new Sum());
        Map<Outcome, Long> counts = new TreeMap<>(sum.numbers);
        counts.put(
            Outcome.UNREAD,
            unreadValues
                .getOrDefault(table, Map.of())
                .getOrDefault(column, rows.getOrDefault(table, 0L)));
        all.add(new Column(table, column, counts, sum.examples));
      }
    }
    return all;
  }

  /// Returns the places of the errors that ended tables before their last row, by table. The cells
  /// from there on are not counted.
  public synchronized Map<String, Place> ends() {
    return new TreeMap<>(ends);
  }

  /// Returns the columns and paths that no triples map reads, by table.
  public synchronized Map<String, List<String>> unread() {
    return new TreeMap<>(unread);
  }
}
