package org.techrace.serve.pages;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.QueryParseException;
import org.apache.jena.query.Syntax;
import org.jspecify.annotations.Nullable;
import org.techrace.guard.LocalQueries;
import org.techrace.guard.QueryRefusedException;
import org.techrace.rdf.QueryErrors;
import org.techrace.rdf.QueryFile;
import org.techrace.rdf.QueryFolder;
import org.techrace.serve.view.QueryText;

/// The reports. Each folder of `queries/reports` is a report, each query in it a section.
///
/// @param byName the sections of each report, in the order of their files, by folder name
public record Reports(Map<String, List<Section>> byName) {
  private static final String FOLDER = "reports";

  /// Matches the title, and the text with its continuation lines.
  private static final Pattern HEAD =
      Pattern.compile("# Title: (.+)\\R(?:# Text: (.+(?:\\R#.*)*))?");

  public Reports {
    byName = Map.copyOf(byName);
  }

  /// A section of a report.
  ///
  /// @param name its path below the folder of queries: `reports/x/y`
  /// @param title the line `# Title:` at the start of the file
  /// @param text the lines after `# Text:`; may be empty
  /// @param query a SELECT query; its variables are the column heads
  public record Section(String name, String title, String text, Query query) {}

  /// Returns the title of a report in the language of the reader. Without one in the texts of the
  /// project, `data-quality` becomes "Data quality".
  public static String title(String name) {
    String words = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    return QueryText.of(FOLDER + "/" + name, "Title", words.replace('-', ' '));
  }

  /// Reads all `*.rq` files in the subfolders of `reports`.
  ///
  /// @throws IOException if a file cannot be read, or is not a SELECT query with a title
  public static Reports read(QueryFolder queries) throws IOException {
    Map<String, List<Section>> reports = new TreeMap<>();
    for (QueryFile file : queries.read(FOLDER)) {
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
      LocalQueries.check(query);
    } catch (QueryRefusedException e) {
      throw new IOException(
          "[%s] the query is refused: %s".formatted(file.place(), e.sentence()), e);
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
    return new Section(FOLDER + "/" + file.name(), head.group(1), plain(head.group(2)), query);
  }

  private static String plain(@Nullable String comment) {
    return comment == null ? "" : comment.replaceAll("\\R# ?", " ").strip();
  }
}
