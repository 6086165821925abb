package org.techrace.serve.view;

import java.util.Locale;
import java.util.Optional;
import org.techrace.entity.PageQuery;
import org.techrace.serve.text.Reader;

/// The texts of the front matter of queries in the language of the reader. A language may have its
/// own under `query.NAME.KEY`, `topic.TOPIC` and `topic.TOPIC.Text`; otherwise they are as in the
/// file.
public final class QueryText {
  private QueryText() {}

  /// Returns a text of a query.
  ///
  /// @param key `Title`, `Text`, `Finding`, `Measured`, `Unit` or `Time`
  public static String of(PageQuery query, String key) {
    return of(query.name(), key, query.head(key));
  }

  /// Returns a text of a query or a report.
  ///
  /// @param name its path below the folder of queries: `reports/x`
  /// @param key `Title` or `Text`
  /// @param own the text in its file
  public static String of(String name, String key, String own) {
    return Reader.current().texts().find("query." + name + "." + key).orElse(own);
  }

  /// Returns what the numbers of a query measure, with the unit if it is another word, and when;
  /// without what its rows have in variables. Empty if rows say what they measure.
  public static String measured(PageQuery query) {
    String measured = text(query, "Measured");
    String time = text(query, "Time");
    return measured.isEmpty() || time.isEmpty()
        ? withUnit(measured, text(query, "Unit"))
        : Reader.text("text.and", withUnit(measured, text(query, "Unit")), time);
  }

  private static String text(PageQuery query, String key) {
    return PageQuery.variable(query.head(key)).isPresent() ? "" : of(query, key);
  }

  /// Returns what is measured, with its unit in brackets unless it has that word already.
  public static String withUnit(String measured, String unit) {
    if (measured.isEmpty()) {
      return unit;
    }
    return measured.toLowerCase(Locale.ROOT).contains(unit.toLowerCase(Locale.ROOT))
        ? measured
        : Reader.text("text.in-brackets", measured, unit);
  }

  /// Returns the heading that queries, questions or doors share.
  public static String topic(String topic) {
    return find(topic, "").orElse(topic);
  }

  /// Returns the text below the title of a door of the home page.
  ///
  /// @param own the text in its query
  public static String door(String title, String own) {
    return find(title, ".Text").orElse(own);
  }

  private static Optional<String> find(String topic, String ending) {
    return Reader.current().texts().find("topic." + topic.replace(' ', '-') + ending);
  }
}
