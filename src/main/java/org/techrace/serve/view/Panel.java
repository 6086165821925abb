package org.techrace.serve.view;

import java.util.List;
import org.techrace.entity.PageQuery;
import org.techrace.entity.ResultRow;

/// A part of a page: the solutions of a query in the view that its front matter names.
///
/// @param query the query
/// @param finding a sentence above the view: `?finding` of the first solution, or empty
/// @param view the solutions
/// @param more the address of the whole table if the view is only its beginning; else empty
public record Panel(PageQuery query, String finding, View view, String more) {
  /// The most lines of a table on the page of a thing, if another page has all of them.
  private static final int LINES = 30;

  static final String FINDING = "finding";

  /// Creates the panel of a query from its solutions.
  ///
  /// @param colours the fixed colours of series
  public static Panel of(PageQuery query, List<ResultRow> rows, Colours colours) {
    String finding = rows.isEmpty() ? "" : rows.getFirst().text(FINDING);
    return new Panel(query, finding, View.of(query, lines(query, rows), colours), "");
  }

  /// The panel for the page of a thing: a long table ends early if front matter names, under
  /// `More`, the address of the whole.
  public Panel about(String iri) {
    String address = query.head("More");
    return !address.isEmpty() && view instanceof Table table && table.lines().size() > LINES
        ? new Panel(
            query,
            finding,
            new Table(table.columns(), table.lines().subList(0, LINES)),
            address.replace("{this}", Address.encoded(iri)))
        : this;
  }

  /// Merges the solutions of a query into lines.
  public static List<Line> lines(PageQuery query, List<ResultRow> rows) {
    return Line.of(rows, ViewKind.of(query).keys(query));
  }

  /// Returns the fragment of its address on the page.
  public String id() {
    return query.slug();
  }

  /// Returns the title.
  public String title() {
    return QueryText.of(query, "Title");
  }

  /// Returns the heading that it shares with other panels, or the empty string.
  public String topic() {
    return QueryText.topic(query.head("Topic"));
  }

  /// Returns the text below the title, or the empty string.
  public String text() {
    return QueryText.of(query, "Text");
  }
}
