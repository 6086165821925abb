package org.techrace.serve.view;

import java.util.List;
import org.techrace.entity.PageQuery;
import org.techrace.entity.ResultRow;

/// A part of a page: the solutions of a query in the view that its front matter names.
///
/// @param query the query
/// @param finding a sentence above the view: `?finding` of the first solution, or empty
/// @param view the solutions
public record Panel(PageQuery query, String finding, View view) {
  static final String FINDING = "finding";

  /// Creates the panel of a query from its solutions.
  public static Panel of(PageQuery query, List<ResultRow> rows) {
    String finding = rows.isEmpty() ? "" : rows.getFirst().text(FINDING);
    return new Panel(query, finding, View.of(query, lines(query, rows)));
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
    return query.head("Title");
  }

  /// Returns the heading that it shares with other panels, or the empty string.
  public String topic() {
    return query.head("Topic");
  }

  /// Returns the text below the title, or the empty string.
  public String text() {
    return query.head("Text");
  }
}
