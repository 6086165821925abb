package org.techrace.serve.view;

import java.util.List;
import org.techrace.entity.PageQuery;
import org.techrace.entity.ResultRow;

/// A part of a page: the answer to a query, in the form that its front matter names.
///
/// @param finding a sentence above the view: `?finding` of the first solution; empty if there is
///   none
public record Panel(PageQuery query, String finding, View view) {
  static final String FINDING = "finding";

  /// The panel that the solutions of a query make.
  public static Panel of(PageQuery query, List<ResultRow> rows) {
    String finding = rows.isEmpty() ? "" : rows.getFirst().text(FINDING);
    return new Panel(query, finding, View.of(query, lines(query, rows)));
  }

  /// The lines that solutions of a query make.
  public static List<Line> lines(PageQuery query, List<ResultRow> rows) {
    return Line.of(rows, ViewKind.of(query).keys(query));
  }

  /// The end of its address on the page.
  public String id() {
    return query.slug();
  }

  /// What stands above it.
  public String title() {
    return query.head("Title");
  }

  /// What stands above it and others of its kind, or the empty string.
  public String topic() {
    return query.head("Topic");
  }

  /// What stands below its title, or the empty string.
  public String text() {
    return query.head("Text");
  }
}
