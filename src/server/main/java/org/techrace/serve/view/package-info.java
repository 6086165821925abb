/// Converts the solutions of a query to tables, charts, timelines and other views. The queries in
/// `queries/pages` decide what is shown; no class here depends on a kind of entity.
///
/// The front matter of a query names its [ViewKind]. [Panel] merges the solutions that belong
/// together into [Line]s and creates a [View] from them: [Table], [Matrix], [Bars], [Timeline],
/// [Tree] and others. A template of the same name in `src/server/main/jte/view` renders it.
/// [Choice] has the filters and the sort order of the reader.
///
/// ```java
/// PageQuery query = entities.queries().get("explore/timeline");
/// Panel panel = Panel.of(query, entities.rows(query.name()), Colours.of(entities));
/// panel.view(); // a Timeline
/// ```
@NullMarked
package org.techrace.serve.view;

import org.jspecify.annotations.NullMarked;
