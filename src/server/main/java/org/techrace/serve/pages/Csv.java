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
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.Format;
import org.techrace.serve.http.Request;
import org.techrace.serve.http.Spool;
import org.techrace.serve.view.Line;

/// Writes lines as a CSV download (RFC 4180). Each variable has a column with its text. If the
/// variable has IRIs, a column `x_iri` follows. Several terms in a cell are separated by ` | `. The
/// last two columns name the sources of all lines with their licences, and the release: a file that
/// is passed on keeps them.
public final class Csv {
  /// The column with the sources and their licences.
  public static final String CREDIT = "credit";

  /// The column with the release.
  public static final String RELEASE = "release";

  private static final String SEPARATOR = " | ";

  private Csv() {}

  /// Returns the table with the variables' names as heads.
  static Answer answer(
      String name,
      List<String> variables,
      List<Line> lines,
      List<Site.Source> sources,
      Request request,
      Lease lease) {
    Map<String, String> heads = new LinkedHashMap<>();
    variables.forEach(v -> heads.put(v, v));
    return answer(name, heads, lines, sources, request, lease);
  }

  /// Returns the table.
  ///
  /// @param name the file name, without extension
  /// @param heads the head of each variable, in the order of the columns
  /// @param lines the lines
  /// @param sources the sources of the lines
  /// @param request provides the body
  static Answer answer(
      String name,
      Map<String, String> heads,
      List<Line> lines,
      List<Site.Source> sources,
      Request request,
      Lease lease) {
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
      head.addAll(List.of(CREDIT, RELEASE));
      csv.writeRecord(head);
      List<String> last = List.of(Site.Source.credits(sources), lease.release());
      for (Line line : lines) {
        List<String> cells = cells(line, variables, named);
        cells.addAll(last);
        csv.writeRecord(cells);
      }
      csv.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Sources.linked(Answer.ok(Format.CSV, body), sources)
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
