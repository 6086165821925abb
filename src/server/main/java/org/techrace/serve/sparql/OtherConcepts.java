package org.techrace.serve.sparql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.apache.jena.query.Query;
import org.apache.jena.sparql.core.TriplePath;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.SKOS;
import org.techrace.entity.Ask;
import org.techrace.entity.ResultRow;

/// Finds what a query leaves out because it asks for one concept, and the things have a narrower
/// one, or one of another list with the same meaning.
///
/// The query `alternatives` of `queries/pages` returns these concepts.
final class OtherConcepts {
  private static final Var OTHER = Var.alloc("otherConcept");

  /// The concepts that are named.
  private static final int MAX_NAMED = 3;

  /// The concepts that are looked at for those of one list.
  private static final int MAX_CONCEPTS = 50;

  private final Rereading reading;
  private final Set<String> measures;
  private final List<String> sentences = new ArrayList<>();

  private OtherConcepts(Rereading reading) {
    this.reading = reading;
    this.measures = Components.of(reading.entities()).with(Components.MEASURE);
  }

  /// Returns a sentence for each pattern with such a concept.
  ///
  /// @param inSteps the query, [in steps][Select#inSteps]
  static List<String> of(Query inSteps, Rereading reading) {
    OtherConcepts found = new OtherConcepts(reading);
    Select.eachIn(inSteps, select -> select.patterns().forEach(one -> found.add(select, one)));
    return found.sentences.stream().distinct().toList();
  }

  private void add(Select select, TriplePath pattern) {
    List<String> links = Select.links(pattern);
    Set<Node> asked =
        select.asked(pattern.getObject()).stream()
            .filter(Node::isURI)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    if (links.isEmpty() || links.contains(RDF.type.getURI()) || asked.isEmpty()) {
      return;
    }
    if (pattern.getSubject().isURI()) {
      // Whether nothing at all has the concept.
      Select any = Select.ofAny(pattern);
      TriplePath one = any.patterns().getFirst();
      if (number(any, Var.alloc(one.getSubject()), "") == 0) {
        add(any, one);
      }
      return;
    }
    Map<String, Set<String>> byPath = new LinkedHashMap<>();
    for (ResultRow row :
        reading.entities().rows(Ask.of("alternatives").about(List.copyOf(asked)))) {
      byPath
          .computeIfAbsent(row.text("path"), _ -> new LinkedHashSet<>())
          .add(row.iri("other").orElseThrow());
    }
    if (byPath.isEmpty()) {
      return;
    }
    Var thing = Var.alloc(pattern.getSubject());
    int own = number(select, thing, "");
    if (own > 0 && isFigure(select, thing)) {
      // The figures of a whole and of its parts are different figures.
      return;
    }
    Select other = select.replacing(pattern, List.of(Select.withObject(pattern, OTHER)));
    int most = own;
    String best = "";
    for (Map.Entry<String, Set<String>> one : byPath.entrySet()) {
      int all =
          number(
              other,
              thing,
              values(Stream.concat(asked.stream().map(Node::getURI), one.getValue().stream())));
      if (all > most) {
        most = all;
        best = one.getKey();
      }
    }
    if (most > own) {
      sentences.add(
          sentence(
              pattern,
              asked,
              own,
              most,
              best,
              examples(other, thing, byPath.getOrDefault(best, Set.of()))));
    }
  }

  private boolean isFigure(Select select, Var thing) {
    return select.patterns().stream()
        .filter(one -> thing.equals(one.getSubject()))
        .flatMap(one -> Select.links(one).stream())
        .anyMatch(measures::contains);
  }

  private int number(Select select, Var thing, String values) {
    return reading.number(
        "SELECT (COUNT(DISTINCT %s) AS ?readNumber) { %s %s }"
            .formatted(
                thing,
                values,
                values.isEmpty()
                    ? Rereading.pattern(select, thing)
                    : Rereading.pattern(select, thing, OTHER)));
  }

  private static String values(Stream<String> iris) {
    return iris.map(iri -> "<" + iri + ">")
        .collect(Collectors.joining(" ", "VALUES %s { ".formatted(OTHER), " }"));
  }

  /// Returns the concepts with most things, of one list: concepts of several lists can have the
  /// same meaning.
  private List<String> examples(Select select, Var thing, Set<String> concepts) {
    List<ResultRow> rows =
        reading.rows(
            ("SELECT %s (MIN(?otherScheme) AS ?otherList) (COUNT(DISTINCT %s) AS ?readNumber) { %s"
                    + " %s OPTIONAL { %s <%s> ?otherScheme } } GROUP BY %s ORDER BY"
                    + " DESC(?readNumber) %s LIMIT %d")
                .formatted(
                    OTHER,
                    thing,
                    values(concepts.stream()),
                    Rereading.pattern(select, thing, OTHER),
                    OTHER,
                    SKOS.inScheme.getURI(),
                    OTHER,
                    OTHER,
                    MAX_CONCEPTS));
    String list = rows.isEmpty() ? "" : rows.getFirst().text("otherList");
    return rows.stream()
        .filter(row -> row.text("otherList").equals(list))
        .limit(MAX_NAMED)
        .flatMap(
            row ->
                row.get(OTHER.getVarName()).stream()
                    .map(
                        concept ->
                            "%s (%s, %,d)"
                                .formatted(
                                    concept.text(),
                                    reading.shortName().apply(concept.key()),
                                    Rereading.number(row, Rereading.NUMBER))))
        .toList();
  }

  private String sentence(
      TriplePath pattern, Set<Node> asked, int own, int all, String path, List<String> examples) {
    String link = reading.shortPath(Select.links(pattern));
    String names =
        asked.stream()
            .limit(MAX_NAMED)
            .map(one -> reading.shortName().apply(one.getURI()))
            .collect(Collectors.joining(" or "));
    return "%s %s: %s %s it; %,d have it or %s concept, such as %s; `%s/%s` in place of `%s` reads them too"
        .formatted(
            link,
            names,
            own == 0 ? "no" : "%,d".formatted(own),
            own == 1 ? "thing has" : "things have",
            all,
            path.contains("Match") ? "a narrower or equal" : "a narrower",
            String.join(", ", examples),
            link,
            path,
            link);
  }
}
