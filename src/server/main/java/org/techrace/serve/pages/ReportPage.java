package org.techrace.serve.pages;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.techrace.entity.ResultRow;
import org.techrace.entity.Term;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.Body;
import org.techrace.serve.http.Format;
import org.techrace.serve.http.Part;
import org.techrace.serve.http.Processor;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.http.Request;
import org.techrace.serve.http.Route;
import org.techrace.serve.view.Address;
import org.techrace.serve.view.QueryText;
import org.techrace.serve.view.Shown;

/// `/reports/NAME`: a report on the release, as a page or as Markdown.
public final class ReportPage implements Processor, Part {
  private static final String PATH = "/reports/";

  /// The most rows of a section on the page; the Markdown has all.
  private static final int ROWS = 50;

  private final Reports reports;
  private final Templates templates;

  public ReportPage(Reports reports, Templates templates) {
    this.reports = reports;
    this.templates = templates;
  }

  /// A section with its solutions.
  ///
  /// @param title its title
  /// @param text its introduction, or empty
  /// @param columns the variables of the query
  /// @param rows the solutions
  public record ReportTable(String title, String text, List<String> columns, List<ResultRow> rows) {
    /// Returns the rows on the page: the first ones.
    public List<ResultRow> first() {
      return rows.stream().limit(ROWS).toList();
    }

    /// Reports whether a cell is a number, which is right-aligned.
    public static boolean isNumber(Optional<Term> cell) {
      return cell.flatMap(Term::number).isPresent();
    }
  }

  @Override
  public List<Route> routes() {
    return List.of(Route.page("/reports/*", this));
  }

  @Override
  public Answer answer(Request request, Lease lease) {
    String name = request.path().substring(PATH.length());
    if (!reports.byName().containsKey(name)) {
      throw new Refusal(404, "No report is named '" + name + "'.");
    }
    Format format = request.choose(List.of(Format.HTML, Format.MARKDOWN));
    String title = Reports.title(name);
    List<ReportTable> tables =
        reports.byName().getOrDefault(name, List.of()).stream()
            .map(section -> table(section, lease))
            .toList();
    if (format == Format.MARKDOWN) {
      byte[] text = markdown(title, tables).getBytes(StandardCharsets.UTF_8);
      return Answer.ok(format, Body.of(text));
    }
    Stream<Term> shown =
        tables.stream()
            .flatMap(table -> table.first().stream())
            .flatMap(row -> row.terms().values().stream());
    return templates.page(
        "report",
        lease,
        Sources.of(shown, lease.entities()),
        Map.of(
            "title",
            title,
            "tables",
            tables,
            "markdown",
            Address.of(request.path()).with("format", Format.MARKDOWN.suffix()).toString()));
  }

  private static ReportTable table(Reports.Section section, Lease lease) {
    return new ReportTable(
        QueryText.of(section.name(), "Title", section.title()),
        QueryText.of(section.name(), "Text", section.text()),
        section.query().getResultVars(),
        lease.entities().rows(section.query()));
  }

  private static String markdown(String title, List<ReportTable> tables) {
    StringBuilder text = new StringBuilder("# ").append(title).append('\n');
    for (ReportTable table : tables) {
      text.append("\n## ").append(table.title()).append('\n');
      if (!table.text().isEmpty()) {
        text.append('\n').append(table.text()).append('\n');
      }
      text.append('\n');
      line(text, table.columns().stream().map(Shown::heading).toList());
      line(text, table.columns().stream().map(_ -> "---").toList());
      for (ResultRow row : table.rows()) {
        line(text, table.columns().stream().map(column -> cell(row.text(column))).toList());
      }
    }
    return text.toString();
  }

  private static void line(StringBuilder text, List<String> cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replaceAll("\\s+", " ");
  }
}
