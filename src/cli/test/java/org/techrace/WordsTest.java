package org.techrace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Keeps the text of the project in plain English: counts words that make it hard to read, in
/// comments, documents, templates, messages and definitions, and prints the counts by folder.
///
/// `src/cli/test/resources/words/avoid.txt` lists the words with their replacements, and
/// `allowed.txt` the phrases that may contain them.
final class WordsTest {
  private static final double MAX_PER_1000_WORDS = 1.0;
  private static final int MAX_EXAMPLES = 40;
  private static final int MIN_STRING_LENGTH = 20;
  private static final int MIN_LITERAL_LENGTH = 12;

  private static final Path LISTS = Path.of("src/cli/test/resources/words");
  private static final List<String> FOLDERS = List.of("src", "docs", "queries", "ontology");
  private static final Pattern FILES =
      Pattern.compile(".*\\.(java|md|jte|js|py|rq|properties|toml|ttl|sh)|(.*/)?(techrace|run)");

  /// Generated or quoted text: test cases of others, and the list of changes.
  private static final Pattern SKIPPED = Pattern.compile(".*/resources/rml/.*|CHANGELOG\\.md");

  private static final Pattern COMMENT = Pattern.compile("^\\s*(?:///?|\\*|#|--|<%--)\\s?(.*)");
  private static final Pattern RDF_TEXT =
      Pattern.compile("\"([^\"]{" + MIN_LITERAL_LENGTH + ",})\"|#\\s?(.*)");
  private static final Pattern STRING =
      Pattern.compile("\"([^\"\\\\]{" + MIN_STRING_LENGTH + ",})\"");
  private static final Pattern MARKUP = Pattern.compile("<[^>]*>|@\\w+\\(.*?\\)|\\$\\{.*?\\}");
  private static final Pattern SPACE = Pattern.compile("\\s+");

  /// The counts of one folder.
  private static final class Count {
    private long words;
    private long hits;

    double perThousand() {
      return 1000.0 * hits / Math.max(1, words);
    }
  }

  @Test
  void hasAtMostOneWordToAvoidPerThousand() throws IOException {
    Map<String, String> avoid = table("avoid.txt");
    List<String> allowed = List.copyOf(table("allowed.txt").keySet());
    Map<String, Count> folders = new TreeMap<>();
    Count total = new Count();
    List<String> examples = new ArrayList<>();
    Pattern words = pattern(avoid, false, "\\b(%s)\\b");
    Pattern firstWords = pattern(avoid, true, "^(%s)\\b");
    for (Path file : files()) {
      Count count = folders.computeIfAbsent(folder(file), _ -> new Count());
      List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
      for (int i = 0; i < lines.size(); i++) {
        String text = text(file.toString(), lines.get(i));
        if (text.isEmpty()) {
          continue;
        }
        long n = SPACE.splitAsStream(text).filter(word -> !word.isEmpty()).count();
        count.words += n;
        total.words += n;
        String checked = text;
        for (String phrase : allowed) {
          checked = checked.replace(phrase, "");
        }
        List<String> found = new ArrayList<>();
        words.matcher(checked).results().forEach(m -> found.add(m.group()));
        Matcher first = firstWords.matcher(checked);
        if (first.find()) {
          found.add("^" + first.group());
        }
        count.hits += found.size();
        total.hits += found.size();
        for (String word : found) {
          String instead = avoid.getOrDefault(word, avoid.get(word.toLowerCase(Locale.ROOT)));
          examples.add("%s:%d: '%s' (%s): %s".formatted(file, i + 1, word, instead, text));
        }
      }
    }
    print(folders, total);
    assertThat(total.words).as("words of text").isGreaterThan(100_000);
    assertThat(total.perThousand())
        .as(
            "words to avoid per 1,000 words; rewrite these sentences:%n%s",
            examples.stream().limit(MAX_EXAMPLES).collect(Collectors.joining("\n")))
        .isLessThanOrEqualTo(MAX_PER_1000_WORDS);
  }

  private static void print(Map<String, Count> folders, Count total) {
    System.out.printf(
        "words to avoid: %d in %d words, %.2f per 1,000%n",
        total.hits, total.words, total.perThousand());
    folders.entrySet().stream()
        .filter(e -> e.getValue().hits > 0)
        .sorted(Comparator.comparingLong(e -> -e.getValue().hits))
        .forEach(
            e ->
                System.out.printf(
                    "  %s: %d in %d words, %.1f per 1,000%n",
                    e.getKey(), e.getValue().hits, e.getValue().words, e.getValue().perThousand()));
  }

  private static List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String folder : FOLDERS) {
      files.addAll(Sources.under(Path.of(folder), ""));
    }
    try (Stream<Path> top = Files.list(Path.of(""))) {
      files.addAll(top.sorted().toList());
    }
    files.removeIf(
        file ->
            !Files.isRegularFile(file)
                || !FILES.matcher(file.toString()).matches()
                || SKIPPED.matcher(file.toString()).matches());
    return files;
  }

  /// Returns the folder of a file, down to the packages.
  private static String folder(Path file) {
    Path parent = file.getParent();
    return parent == null ? "." : parent.toString().replace("java/org/techrace", "java");
  }

  /// Returns the part of a line that people read: a comment, a message, a definition, or the text
  /// of a document or template. Empty if there is none.
  private static String text(String file, String line) {
    if (file.endsWith(".md")) {
      return line.strip();
    }
    if (file.endsWith(".jte")) {
      return MARKUP.matcher(line).replaceAll(" ").strip();
    }
    if (file.endsWith(".ttl") || file.endsWith(".rq")) {
      Matcher text = RDF_TEXT.matcher(line);
      if (!text.find()) {
        return "";
      }
      return (text.group(1) == null ? text.group(2) : text.group(1)).strip();
    }
    Matcher comment = COMMENT.matcher(line);
    if (comment.find() && !comment.group(1).isBlank()) {
      return comment.group(1).strip();
    }
    return STRING
        .matcher(line)
        .results()
        .map(string -> string.group(1))
        .filter(string -> string.contains(" "))
        .collect(Collectors.joining(" "));
  }

  private static Pattern pattern(Map<String, String> avoid, boolean first, String form) {
    String words =
        avoid.keySet().stream()
            .filter(word -> word.startsWith("^") == first)
            .map(word -> Pattern.quote(first ? word.substring(1) : word))
            .collect(Collectors.joining("|"));
    return Pattern.compile(form.formatted(words), first ? 0 : Pattern.CASE_INSENSITIVE);
  }

  private static Map<String, String> table(String name) throws IOException {
    Map<String, String> table = new LinkedHashMap<>();
    for (String line : Files.readAllLines(LISTS.resolve(name))) {
      if (!line.startsWith("#")) {
        String[] cells = line.split("\t", 2);
        assertThat(cells).as("%s: a line has two cells: %s", name, line).hasSize(2);
        table.put(cells[0], cells[1]);
      }
    }
    return table;
  }
}
