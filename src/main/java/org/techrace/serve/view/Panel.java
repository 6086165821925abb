package org.techrace.serve.view;

import java.util.List;
import org.techrace.entity.PageQuery;
import org.techrace.entity.ResultRow;

/// A part of a page: what one query says, in the form that its front matter names.
public record Panel(PageQuery query, View view) {

  /// The panel that the solutions of a query make.
  public static Panel of(PageQuery query, List<ResultRow> rows) {
    return new Panel(query, View.of(query, lines(query, rows)));
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
