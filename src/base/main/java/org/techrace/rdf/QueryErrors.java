package org.techrace.rdf;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.jena.query.QueryException;

/// Shortens the parser's error messages for SPARQL queries to one line.
public final class QueryErrors {

  /// The parser's wording for an unexpected token: `Encountered " <VAR1> "?z "" at line 5, column
  /// 20.`
  private static final Pattern WORD =
      Pattern.compile("Encountered \" (?:\"[^\"]*\"|<\\w+>) \"(.*?) \"\" at ");

  /// The name of an exception that is part of a message.
  private static final Pattern EXCEPTION =
      Pattern.compile(
          "(?:\\w+ pattern exception: )?(?:[a-z]\\w*\\.)+[A-Z]\\w*(?:Exception|Error): ");

  private QueryErrors() {}

  /// Returns the parser's message in one line: the error and its place.
  ///
  /// @return the message without the list of all tokens that were expected, which can be 100 lines
  ///   long
  public static String sentence(QueryException error) {
    String message =
        WORD.matcher(String.valueOf(error.getMessage()))
            .replaceFirst("'$1' is not expected at ")
            .replace("Encountered \"<EOF>\" at ", "the query breaks off at ");
    return EXCEPTION
        .matcher(message)
        .replaceAll("")
        .lines()
        .map(String::strip)
        .takeWhile(line -> !line.startsWith("Was expecting"))
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining(" "))
        // The parser names a class of Jena here.
        .replaceFirst("^Function '\\w+' takes", "A function takes");
  }
}
