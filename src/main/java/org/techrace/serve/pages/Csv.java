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

/// Lines as a table to download (RFC 4180): a column for each variable with what a reader sees, and
/// where that names things one more, `x_iri`, with their IRIs. Several terms in a cell stand apart
/// by ` | `.
final class Csv {
  private static final String BETWEEN = " | ";

  private Csv() {}

  /// A table whose columns are headed by the names of the variables.
  static Answer answer(String name, List<String> variables, List<Line> lines, Request request) {
    Map<String, String> heads = new LinkedHashMap<>();
    variables.forEach(v -> heads.put(v, v));
    return answer(name, heads, lines, request);
  }

  /// A table.
  ///
  /// @param heads what stands above each variable, in the order of the columns
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
      cells.add(line.all(variable).stream().map(Term::text).collect(Collectors.joining(BETWEEN)));
      if (named.contains(variable)) {
        cells.add(line.all(variable).stream().map(Term::key).collect(Collectors.joining(BETWEEN)));
      }
    }
    return cells;
  }
}
