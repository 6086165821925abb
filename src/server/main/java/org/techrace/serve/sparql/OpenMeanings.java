package org.techrace.serve.sparql;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.jena.graph.Node;
import org.apache.jena.query.Query;
import org.apache.jena.sparql.core.TriplePath;
import org.apache.jena.sparql.core.Var;
import org.techrace.entity.ResultRow;
import org.techrace.entity.Term;
import org.techrace.rdf.Iris;
import org.techrace.rdf.Tool;

/// Finds properties whose values a query shows, counts by or fixes without the property that says
/// what they are about (`tool:readWith`), such as stances without whom they concern: its rows then
/// have together what is about different things.
final class OpenMeanings {
  /// The most values that a sentence names.
  private static final int MAX_NAMED = 3;

  private final Rereading reading;

  /// The properties that say what the values of others are about.
  private final Map<String, String> with = new LinkedHashMap<>();

  private final Set<String> sentences = new LinkedHashSet<>();

  private OpenMeanings(Rereading reading) {
    this.reading = reading;
    reading
        .rows(
            "SELECT ?meant ?meaning { ?meant <%s> ?meaning } ORDER BY ?meant"
                .formatted(Tool.READ_WITH))
        .forEach(row -> with.put(row.iri("meant").orElseThrow(), row.iri("meaning").orElseThrow()));
  }

  /// Returns a sentence for each such property.
  ///
  /// @param inSteps the query, [in steps][Select#inSteps]
  static List<String> of(Query inSteps, Rereading reading) {
    OpenMeanings found = new OpenMeanings(reading);
    if (!found.with.isEmpty()) {
      Select.eachIn(inSteps, found::read);
    }
    return List.copyOf(found.sentences);
  }

  private void read(Select select) {
    List<TriplePath> patterns = select.allPatterns();
    for (TriplePath one : patterns) {
      Node thing = one.getSubject();
      if (Var.isVar(thing) && isUsed(select, one)) {
        for (String property : Select.links(one)) {
          Optional.ofNullable(with.get(property))
              .filter(meaning -> !Select.reads(patterns, thing, meaning))
              .flatMap(meaning -> sentence(select, Var.alloc(thing), property, meaning))
              .ifPresent(sentences::add);
        }
      }
    }
  }

  /// Reports whether the answer depends on the values of a pattern, not only on that there are any.
  private static boolean isUsed(Select select, TriplePath pattern) {
    Node value = pattern.getObject();
    return !select.asked(value).isEmpty()
        || select.shows(value)
        || select.allPatterns().stream().anyMatch(one -> value.equals(one.getSubject()));
  }

  private Optional<String> sentence(Select select, Var thing, String property, String meaning) {
    List<ResultRow> rows =
        reading.rows(
            "SELECT ?meantBy (COUNT(DISTINCT %s) AS ?number) { %s %s <%s> ?meantBy } GROUP BY ?meantBy ORDER BY DESC(?number) ?meantBy"
                .formatted(thing, Rereading.pattern(select, thing), thing, meaning));
    if (rows.size() < 2) {
      return Optional.empty();
    }
    String name = reading.shortName().apply(meaning);
    String each = "?" + Iris.localName(meaning);
    return Optional.of(
        "%s: what it says is about %s, which the query does not read: %s%s; `%s %s %s`, with %s in %s%s, shows each"
            .formatted(
                reading.shortName().apply(property),
                name,
                rows.stream()
                    .limit(MAX_NAMED)
                    .map(
                        row ->
                            "%s (%,d)"
                                .formatted(
                                    row.get("meantBy").map(Term::text).orElse(""),
                                    Rereading.number(row, "number")))
                    .collect(Collectors.joining(", ")),
                rows.size() > MAX_NAMED ? " and %d more".formatted(rows.size() - MAX_NAMED) : "",
                Select.named(thing),
                name,
                each,
                each,
                select.clauses(),
                select.place(thing)));
  }
}
