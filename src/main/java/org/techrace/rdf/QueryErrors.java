package org.techrace.rdf;

import java.util.stream.Collectors;
import org.apache.jena.query.QueryException;

/// What is wrong with the text of a query, in a line.
public final class QueryErrors {

  private QueryErrors() {}

  /// Says what was found and where.
  ///
  /// @return the parser's message without the list of all that it would have taken instead, which
  ///   can be a hundred lines
  public static String sentence(QueryException error) {
    return String.valueOf(error.getMessage())
        .lines()
        .map(String::strip)
        .takeWhile(line -> !line.startsWith("Was expecting"))
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining(" "));
  }
}
