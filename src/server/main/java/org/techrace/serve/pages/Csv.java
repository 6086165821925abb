package org.techrace.serve.pages;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.techrace.entity.Term;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.Format;
import org.techrace.serve.http.Request;
import org.techrace.serve.http.Spool;
import org.techrace.serve.view.Line;

/// Writes lines as a CSV download (RFC 4180). Each variable has a column with its text. If the
/// variable has IRIs, a column `x_iri` follows. Several terms in a cell are separated by ` | `.
final class Csv {
  private static final String SEPARATOR = " | ";

  private static final String CREDIT = "credit";
  private static final String RELEASE = "release";

  private Csv() {}

  /// Returns the table with the variables' names as heads.
  static Answer answer(String name, List<String> variables, List<Line> lines, Request request) {
    Map<String, String> heads = new LinkedHashMap<>();
    variables.forEach(v -> heads.put(v, v));
    return answer(name, heads, lines, request);
  }

  /// Returns the table with two more columns, for a file that is kept without its address: `credit`
  /// has the sources of the table with their licences, and `release` the release.
  static Answer credited(
      String name,
      List<String> variables,
      List<Line> lines,
      List<Site.Source> sources,
      String release,
      Request request) {
    String credit = sources.stream().map(Site.Source::credit).collect(Collectors.joining("; "));
    List<Line> credited =
        lines.stream()
            .map(
                line -> {
                  Map<String, List<Term>> terms = new LinkedHashMap<>(line.terms());
                  terms.put(CREDIT, List.of(new Term.Unnamed(credit)));
                  terms.put(RELEASE, List.of(new Term.Unnamed(release)));
                  return new Line(terms);
                })
            .toList();
    List<String> columns = new ArrayList<>(variables);
    columns.add(CREDIT);
    columns.add(RELEASE);
    return answer(name, columns, credited, request);
  }

  /// Returns the table.
  ///
  /// @param name the file name, without extension
  /// @param heads the head of each variable, in the order of the columns
  /// @param lines the lines
  /// @param request provides the body
  static Answer answer(String name, Map<String, String> heads, List<Line> lines, Request request) {
    List<String> variables = List.copyOf(heads.keySet());
    List<String> named =
        variables.stream().filter(v -> lines.stream().anyMatch(l -> links(l, v))).toList();
    Spool body = request.bodies().spool();
    try {
      OutputStreamWriter text = new OutputStreamWriter(body, StandardCharsets.UTF_8);
      CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(text);
      List<String> head = new ArrayList<>();
      for (String variable : variables) {
        head.add(heads.getOrDefault(variable, variable));
        if (named.contains(variable)) {
          head.add(heads.getOrDefault(variable, variable) + "_iri");
        }
      }
      csv.writeRecord(head);
      for (Line line : lines) {
        csv.writeRecord(cells(line, variables, named));
      }
      csv.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Answer.ok(Format.CSV, body)
        .withHeader("Content-Disposition", "attachment; filename=\"" + name + ".csv\"");
  }

  private static boolean links(Line line, String variable) {
    return line.all(variable).stream().anyMatch(t -> t instanceof Term.Link);
  }

  private static List<String> cells(Line line, List<String> variables, List<String> named) {
    List<String> cells = new ArrayList<>();
    for (String variable : variables) {
      cells.add(line.all(variable).stream().map(Term::text).collect(Collectors.joining(SEPARATOR)));
      if (named.contains(variable)) {
        cells.add(
            line.all(variable).stream().map(Term::key).collect(Collectors.joining(SEPARATOR)));
      }
    }
    return cells;
  }
}
