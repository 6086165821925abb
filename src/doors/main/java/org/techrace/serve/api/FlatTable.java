package org.techrace.serve.api;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.techrace.entity.Term;
import org.techrace.export.ParquetTable;
import org.techrace.export.ReleaseTable.Column;
import org.techrace.export.ReleaseTable.Kind;
import org.techrace.export.ReleaseTables;
import org.techrace.serve.api.ThingClasses.Field;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.Format;
import org.techrace.serve.http.Request;
import org.techrace.serve.http.Spool;

/// The columns of a table with one text in each cell, for CSV and Parquet. A column with things is
/// followed by one with their IRIs.
///
/// @param name the name of the table
/// @param columns its columns
record FlatTable(String name, List<FlatColumn> columns) {
  /// The header with the number of all rows.
  static final String TOTAL = "Techrace-Total";

  /// The header that says whether there are more rows than those of the answer.
  static final String CUT = "Techrace-Cut";

  private static final String IRIS = "_iri";

  /// The integers that fit into 64 bits for certain.
  private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");

  /// A column.
  ///
  /// @param index the index of the column of the answer
  /// @param iris true if it has the IRIs of the terms, not their texts
  record FlatColumn(Column column, int index, boolean iris) {
    private List<String> cell(List<List<Term>> row) {
      Stream<Term> terms = row.get(index).stream();
      return (iris ? terms.filter(Rows::isLink).map(Term::key) : terms.map(Term::text)).toList();
    }
  }

  /// Returns the columns for some rows. A column of numbers has numbers, one with several values in
  /// a cell has lists.
  static FlatTable of(String name, List<String> columns, List<List<List<Term>>> rows) {
    List<FlatColumn> flat = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      int index = i;
      List<List<Term>> cells = rows.stream().map(row -> row.get(index)).toList();
      List<Term> terms = cells.stream().flatMap(List::stream).toList();
      boolean several = cells.stream().anyMatch(cell -> cell.size() > 1);
      boolean things = terms.stream().anyMatch(Rows::isLink);
      flat.addAll(columns(columns.get(i), i, kind(terms), several, things));
    }
    return new FlatTable(name, List.copyOf(flat));
  }

  /// Returns the columns for things with some fields, which are the same for any things: first the
  /// IRI and the name, then the fields.
  static FlatTable of(String name, List<Field> fields) {
    List<FlatColumn> flat = new ArrayList<>();
    flat.add(new FlatColumn(column(ThingList.ID, Kind.IRI, false), 0, true));
    flat.add(new FlatColumn(column(ThingList.LABEL, Kind.TEXT, false), 0, false));
    for (Field field : fields) {
      boolean things = field.kind() == Kind.MIXED || field.kind() == Kind.IRI;
      Kind kind = field.isNumber() ? field.kind() : Kind.TEXT;
      int index = 1 + fields.indexOf(field);
      flat.addAll(columns(field.name(), index, kind, field.several(), things));
    }
    return new FlatTable(name, List.copyOf(flat));
  }

  private static List<FlatColumn> columns(
      String name, int index, Kind kind, boolean several, boolean things) {
    FlatColumn texts = new FlatColumn(column(name, kind, several), index, false);
    return things
        ? List.of(texts, new FlatColumn(column(name + IRIS, Kind.IRI, several), index, true))
        : List.of(texts);
  }

  private static Column column(String name, Kind kind, boolean several) {
    return new Column(name, "", "", name, "", kind, several);
  }

  private static Kind kind(List<Term> terms) {
    if (terms.isEmpty() || !terms.stream().allMatch(term -> term.number().isPresent())) {
      return Kind.TEXT;
    }
    return terms.stream().allMatch(term -> WHOLE.matcher(term.text()).matches())
        ? Kind.INTEGER
        : Kind.NUMBER;
  }

  /// Returns the answer with some rows, which are read while it is written. Its headers say what
  /// the answer as JSON says.
  ///
  /// @param format CSV or Parquet
  /// @param rows the rows by cell of the answer
  /// @param total the number of all rows
  /// @param cut whether there are more rows than these
  Answer answer(
      Format format, Stream<List<List<Term>>> rows, Request request, long total, boolean cut) {
    Spool body = request.bodies().spool();
    Iterator<List<List<String>>> flat =
        rows.map(row -> columns.stream().map(column -> column.cell(row)).toList()).iterator();
    try {
      if (format == Format.PARQUET) {
        ParquetTable.write(name, columns.stream().map(FlatColumn::column).toList(), flat, body);
      } else {
        csv(flat, body);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Answer.ok(format, body)
        .withHeader(TOTAL, String.valueOf(total))
        .withHeader(CUT, String.valueOf(cut));
  }

  private void csv(Iterator<List<List<String>>> rows, Spool body) throws IOException {
    CsvWriter csv =
        CsvWriter.builder()
            .lineDelimiter(LineDelimiter.CRLF)
            .build(new OutputStreamWriter(body, StandardCharsets.UTF_8));
    csv.writeRecord(columns.stream().map(one -> one.column.name()).toList());
    while (rows.hasNext()) {
      csv.writeRecord(
          rows.next().stream()
              .map(values -> String.join(ReleaseTables.SEPARATOR, values))
              .toList());
    }
    csv.flush();
  }
}
