package org.techrace.serve.api;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.techrace.entity.Term;
import org.techrace.export.ParquetTable;
import org.techrace.export.ReleaseTable.Column;
import org.techrace.export.ReleaseTable.Kind;
import org.techrace.export.ReleaseTables;
import org.techrace.serve.http.HttpJson;
import org.techrace.serve.http.Parameters;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.sparql.ResultTable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A page of the rows of an answer.
///
/// @param columns the names of the columns
/// @param rows the rows of this page, by cell; a cell has several terms if the query joins names
/// @param offset the number of rows before this page
/// @param total the number of all rows that pass the filters
/// @param cut whether the query has more rows than the server reads for one answer; then `total`
///   counts only those that were read
public record Rows(
    List<String> columns, List<List<List<Term>>> rows, int offset, int total, boolean cut) {
  /// The start of the parameter that filters by a column.
  static final String FILTER = "filter.";

  static final String LIMIT = "limit";
  static final String OFFSET = "offset";
  static final int MAX_LIMIT = 1000;
  static final int USUAL_LIMIT = 100;

  /// The integers that fit into 64 bits for certain.
  private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");

  /// The rows that the parameters `limit`, `offset` and `filter.COLUMN` select.
  ///
  /// @throws Refusal 400 for a wrong number or an unknown column
  static Rows of(ResultTable table, Parameters parameters) {
    List<List<List<Term>>> rows = table.rows();
    for (Map.Entry<String, List<String>> filter : parameters.values().entrySet()) {
      if (filter.getKey().startsWith(FILTER)) {
        String column = filter.getKey().substring(FILTER.length());
        int index = table.columns().indexOf(column);
        if (index < 0) {
          throw new Refusal(
              400,
              "There is no column '%s'; the columns are %s."
                  .formatted(column, String.join(", ", table.columns())));
        }
        rows = rows.stream().filter(row -> passes(row.get(index), filter.getValue())).toList();
      }
    }
    int limit = number(parameters, LIMIT, USUAL_LIMIT, 1, MAX_LIMIT);
    int offset = number(parameters, OFFSET, 0, 0, Integer.MAX_VALUE);
    int from = Math.min(offset, rows.size());
    int to = (int) Math.min((long) from + limit, rows.size());
    return new Rows(table.columns(), rows.subList(from, to), offset, rows.size(), table.cut());
  }

  /// Reports whether a cell has one of the values: the text, or the IRI, or its end.
  private static boolean passes(List<Term> cell, List<String> values) {
    return cell.stream()
        .anyMatch(
            term ->
                values.contains(term.text())
                    || values.contains(term.key())
                    || values.contains(term.local().replaceFirst("^id/", "")));
  }

  /// Reads a number of a request.
  ///
  /// @throws Refusal 400 if it is none between two bounds
  static int number(Parameters parameters, String name, int usual, int least, int most) {
    String text = parameters.first(name).orElse(String.valueOf(usual));
    if (text.matches("\\d{1,9}")) {
      int value = Integer.parseInt(text);
      if (value >= least && value <= most) {
        return value;
      }
    }
    throw new Refusal(
        400, "'%s' must be a number from %d to %d, not '%s'.".formatted(name, least, most, text));
  }

  /// Returns the IRIs of the things in the rows.
  List<String> things() {
    return rows.stream()
        .flatMap(List::stream)
        .flatMap(List::stream)
        .filter(Rows::isLink)
        .map(Term::key)
        .distinct()
        .toList();
  }

  /// Reports whether more rows follow this page.
  boolean more() {
    return offset + rows.size() < total;
  }

  /// The rows as objects: a number, a text, or an object with `id` and `label` for each cell; a
  /// triple term is an object with `subject`, `predicate` and `object`.
  public ArrayNode json() {
    ArrayNode all = HttpJson.array();
    for (List<List<Term>> row : rows) {
      ObjectNode one = all.addObject();
      for (int i = 0; i < columns.size(); i++) {
        List<Term> cell = row.get(i);
        if (cell.size() == 1) {
          one.set(columns.get(i), value(cell.getFirst()));
        } else if (!cell.isEmpty()) {
          ArrayNode several = one.putArray(columns.get(i));
          cell.forEach(term -> several.add(value(term)));
        }
      }
    }
    return all;
  }

  /// Returns a term as JSON: a number, a text, or an object with `id` and `label`.
  static JsonNode value(Term term) {
    ObjectNode object = HttpJson.object();
    return switch (term) {
      case Term.Link link -> object.put("id", link.iri()).put("label", link.text());
      case Term.Triple(Term subject, Term predicate, Term of) -> {
        object.set("subject", value(subject));
        object.set("predicate", value(predicate));
        yield object.set("object", value(of));
      }
      case Term.Unnamed unnamed -> object.put("label", unnamed.text());
      case Term.Value value ->
          value.number().isPresent()
              ? object.put("n", new BigDecimal(value.text())).get("n")
              : object.put("s", value.text()).get("s");
    };
  }

  /// The rows as CSV. A column with IRIs is followed by one with the IRIs.
  String csv() {
    List<FlatColumn> flat = flatColumns();
    StringWriter text = new StringWriter();
    CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(text);
    csv.writeRecord(flat.stream().map(one -> one.column.name()).toList());
    flatRows(flat)
        .forEach(
            row ->
                csv.writeRecord(
                    row.stream()
                        .map(values -> String.join(ReleaseTables.SEPARATOR, values))
                        .toList()));
    try {
      csv.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /// The rows as Parquet, with the columns of [#csv]. A column of numbers has numbers, one with
  /// several values in a cell has lists.
  ///
  /// @param name the name of the table
  byte[] parquet(String name) {
    List<FlatColumn> flat = flatColumns();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ParquetTable.write(
          name, flat.stream().map(FlatColumn::column).toList(), flatRows(flat).iterator(), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /// A column of a table with one text in each cell.
  ///
  /// @param index the index of the column of the answer
  /// @param iris true if it has the IRIs of the terms, not their texts
  private record FlatColumn(Column column, int index, boolean iris) {
    List<String> cell(List<List<Term>> row) {
      Stream<Term> terms = row.get(index).stream();
      return (iris ? terms.filter(Rows::isLink).map(Term::key) : terms.map(Term::text)).toList();
    }
  }

  private List<FlatColumn> flatColumns() {
    List<FlatColumn> flat = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      int index = i;
      List<List<Term>> cells = rows.stream().map(row -> row.get(index)).toList();
      List<Term> terms = cells.stream().flatMap(List::stream).toList();
      boolean several = cells.stream().anyMatch(cell -> cell.size() > 1);
      flat.add(new FlatColumn(column(columns.get(i), kind(terms), several), i, false));
      if (terms.stream().anyMatch(Rows::isLink)) {
        flat.add(new FlatColumn(column(columns.get(i) + "_iri", Kind.IRI, several), i, true));
      }
    }
    return flat;
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

  private Stream<List<List<String>>> flatRows(List<FlatColumn> flat) {
    return rows.stream().map(row -> flat.stream().map(column -> column.cell(row)).toList());
  }

  private static boolean isLink(Term term) {
    return term instanceof Term.Link;
  }
}
