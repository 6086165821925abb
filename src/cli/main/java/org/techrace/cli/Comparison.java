package org.techrace.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.techrace.access.Limits;
import org.techrace.feed.ChangeSummary;
import org.techrace.query.QueryAnswer;
import org.techrace.query.StoredQueries.StoredQuery;
import org.techrace.release.Changes;
import org.techrace.release.Release;
import org.techrace.release.Releases;
import org.techrace.report.Place;
import org.techrace.report.Report;

/// The difference of two releases in Markdown: statements by source, and answers of questions.
final class Comparison {
  /// The lines of a source, or of an answer, that are shown.
  private static final int LINES = 25;

  private final Report report;
  private final StringBuilder text = new StringBuilder();

  private Comparison(Report report) {
    this.report = report;
  }

  /// Compares two releases.
  ///
  /// @param questionsBefore the questions of the project of the first, by name
  /// @param questionsAfter those of the project of the second
  /// @param report receives the questions of the second that cannot be answered
  static String of(
      Releases releases,
      String before,
      Map<String, StoredQuery> questionsBefore,
      String after,
      Map<String, StoredQuery> questionsAfter,
      Report report)
      throws IOException {
    Comparison comparison = new Comparison(report);
    try (Release earlier = releases.open(before);
        Release later = releases.open(after)) {
      comparison.statements(releases, earlier, later);
      comparison.answers(earlier, questionsBefore, later, questionsAfter);
    }
    return comparison.text.toString();
  }

  private void statements(Releases releases, Release before, Release after) throws IOException {
    text.append("## Statements\n\n");
    Map<String, Changes.Count> counts = releases.diff(before.id(), after.id());
    if (counts.isEmpty()) {
      text.append("No statement changes.\n\n");
      return;
    }
    text.append("| Source | Added | Removed | of which have another value |\n|---|---|---|---|\n");
    counts.forEach(
        (graph, c) ->
            text.append(
                "| %s | %d | %d | %d |\n"
                    .formatted(name(graph), c.added(), c.removed(), c.superseded())));
    text.append('\n');
    Map<String, List<String>> lines = new TreeMap<>();
    ChangeSummary summary = new ChangeSummary(before, after);
    releases.changes(
        before.id(),
        after.id(),
        (added, line) -> {
          summary.line(added, line);
          int end = line.lastIndexOf(" <");
          String graph = line.substring(end + 2, line.lastIndexOf('>'));
          List<String> shown = lines.computeIfAbsent(graph, _ -> new ArrayList<>());
          if (shown.size() < LINES) {
            shown.add((added ? "+ " : "- ") + line.substring(0, end) + " .");
          }
        });
    text.append(summary.markdown());
    lines.forEach(
        (graph, shown) -> {
          Changes.Count count = counts.getOrDefault(graph, new Changes.Count(0, 0, 0));
          details(name(graph), shown, count.added() + count.removed());
        });
  }

  private static String name(String graph) {
    return graph.substring(graph.lastIndexOf('/') + 1);
  }

  private void answers(
      Release before,
      Map<String, StoredQuery> questionsBefore,
      Release after,
      Map<String, StoredQuery> questionsAfter) {
    text.append("## Answers\n\n");
    Set<String> names = new TreeSet<>(questionsBefore.keySet());
    names.addAll(questionsAfter.keySet());
    int changed = 0;
    for (String name : names) {
      @Nullable StoredQuery earlier = questionsBefore.get(name);
      @Nullable StoredQuery later = questionsAfter.get(name);
      String title = later == null ? title(name, earlier) : title(name, later);
      if (later == null) {
        text.append("- removed: ").append(title).append('\n');
        changed++;
        continue;
      }
      if (earlier == null) {
        text.append("- new: ").append(title).append('\n');
        changed++;
        continue;
      }
      List<String> rows =
          difference(rows(before, name, earlier, new Report()), rows(after, name, later, report));
      if (!rows.isEmpty()) {
        details(title, rows.subList(0, Math.min(LINES, rows.size())), rows.size());
        changed++;
      }
    }
    text.append(
        changed == 0
            ? "No answer changes.\n"
            : "\n%d of %d change.\n".formatted(changed, names.size()));
  }

  private static String title(String name, @Nullable StoredQuery query) {
    String title = query == null ? "" : query.title();
    return (title.isEmpty() ? name : title + " (" + name + ")").replace("<", "&lt;");
  }

  private static List<String> rows(
      Release release, String name, StoredQuery question, Report report) {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try {
      QueryAnswer.write(
          release, question.text(), Limits.DEFAULT.queryTime(), QueryAnswer.Format.CSV, answer);
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      report.error(Place.file("queries/questions/%s.ttl".formatted(name)), message);
      return List.of(message);
    }
    return answer.toString(StandardCharsets.UTF_8).lines().toList();
  }

  /// Returns the rows that only one answer has, with a sign. If the rows are the same in another
  /// order, returns a line that says so.
  private static List<String> difference(List<String> before, List<String> after) {
    List<String> difference = new ArrayList<>();
    Set<String> old = new LinkedHashSet<>(before);
    Set<String> now = new LinkedHashSet<>(after);
    old.stream().filter(row -> !now.contains(row)).forEach(row -> difference.add("- " + row));
    now.stream().filter(row -> !old.contains(row)).forEach(row -> difference.add("+ " + row));
    if (difference.isEmpty() && !before.equals(after)) {
      difference.add("! the same rows in another order or number");
    }
    return difference;
  }

  private void details(String title, List<String> lines, long all) {
    text.append("<details><summary>").append(title).append("</summary>\n\n```diff\n");
    lines.forEach(line -> text.append(line.replace("```", "'''")).append('\n'));
    text.append("```\n");
    if (all > lines.size()) {
      text.append("and %,d more\n".formatted(all - lines.size()));
    }
    text.append("</details>\n\n");
  }
}
