package org.techrace.serve.pages;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.QueryParseException;
import org.apache.jena.query.Syntax;
import org.jspecify.annotations.Nullable;
import org.techrace.rdf.QueryErrors;
import org.techrace.rdf.QueryFile;
import org.techrace.rdf.QueryFolder;

/// The reports. Each folder of `queries/reports` is a report, each query in it a section.
///
/// @param byName the sections of each report, in the order of their files, by folder name
public record Reports(Map<String, List<Section>> byName) {
  /// Matches the title, and the text with its continuation lines.
  private static final Pattern HEAD =
      Pattern.compile("# Title: (.+)\\R(?:# Text: (.+(?:\\R#.*)*))?");

  public Reports {
    byName = Map.copyOf(byName);
  }

  /// A section of a report.
  ///
  /// @param title the line `# Title:` at the start of the file
  /// @param text the lines after `# Text:`; may be empty
  /// @param query a SELECT query; its variables are the column heads
  public record Section(String title, String text, Query query) {}

  /// Reads all `*.rq` files in the subfolders of `reports`.
  ///
  /// @throws IOException if a file cannot be read, or is not a SELECT query with a title
  public static Reports read(QueryFolder queries) throws IOException {
    Map<String, List<Section>> reports = new TreeMap<>();
    for (QueryFile file : queries.read("reports")) {
      int slash = file.name().indexOf('/');
      if (slash > 0) {
        reports
            .computeIfAbsent(file.name().substring(0, slash), _ -> new ArrayList<>())
            .add(section(file));
      }
    }
    return new Reports(reports);
  }

  private static Section section(QueryFile file) throws IOException {
    Matcher head = HEAD.matcher(file.text());
    Query query;
    try {
      query = QueryFactory.create(file.text(), Syntax.syntaxSPARQL_11);
    } catch (QueryParseException e) {
      throw new IOException(
          "[" + file.place() + ":" + e.getLine() + "] " + QueryErrors.sentence(e), e);
    }
    if (!head.lookingAt() || !query.isSelectType()) {
      throw new IOException(
          "["
              + file.place()
              + "] expected a SELECT whose first line is '# Title: ...', then '# Text: ...'");
    }
    return new Section(head.group(1), plain(head.group(2)), query);
  }

  private static String plain(@Nullable String comment) {
    return comment == null ? "" : comment.replaceAll("\\R# ?", " ").strip();
  }
}
