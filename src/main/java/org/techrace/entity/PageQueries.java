package org.techrace.entity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The queries that pages are made from: the files of `queries/pages`, by name.
public final class PageQueries {
  private final Map<String, PageQuery> queries;

  private PageQueries(Map<String, PageQuery> queries) {
    this.queries = queries;
  }

  /// Reads every `*.rq` in a folder and below.
  ///
  /// @throws IOException if the folder cannot be read, a file is no SPARQL 1.1 query, or its front
  ///   matter is wrong
  public static PageQueries read(Path folder) throws IOException {
    Map<String, PageQuery> queries = new TreeMap<>();
    for (Path file : files(folder)) {
      String path = folder.relativize(file).toString().replace('\\', '/');
      String name = path.replaceFirst("\\.rq$", "");
      queries.put(name, PageQuery.read(name, file.toString(), Files.readString(file)));
    }
    return new PageQueries(queries);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(f -> f.toString().endsWith(".rq")).sorted().toList();
    }
  }

  /// A query.
  ///
  /// @param name the file's path below the folder, without its ending
  public PageQuery get(String name) {
    PageQuery query = queries.get(name);
    if (query == null) {
      throw new IllegalArgumentException("queries/pages has no " + name + ".rq");
    }
    return query;
  }

  /// The queries of a folder in the order of their names.
  public List<PageQuery> in(String folder) {
    return queries.values().stream().filter(q -> q.name().startsWith(folder + "/")).toList();
  }
}
