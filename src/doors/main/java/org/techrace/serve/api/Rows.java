package org.techrace.serve.api;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.techrace.entity.Term;
import org.techrace.report.Nearest;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.HttpJson;
import org.techrace.serve.http.Parameters;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.pages.ShortNames;
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

  /// The rows that the parameters `limit`, `offset` and `filter.COLUMN` select.
  ///
  /// @param usual the greatest number of rows without `limit`
  /// @throws Refusal 400 for a wrong number, an unknown column, or a value that no cell can have
  static Rows of(ResultTable table, Parameters parameters, int usual, Lease lease) {
    List<List<List<Term>>> rows = table.rows();
    for (Map.Entry<String, List<String>> filter : parameters.values().entrySet()) {
      if (filter.getKey().startsWith(FILTER)) {
        String column = filter.getKey().substring(FILTER.length());
        int index = table.columns().indexOf(column);
        if (index < 0) {
          throw new Refusal(
              400,
              "The table has no column '%s' to filter by; %s"
                  .formatted(column, Nearest.suggest(column, table.columns())));
        }
        List<String> values =
            filter.getValue().stream().map(ShortNames.of(lease)::expanded).toList();
        check(column, values, table.rows().stream().map(row -> row.get(index)), lease);
        rows = rows.stream().filter(row -> passes(row.get(index), values)).toList();
      }
    }
    int limit = number(parameters, LIMIT, usual, 1, MAX_LIMIT);
    int offset = number(parameters, OFFSET, 0, 0, Integer.MAX_VALUE);
    int from = Math.min(offset, rows.size());
    int to = (int) Math.min((long) from + limit, rows.size());
    return new Rows(table.columns(), rows.subList(from, to), offset, rows.size(), table.cut());
  }

  /// Refuses a value that is no number in a column of numbers, and one that no thing is called in a
  /// column of things: with such a value, no answer would ever have a row.
  private static void check(
      String column, List<String> values, Stream<List<Term>> cells, Lease lease) {
    List<Term> terms = cells.flatMap(List::stream).toList();
    for (String value : values) {
      if (terms.isEmpty() || terms.stream().anyMatch(term -> has(term, List.of(value)))) {
        continue;
      }
      if (terms.stream().allMatch(term -> term.number().isPresent())) {
        decimal(column, value);
      } else if (terms.stream().allMatch(Rows::isLink) && !ThingFilters.names(value, lease)) {
        List<String> names = terms.stream().map(Term::text).distinct().toList();
        throw new Refusal(
            400, "No '%s' is '%s'; %s".formatted(column, value, Nearest.suggest(value, names)));
      }
    }
  }

  /// Reports whether a cell has one of the values: the text, or the IRI, or its end.
  private static boolean passes(List<Term> cell, List<String> values) {
    return cell.stream().anyMatch(term -> has(term, values));
  }

  private static boolean has(Term term, List<String> values) {
    return values.contains(term.text())
        || values.contains(term.key())
        || values.contains(term.local().replaceFirst("^id/", ""));
  }

  /// Reads a number that is compared.
  ///
  /// @throws Refusal 400 if the value is none
  static BigDecimal decimal(String name, String value) {
    try {
      return new BigDecimal(value);
    } catch (NumberFormatException e) {
      throw new Refusal(400, "'%s' must be a number, not '%s'.".formatted(name, value));
    }
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

  /// Reports whether a term is a thing or another IRI.
  static boolean isLink(Term term) {
    return term instanceof Term.Link;
  }
}
