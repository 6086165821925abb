package org.techrace.entity;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.techrace.rdf.Iris;
import org.techrace.rdf.QueryFile;
import org.techrace.rdf.QueryFolder;

/// The queries that pages are built from, by name: the built-in ones and the files of
/// `queries/pages` of a project.
public final class PageQueries {
  private final Iris iris;
  private final List<String> languages;
  private final Map<String, PageQuery> queries = new TreeMap<>();

  private PageQueries(Iris iris, List<String> languages) {
    this.iris = iris;
    this.languages = List.copyOf(languages);
  }

  /// Reads all `*.rq` files in the folder `pages` and its subfolders.
  ///
  /// @param folder the folder `queries` of a project; it may be missing
  /// @param iris the IRI namespaces of the graph
  /// @param languages the languages in which labels are shown, best first; at least one
  /// @throws IOException if a file cannot be read or is not a SPARQL 1.1 query, or its front matter
  ///   is invalid
  public static PageQueries read(Path folder, Iris iris, List<String> languages)
      throws IOException {
    PageQueries queries = new PageQueries(iris, languages);
    QueryFolder files = new QueryFolder(folder, iris, languages.getFirst());
    for (QueryFile file : files.read("pages")) {
      queries.queries.put(file.name(), PageQuery.read(file, iris));
    }
    return queries;
  }

  /// The IRI spaces of the graph.
  Iris iris() {
    return iris;
  }

  /// The languages in which labels are shown, best first.
  List<String> languages() {
    return languages;
  }

  /// Returns a query.
  ///
  /// @param name the file's path below the folder, without its extension
  /// @throws IllegalArgumentException if there is no such file
  public PageQuery get(String name) {
    PageQuery query = queries.get(name);
    if (query == null) {
      throw new IllegalArgumentException("queries/pages has no " + name + ".rq");
    }
    return query;
  }

  /// Returns all queries, ordered by name.
  public List<PageQuery> all() {
    return List.copyOf(queries.values());
  }

  /// Returns the queries of a folder, ordered by name.
  public List<PageQuery> in(String folder) {
    return queries.values().stream().filter(q -> q.name().startsWith(folder + "/")).toList();
  }
}
