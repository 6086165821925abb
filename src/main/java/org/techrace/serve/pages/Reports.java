package org.techrace.serve.pages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.QueryParseException;
import org.apache.jena.query.Syntax;
import org.jspecify.annotations.Nullable;
import org.techrace.rdf.QueryErrors;

/// The reports: each folder of `queries/reports` is one, each query in it a section.
///
/// @param byName the sections of each report in the order of their files, by the folder's name
public record Reports(Map<String, List<Section>> byName) {
  /// The title, and the text with the comment lines that go on with it.
  private static final Pattern HEAD =
      Pattern.compile("# Title: (.+)\\R(?:# Text: (.+(?:\\R#.*)*))?");

  public Reports {
    byName = Map.copyOf(byName);
  }

  /// A table of a report.
  ///
  /// @param title the line `# Title:` at the head of the file
  /// @param text the lines after `# Text:`; may be empty
  /// @param query a SELECT; the names of its variables become the heads of the columns
  public record Section(String title, String text, Query query) {}

  /// Reads every `*.rq` in the folders below a folder; none if there is no such folder.
  ///
  /// @throws IOException if a file cannot be read, or is no SELECT with a title at its head
  public static Reports read(Path folder) throws IOException {
    Map<String, List<Section>> reports = new TreeMap<>();
    for (Path report : list(folder).filter(Files::isDirectory).toList()) {
      List<Path> files = list(report).filter(f -> f.toString().endsWith(".rq")).toList();
      List<Section> sections = reports.computeIfAbsent(name(report), _ -> new ArrayList<>());
      for (Path file : files) {
        sections.add(section(file));
      }
    }
    return new Reports(reports);
  }

  private static Section section(Path file) throws IOException {
    String text = Files.readString(file);
    Matcher head = HEAD.matcher(text);
    Query query;
    try {
      query = QueryFactory.create(text, Syntax.syntaxSPARQL_11);
    } catch (QueryParseException e) {
      throw new IOException("[" + file + ":" + e.getLine() + "] " + QueryErrors.sentence(e), e);
    }
    if (!head.lookingAt() || !query.isSelectType()) {
      throw new IOException(
          "["
              + file
              + "] expected a SELECT whose first line is '# Title: ...', then '# Text: ...'");
    }
    return new Section(head.group(1), plain(head.group(2)), query);
  }

  private static String plain(@Nullable String comment) {
    return comment == null ? "" : comment.replaceAll("\\R# ?", " ").strip();
  }

  private static Stream<Path> list(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return Stream.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList().stream();
    }
  }

  private static String name(Path folder) {
    return String.valueOf(folder.getFileName());
  }
}
