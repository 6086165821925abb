package org.techrace.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.techrace.query.StoredQueries;
import org.techrace.query.StoredQueries.StoredQuery;

/// The tasks of the benchmark: each question of a project in its own words and in those of
/// `queries/benchmark/paraphrases.tsv`, and the questions of `unanswerable.tsv`.
///
/// @param all the tasks
/// @param hedges the names of the columns that qualify a row
public record Tasks(List<Task> all, Set<String> hedges) {
  private static final String TAB = "\t";

  /// A task.
  ///
  /// @param id the name of the question and the number of the wording, from 0; `unanswerable.N` for
  ///   the N-th of those
  /// @param text the question
  /// @param query the query that answers it; empty if the graph cannot answer it
  public record Task(String id, String text, Optional<String> query) {}

  /// Reads the tasks of a project.
  ///
  /// @param queries the folder of its queries
  /// @throws IOException if a file cannot be read, names an unknown question, or has a line of
  ///   another form
  public static Tasks read(Path queries) throws IOException {
    Path folder = queries.resolve("benchmark");
    Map<String, StoredQuery> questions =
        new TreeMap<>(StoredQueries.read(queries.resolve("questions")));
    Map<String, List<String>> paraphrases = new TreeMap<>();
    Path file = folder.resolve("paraphrases.tsv");
    for (List<String> line : lines(file, 2)) {
      if (!questions.containsKey(line.getFirst())) {
        throw new IOException("[" + file + "] there is no question '" + line.getFirst() + "'");
      }
      paraphrases.put(line.getFirst(), line.subList(1, line.size()));
    }
    List<Task> tasks = new ArrayList<>();
    questions.forEach(
        (name, question) -> {
          Optional<String> query = Optional.of(question.text());
          tasks.add(new Task(name + ".0", question.title(), query));
          List<String> others = paraphrases.getOrDefault(name, List.of());
          for (int i = 0; i < others.size(); i++) {
            tasks.add(new Task(name + "." + (i + 1), others.get(i), query));
          }
        });
    int number = 0;
    for (List<String> line : lines(folder.resolve("unanswerable.tsv"), 2)) {
      tasks.add(new Task("unanswerable." + ++number, line.getFirst(), Optional.empty()));
    }
    Set<String> hedges = new HashSet<>();
    lines(folder.resolve("hedges.tsv"), 1).forEach(line -> hedges.add(line.getFirst()));
    return new Tasks(tasks, hedges);
  }

  /// Reads the lines of a file. Returns an empty list if the file does not exist.
  private static List<List<String>> lines(Path file, int columns) throws IOException {
    List<List<String>> lines = new ArrayList<>();
    if (Files.exists(file)) {
      int number = 0;
      for (String line : Files.readAllLines(file)) {
        number++;
        List<String> cells = List.of(line.split(TAB, -1));
        if (cells.size() < columns || cells.stream().anyMatch(String::isBlank)) {
          throw new IOException(
              "[%s:%d] expected at least %d texts, separated by tabs"
                  .formatted(file, number, columns));
        }
        lines.add(cells);
      }
    }
    return lines;
  }
}
