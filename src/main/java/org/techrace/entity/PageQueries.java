package org.techrace.entity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.QueryParseException;
import org.apache.jena.query.Syntax;

/// The queries that pages are made from: the files of `queries/pages`, by name.
public final class PageQueries {
  private final Map<String, Query> queries;

  private PageQueries(Map<String, Query> queries) {
    this.queries = queries;
  }

  /// Reads every `*.rq` in a folder.
  ///
  /// @throws IOException if the folder cannot be read or a file is no SPARQL 1.1 query
  public static PageQueries read(Path folder) throws IOException {
    Map<String, Query> queries = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".rq")).sorted().toList()) {
        String name = String.valueOf(file.getFileName()).replaceFirst("\\.rq$", "");
        try {
          queries.put(name, QueryFactory.create(Files.readString(file), Syntax.syntaxSPARQL_11));
        } catch (QueryParseException e) {
          throw new IOException("[" + file + ":" + e.getLine() + "] " + e.getMessage(), e);
        }
      }
    }
    return new PageQueries(queries);
  }

  /// A query.
  ///
  /// @param name the file's name without its ending
  public Query get(String name) {
    Query query = queries.get(name);
    if (query == null) {
      throw new IllegalArgumentException("queries/pages has no " + name + ".rq");
    }
    return query;
  }
}
