package org.techrace.entity;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.techrace.rdf.Iris;
import org.techrace.rdf.QueryFile;
import org.techrace.rdf.QueryFolder;

/// The queries that pages are made from, by name: those built in, and the files of `queries/pages`
/// of a project.
public final class PageQueries {
  private final Iris iris;
  private final List<String> languages;
  private final Map<String, PageQuery> queries = new TreeMap<>();

  private PageQueries(Iris iris, List<String> languages) {
    this.iris = iris;
    this.languages = List.copyOf(languages);
  }

  /// Reads every `*.rq` in the folder `pages` and below.
  ///
  /// @param folder the folder `queries` of a project; it need not be there
  /// @param iris the IRI spaces of the graph
  /// @param languages the languages in which labels are shown, best first; at least one
  /// @throws IOException if a file cannot be read or is no SPARQL 1.1 query, or its front matter is
  ///   wrong
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
