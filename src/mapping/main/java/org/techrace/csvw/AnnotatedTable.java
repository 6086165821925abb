package org.techrace.csvw;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.techrace.csvw.TableFileReader.FileRow;
import org.techrace.csvw.TableFileReader.FileRows;

/// A table with the values of its cells.
///
/// @param description the description, with the columns of the file if the metadata has none
/// @param rows the rows, in their order
record AnnotatedTable(TableDescription description, List<AnnotatedRow> rows) {
  /// A row.
  ///
  /// @param number the number of the row in the table, from 1
  /// @param source the number of the row in its file, from 1
  /// @param line the line on which it begins, from 1
  /// @param cells the cells in the order of the columns; those of virtual columns have no value
  record AnnotatedRow(long number, long source, long line, List<Cell> cells) {}

  /// Parses the cells of a table. Reports what is not as the metadata says.
  static AnnotatedTable of(TableDescription table, FileRows file, Problems problems) {
    List<Column> columns = columns(table, file, problems);
    List<CellParser> parsers =
        columns.stream()
            .map(column -> new CellParser(column, message -> problems.warn(table.url(), message)))
            .toList();
    int width = (int) columns.stream().filter(column -> !column.isVirtual()).count();
    List<AnnotatedRow> rows = new ArrayList<>();
    for (FileRow row : file.rows()) {
      if (row.cells().size() != width) {
        problems.invalid(
            table.url(),
            row.line(),
            "the row has %d cells; the table has %d columns: %s"
                .formatted(
                    row.cells().size(),
                    width,
                    row.cells().size() > width
                        ? "quote a cell that contains the delimiter"
                        : "add the missing cells; a missing value is an empty cell"));
      }
      List<Cell> cells = new ArrayList<>();
      for (int i = 0; i < columns.size(); i++) {
        boolean isVirtual = columns.get(i).isVirtual();
        String text = !isVirtual && i < row.cells().size() ? row.cells().get(i) : "";
        cells.add(
            parsers
                .get(i)
                .parse(text, message -> problems.invalid(table.url(), row.line(), message)));
      }
      rows.add(new AnnotatedRow(rows.size() + 1L, row.number(), row.line(), cells));
    }
    return new AnnotatedTable(table.with(columns), rows);
  }

  /// Returns the columns of the metadata, compared with the header of the file, or those of the
  /// header if the metadata has none.
  private static List<Column> columns(TableDescription table, FileRows file, Problems problems) {
    int width =
        file.header().isEmpty()
            ? file.rows().stream().findFirst().map(row -> row.cells().size()).orElse(0)
            : file.header().stream().mapToInt(List::size).max().orElse(0);
    List<Column> described = table.columns().stream().filter(c -> !c.isVirtual()).toList();
    if (table.isDescribed() && width > 0 && described.size() != width) {
      problems.invalid(
          table.url(),
          0,
          "the table has %d columns; its metadata has %d: correct one of them"
              .formatted(width, described.size()));
    }
    List<Column> columns = new ArrayList<>(described);
    for (int i = described.size(); i < width; i++) {
      List<String> titles = table.isDescribed() ? List.of() : titles(file, i);
      columns.add(
          new Column(
              titles.isEmpty() ? "_col." + (i + 1) : UriTemplate.encoded(titles.getFirst()),
              false,
              titles.isEmpty() ? Map.of() : Map.of("und", titles),
              false,
              false,
              table.inherited()));
    }
    columns.addAll(table.columns().stream().filter(Column::isVirtual).toList());
    for (int i = 0; i < Math.min(width, described.size()); i++) {
      check(described.get(i), i + 1, titles(file, i), table, problems);
    }
    return columns;
  }

  /// Reports a column whose title in the file is none of its metadata.
  private static void check(
      Column column, int position, List<String> titles, TableDescription table, Problems problems) {
    String language = table.inherited().language();
    boolean fits =
        titles.isEmpty()
            || (column.titles().isEmpty()
                ? !problems.validates() || !column.isNamed()
                : titles.stream().anyMatch(title -> column.hasTitle(title, language)));
    if (!fits) {
      problems.invalid(
          table.url(),
          0,
          "column %d has the title '%s'; its metadata has %s: correct one of them"
              .formatted(
                  position,
                  titles.getFirst(),
                  column.titles().isEmpty() ? "no title" : column.titles().values()));
    }
  }

  private static List<String> titles(FileRows file, int column) {
    return file.header().stream()
        .map(row -> column < row.size() ? row.get(column).strip() : "")
        .filter(text -> !text.isEmpty())
        .toList();
  }

  /// Reports rows whose primary key is that of another row.
  void checkPrimaryKey(Problems problems) {
    int[] key = indexes(description.primaryKey());
    if (key.length == 0) {
      return;
    }
    Map<List<List<String>>, Long> seen = new HashMap<>();
    for (AnnotatedRow row : rows) {
      List<List<String>> values = valuesOf(row, key);
      @Nullable Long other = seen.putIfAbsent(values, row.line);
      if (other != null) {
        problems.invalid(
            description.url(),
            row.line,
            "the primary key %s has the value %s of line %d; every row needs its own: correct one, or 'primaryKey' in the metadata"
                .formatted(names(description.primaryKey()), shown(values), other));
      }
    }
  }

  /// Reports rows whose foreign keys are those of no row of the other table, or of several.
  void checkForeignKeys(List<AnnotatedTable> tables, Problems problems) {
    List<TableDescription> all = tables.stream().map(AnnotatedTable::description).toList();
    for (TableDescription.ForeignKey key : description.foreignKeys()) {
      Optional<TableDescription> other = MetadataParser.referenced(key, all);
      if (other.isEmpty()) {
        continue;
      }
      AnnotatedTable target = tables.get(all.indexOf(other.get()));
      Map<List<List<String>>, Integer> counts = new HashMap<>();
      int[] theirs = target.indexes(key.others());
      target.rows.forEach(row -> counts.merge(valuesOf(row, theirs), 1, Integer::sum));
      int[] ours = indexes(key.columns());
      for (AnnotatedRow row : rows) {
        List<List<String>> values = valuesOf(row, ours);
        boolean isNull = values.stream().allMatch(List::isEmpty);
        int found = counts.getOrDefault(values, 0);
        if (!isNull && found != 1) {
          problems.invalid(
              description.url(),
              row.line,
              "the foreign key %s has the value %s, which is that of %d rows of <%s>; expected one: correct the cell, or that table"
                  .formatted(names(key.columns()), shown(values), found, target.description.url()));
        }
      }
    }
  }

  private static String names(List<String> columns) {
    return columns.stream().map("'%s'"::formatted).collect(Collectors.joining(", "));
  }

  private static String shown(List<List<String>> values) {
    return names(values.stream().map(cell -> String.join(" ", cell)).toList());
  }

  /// Returns the indexes of columns.
  int[] indexes(List<String> names) {
    List<String> all = description.columns().stream().map(Column::name).toList();
    return names.stream().mapToInt(all::indexOf).filter(i -> i >= 0).toArray();
  }

  private static List<List<String>> valuesOf(AnnotatedRow row, int[] columns) {
    List<List<String>> values = new ArrayList<>();
    for (int column : columns) {
      values.add(row.cells.get(column).texts());
    }
    return values;
  }
}
