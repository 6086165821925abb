package org.techrace.serve.view;

import org.techrace.entity.PageQuery;
import org.techrace.serve.text.Reader;

/// The texts of the front matter of queries in the language of the reader. A language may have its
/// own under `query.NAME.KEY` and `topic.TOPIC`; otherwise they are as in the file.
public final class QueryText {
  private QueryText() {}

  /// Returns a text of a query.
  ///
  /// @param key `Title` or `Text`
  public static String of(PageQuery query, String key) {
    return Reader.current()
        .texts()
        .find("query." + query.name() + "." + key)
        .orElseGet(() -> query.head(key));
  }

  /// Returns the heading that queries share.
  public static String topic(String topic) {
    return Reader.current().texts().find("topic." + topic.replace(' ', '-')).orElse(topic);
  }
}
