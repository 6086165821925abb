package org.techrace.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Writes the results of the tests into `docs/evidence/reliability.md` if `-Dgolden.update=true` is
/// set.
public final class ReliabilityDoc {
  private static final Path FILE = Path.of("docs/evidence/reliability.md");

  private ReliabilityDoc() {}

  /// The result of a hostile request.
  ///
  /// @param seconds the time until the answer
  /// @param idle the time in seconds until no evaluation was running
  record Row(HostileCase hostile, int status, double seconds, double idle, long megabytes) {}

  static void requests(List<Row> rows) throws IOException {
    Map<String, List<Row>> groups =
        rows.stream()
            .collect(
                Collectors.groupingBy(
                    r -> r.hostile().group(), LinkedHashMap::new, Collectors.toList()));
    StringBuilder text = new StringBuilder();
    text.append(
        "%d requests on one server (limit: 2 s a query, 8 MB an answer; heap %d MB).%n%n"
            .formatted(rows.size(), Runtime.getRuntime().maxMemory() >> 20));
    groups.forEach(
        (group, of) -> {
          text.append("### ").append(group).append("\n\n");
          text.append(
              "| what is sent | must be | was | answered after s | stopped after s | peak heap, MB"
                  + " |\n");
          text.append("|---|---|---|---:|---:|---:|\n");
          of.forEach(r -> text.append(line(r)));
          text.append('\n');
        });
    section("Hostile requests", text.toString());
  }

  /// Writes how many of the W3C's tests pass, and why the others fail.
  static void coverage(Map<String, String> suites, Map<String, String> known) throws IOException {
    StringBuilder text = new StringBuilder();
    text.append("Evaluation, result format and syntax tests for queries, over HTTP.\n\n");
    text.append("| suite | pass |\n|---|---|\n");
    suites.forEach((suite, passed) -> text.append("| %s | %s |%n".formatted(suite, passed)));
    text.append("\n| fails | because |\n|---|---|\n");
    new TreeMap<>(known)
        .forEach((name, why) -> text.append("| %s | %s |%n".formatted(name, cell(why))));
    section("W3C tests", text.toString());
  }

  private static String line(Row r) {
    String must =
        r.hostile().statuses().stream()
            .sorted()
            .map(String::valueOf)
            .collect(Collectors.joining(" or "));
    String text = r.hostile().text();
    return String.format(
        Locale.ROOT,
        "| %s | %s%s | %d | %.2f | %.2f | %d |%n",
        cell(r.hostile().name()),
        must,
        text.isEmpty() ? "" : ", “" + cell(text) + "”",
        r.status(),
        r.seconds(),
        r.idle(),
        r.megabytes());
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("*", "\\*").replace("<", "&lt;");
  }

  /// The columns of a table of faults.
  public static final List<String> FAULTS = List.of("what is done", "must be", "was", "seconds");

  /// Returns a row of the table of faults.
  ///
  /// @param start the start time, from [System#nanoTime]
  public static List<String> fault(String done, String must, String was, long start) {
    String seconds = String.format(Locale.ROOT, "%.2f", (System.nanoTime() - start) / 1e9);
    return List.of(done, must, was, seconds);
  }

  /// Writes a section that consists of one table.
  ///
  /// @param rows the cells, as Markdown
  public static void table(
      String title, String introduction, List<String> columns, List<List<String>> rows)
      throws IOException {
    section(title, text(introduction, columns, rows));
  }

  /// Writes a section that is one table without measurements; if none is to be written, asserts
  /// that it is in the file.
  public static void golden(
      String title, String introduction, List<String> columns, List<List<String>> rows)
      throws IOException {
    String text = text(introduction, columns, rows);
    section(title, text);
    assertThat(Files.readString(FILE)).contains("## " + title + "\n\n" + text.stripTrailing());
  }

  private static String text(String introduction, List<String> columns, List<List<String>> rows) {
    StringBuilder text = new StringBuilder(introduction).append("\n\n");
    text.append("| ").append(String.join(" | ", columns)).append(" |\n");
    text.append("|---".repeat(columns.size())).append("|\n");
    for (List<String> row : rows) {
      text.append(
          row.stream().map(ReliabilityDoc::cell).collect(Collectors.joining(" | ", "| ", " |\n")));
    }
    return text.toString();
  }

  /// Replaces a section of the file.
  static void section(String title, String text) throws IOException {
    if (!Boolean.getBoolean("golden.update")) {
      return;
    }
    String head = "## " + title + "\n";
    String all = Files.exists(FILE) ? Files.readString(FILE) : "";
    int start = all.indexOf(head);
    if (start < 0) {
      Files.writeString(FILE, all + "\n" + head + "\n" + text);
      return;
    }
    int end = all.indexOf("\n## ", start);
    String after = end < 0 ? "" : all.substring(end);
    Files.writeString(
        FILE, all.substring(0, start) + head + "\n" + text.stripTrailing() + "\n" + after);
  }
}
