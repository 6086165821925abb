package org.techrace.entity;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.QueryParseException;
import org.apache.jena.query.Syntax;
import org.techrace.rdf.Iris;
import org.techrace.rdf.QueryFile;

/// A query that something on a page is made from.
///
/// @param name the path of its file below `queries/pages`, without ending
/// @param head its front matter: the comment lines `# Key: value` that it begins with
/// @param query what is asked
/// @param text the same as it is written, without the front matter
public record PageQuery(String name, Map<String, String> head, Query query, String text) {
  /// What front matter may say.
  private static final Set<String> KEYS =
      Set.of("Title", "Text", "View", "Columns", "Topic", "Facets", "Link", "For");

  private static final Pattern HEAD = Pattern.compile("# ([A-Z][a-z]+): +(.*)");

  public PageQuery {
    head = Map.copyOf(head);
  }

  /// Reads one.
  ///
  /// @param iris what relative IRIs are relative to
  /// @throws IOException if its front matter has a key that there is not, or it is no SPARQL 1.1
  ///   query
  static PageQuery read(QueryFile file, Iris iris) throws IOException {
    Map<String, String> head = new TreeMap<>();
    List<String> lines = file.text().lines().toList();
    int line = 0;
    for (; line < lines.size(); line++) {
      Matcher key = HEAD.matcher(lines.get(line));
      if (!key.matches()) {
        break;
      }
      if (!KEYS.contains(key.group(1))) {
        throw new IOException(
            "[%s:%d] front matter has no key '%s'; it may have %s"
                .formatted(file.place(), line + 1, key.group(1), KEYS.stream().sorted().toList()));
      }
      head.merge(key.group(1), key.group(2).strip(), (a, b) -> a + " " + b);
    }
    try {
      Query query = QueryFactory.create(file.text(), iris.base(), Syntax.syntaxSPARQL_11);
      String text = String.join("\n", lines.subList(line, lines.size())) + "\n";
      return new PageQuery(file.name(), head, query, text);
    } catch (QueryParseException e) {
      throw new IOException("[" + file.place() + ":" + e.getLine() + "] " + e.getMessage(), e);
    }
  }

  /// A value of the front matter, or the empty string.
  public String head(String key) {
    return head.getOrDefault(key, "");
  }

  /// The end of its name: what its address ends in.
  public String slug() {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /// The variables of its solutions, in order.
  public List<String> variables() {
    return query.getResultVars();
  }
}
