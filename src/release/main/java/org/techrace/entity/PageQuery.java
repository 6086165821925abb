package org.techrace.entity;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.QueryParseException;
import org.apache.jena.query.Syntax;
import org.techrace.guard.LocalQueries;
import org.techrace.guard.QueryRefusedException;
import org.techrace.rdf.Iris;
import org.techrace.rdf.QueryFile;

/// A query that a page, or a part of a page, is built from.
///
/// @param name the path of its file below `queries/pages`, without extension
/// @param head its front matter: the comment lines `# Key: value` at the start of the file
/// @param query the parsed query
/// @param text the query as written, without the front matter
public record PageQuery(String name, Map<String, String> head, Query query, String text) {
  /// The keys that front matter may have.
  private static final Set<String> KEYS =
      Set.of(
          "Title",
          "Text",
          "Finding",
          "View",
          "Columns",
          "Topic",
          "Facets",
          "Link",
          "More",
          "Kind",
          "Once",
          "Adds",
          "Measured",
          "Unit",
          "Time",
          "Translated");

  private static final Pattern HEAD = Pattern.compile("# ([A-Z][a-z]+): +(.*)");

  public PageQuery {
    head = Map.copyOf(head);
  }

  /// Parses a query file.
  ///
  /// @param file the file
  /// @param iris the base of relative IRIs
  /// @throws IOException if the front matter has an unknown key, or the text is not a SPARQL 1.1
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
            "[%s:%d] unknown key '%s' in the front matter; allowed are %s"
                .formatted(file.place(), line + 1, key.group(1), KEYS.stream().sorted().toList()));
      }
      head.merge(key.group(1), key.group(2).strip(), (a, b) -> a + " " + b);
    }
    try {
      Query query = QueryFactory.create(file.text(), iris.base(), Syntax.syntaxSPARQL_11);
      String text = String.join("\n", lines.subList(line, lines.size())) + "\n";
      LocalQueries.check(query);
      for (String key : List.of("Once", "Translated")) {
        Optional<String> named = variable(head.getOrDefault(key, ""));
        if (head.containsKey(key) && !named.map(query.getResultVars()::contains).orElse(false)) {
          throw new IOException(
              "[%s] '%s' is '%s', which is not a variable of the query's answer; expected one of %s"
                  .formatted(file.place(), key, head.get(key), query.getResultVars()));
        }
      }
      return new PageQuery(file.name(), head, query, text);
    } catch (QueryParseException e) {
      throw new IOException("[" + file.place() + ":" + e.getLine() + "] " + e.getMessage(), e);
    } catch (QueryRefusedException e) {
      throw new IOException(
          "[%s] the query is refused: %s".formatted(file.place(), e.sentence()), e);
    }
  }

  /// Returns a value of the front matter, or the empty string.
  public String head(String key) {
    return head.getOrDefault(key, "");
  }

  /// Returns the variable that a value of the front matter names after `?`; empty for a text.
  public static Optional<String> variable(String value) {
    return value.startsWith("?") ? Optional.of(value.substring(1)) : Optional.empty();
  }

  /// Returns the variable of which the query is evaluated for all values at once, if front matter
  /// names one under `Once`.
  Optional<String> once() {
    return variable(head("Once"));
  }

  /// Returns the variable with texts in several languages, of which a reader needs one, if front
  /// matter names one under `Translated`.
  Optional<String> translated() {
    return variable(head("Translated"));
  }

  /// Returns the variables along which its numbers add up.
  public Set<String> adding() {
    return head("Adds").isEmpty() ? Set.of() : Set.of(head("Adds").split(" +", -1));
  }

  /// Returns whether it is about things of some classes: those that front matter names under
  /// `Kind`, by their prefixed names; without that, of any class.
  ///
  /// @param classes the IRIs of the classes of a thing
  public boolean isAbout(Collection<String> classes) {
    String kinds = head("Kind");
    return kinds.isEmpty()
        || Stream.of(kinds.split(" ", -1))
            .map(kind -> query.getPrefixMapping().expandPrefix(kind))
            .anyMatch(classes::contains);
  }

  /// Returns the last part of its name, which is also the last part of its address.
  public String slug() {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /// Returns the variables of its solutions, in order.
  public List<String> variables() {
    return query.getResultVars();
  }
}
