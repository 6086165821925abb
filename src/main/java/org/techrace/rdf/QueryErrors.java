package org.techrace.rdf;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.jena.query.QueryException;

/// What is wrong with the text of a query, in a line.
public final class QueryErrors {

  /// What the parser says of a word: `Encountered " <VAR1> "?z "" at line 5, column 20.`
  private static final Pattern WORD =
      Pattern.compile("Encountered \" (?:\"[^\"]*\"|<\\w+>) \"(.*?) \"\" at ");

  private QueryErrors() {}

  /// Says what was found and where.
  ///
  /// @return the parser's message without the list of all that it would have taken instead, which
  ///   can be a hundred lines
  public static String sentence(QueryException error) {
    String message =
        WORD.matcher(String.valueOf(error.getMessage()))
            .replaceFirst("'$1' is not expected at ")
            .replace("Encountered \"<EOF>\" at ", "the query breaks off at ");
    return message
        .lines()
        .map(String::strip)
        .takeWhile(line -> !line.startsWith("Was expecting"))
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining(" "))
        .replaceFirst("^Function '\\w+' takes", "A function takes"); // it is the name of a class
  }
}
