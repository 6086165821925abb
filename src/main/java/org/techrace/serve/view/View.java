package org.techrace.serve.view;

import java.util.List;
import org.techrace.entity.PageQuery;

/// What a page shows: solutions in one of a few forms.
public sealed interface View
    permits Table, Matrix, Bars, Timeline, Tree, Pairs, Chart, Links, Sentence {

  /// Whether there is nothing to be shown.
  boolean isEmpty();

  /// The view of some lines.
  ///
  /// @param query where they come from; its front matter says which form
  static View of(PageQuery query, List<Line> lines) {
    return switch (ViewKind.of(query)) {
      case TABLE -> Table.of(Table.columns(query), lines);
      case MATRIX -> Matrix.of(lines, query.head("Link"));
      case BARS -> Bars.of(lines, query.head("Link"));
      case TIMELINE -> Timeline.of(lines);
      case TREE -> Tree.of(lines);
      case PAIRS -> Pairs.of(query.variables(), lines);
      case CHART -> Chart.of(lines);
      case LINKS -> Links.of(lines);
      case SENTENCE -> Sentence.of(lines);
    };
  }
}
