package org.techrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.jena.query.DatasetFactory;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.exec.QueryExec;
import org.apache.jena.update.UpdateExecution;
import org.apache.jena.vocabulary.RDFS;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The graphs of the values of an answer are those of the statements that give them, whatever form
/// the query has.
final class ValueOriginsTest {
  private static final String PREFIXES =
      "PREFIX : <urn:x:> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> ";

  /// Names in one graph, figures of two years in two, links in two more.
  private static final String QUADS =
      """
      GRAPH :names { :cn a :Country ; rdfs:label "China" . :us a :Country ; rdfs:label "US" .
        :f a :Firm ; rdfs:label "F" . :g a :Firm ; rdfs:label "G" }
      GRAPH :old { :a :area :cn ; :year 2010 ; :value 5 . :b :area :us ; :year 2010 ; :value 9 }
      GRAPH :sets { :e :count 6 ; <http://purl.org/linked-data/cube#dataSet> :edition }
      GRAPH :new { :c :area :cn ; :year 2020 ; :value 8 . :d :area :us ; :year 2020 ; :value 7 }
      GRAPH :firms { :f :country :cn . :g :country :us ; :partOf :f }
      GRAPH :lists { :f :on :list . :list :of :us }
      """;

  private static DatasetGraph data() {
    DatasetGraph data = DatasetGraphFactory.create();
    UpdateExecution.dataset(DatasetFactory.wrap(data))
        .update(PREFIXES + "INSERT DATA { " + QUADS + " }")
        .execute();
    data.stream().toList().forEach(quad -> data.getDefaultGraph().add(quad.asTriple()));
    return data;
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a number                       | n v       | true  | new        | SELECT ?n ?v { ?o :area ?a ; :year 2020 ; :value ?v . ?a a :Country ; rdfs:label ?n }
          rows that are cut              | n v       | true  | old        | SELECT ?n ?v { ?o :area/rdfs:label ?n ; :value ?v } ORDER BY DESC(?v) LIMIT 1
          an expression of two numbers   | change    | true  | new old    | SELECT ?n (?y - ?x AS ?change) { ?o :area ?a ; :year 2010 ; :value ?x . ?p :area ?a ; :year 2020 ; :value ?y . ?a rdfs:label ?n }
          the largest of a group         | n most    | true  | new old    | SELECT ?n (MAX(?v) AS ?most) { ?o :area ?a ; :value ?v . ?a rdfs:label ?n } GROUP BY ?n
          the largest of all             | most      | true  | old        | SELECT (MAX(?v) AS ?most) { ?o :value ?v }
          a number of a sub-query        | v         | true  | new        | SELECT ?v { { SELECT (MAX(?y) AS ?last) { ?any :year ?y } } ?o :year ?last ; :value ?v }
          a number of nested groups      | most      | true  | new old    | SELECT ?n ?most { { SELECT ?a (MAX(?v) AS ?most) { { SELECT ?a ?v (COUNT(*) AS ?place) { ?o :area ?a ; :value ?v . ?p :value ?more FILTER (?more >= ?v) } GROUP BY ?a ?v HAVING (COUNT(*) <= 2) } } GROUP BY ?a } ?a rdfs:label ?n }
          the second of each group       | next      | true  | new old    | SELECT ?next { { SELECT ?y ?most (MAX(?less) AS ?next) { { SELECT ?y (MAX(?v) AS ?most) { ?o :year ?y ; :value ?v } GROUP BY ?y } ?p :year ?y ; :value ?less FILTER (?less < ?most) } GROUP BY ?y ?most } }
          a computed key of groups       | n         | true  | new old    | SELECT ?y (COUNT(?v) AS ?n) { ?o :year ?year ; :value ?v BIND (STR(?year) AS ?y) } GROUP BY ?y
          things that are counted        | n firms   | true  | firms      | SELECT ?n (COUNT(DISTINCT ?f) AS ?firms) { ?f a :Firm ; :country ?c . ?c rdfs:label ?n } GROUP BY ?n
          things counted by class alone  | firms     | true  | names      | SELECT (COUNT(?f) AS ?firms) { ?f a :Firm }
          an optional number             | v         | true  | new        | SELECT ?a ?v { ?a a :Country OPTIONAL { ?o :area ?a ; :year 2020 ; :value ?v } }
          a number of one of two forms   | v         | true  | new old    | SELECT ?v { { ?o :year 2010 ; :value ?v } UNION { ?o :year 2020 ; :value ?v } }
          a computed number              | double    | true  | new        | SELECT ?double { ?o :year 2020 ; :value ?v BIND (2 * ?v AS ?double) }
          a number in a named graph      | v         | true  | old        | SELECT ?v { GRAPH :old { ?o :value ?v } }
          the ends of an edge            | from to   | false | firms      | SELECT ?from ?to { ?x :country ?y ; :on [] . ?x rdfs:label ?from . ?y rdfs:label ?to }
          the ends of a longer way       | from to   | false | lists      | SELECT ?from ?to { ?x :on/:of ?y . ?x rdfs:label ?from . ?y rdfs:label ?to }
          a number of a data set         | v         | true  | edition sets | SELECT ?v { ?o :count ?v }
          a way of any length            | part      | true  | firms      | SELECT (COUNT(?x) AS ?part) { ?x :partOf+ :f }
          """)
  void findsTheGraphsOfTheValues(
      String name, String columns, boolean measured, String graphs, String query) {
    Query asked = QueryFactory.create(PREFIXES + query);
    Query origins =
        ValueOrigins.of(asked, List.of(columns.split(" ", -1)), measured, RDFS.Nodes.label::equals)
            .orElseThrow();
    // As text: what a server is sent can be parsed.
    Set<String> found = new TreeSet<>();
    try (QueryExec exec =
        QueryExec.dataset(data()).query(QueryFactory.create(origins.toString())).build()) {
      exec.select()
          .forEach(
              row ->
                  row.forEach(
                      (variable, graph) -> {
                        if (!variable.getVarName().equals(ValueOrigins.COUNT)) {
                          found.add(graph.getURI().replace("urn:x:", ""));
                        }
                      }));
    }
    assertThat(found).containsExactly(graphs.split(" ", -1));
  }

  /// Each graph has the number of the values that it gives.
  @Test
  void countsTheValuesOfEachGraph() {
    Query asked =
        QueryFactory.create(
            PREFIXES + "SELECT ?v { ?o :value ?v ; :year ?y FILTER (?v != 8 && ?y > 2000) }");
    Query origins =
        ValueOrigins.of(asked, List.of("v"), true, RDFS.Nodes.label::equals).orElseThrow();
    Map<String, Integer> counts = new TreeMap<>();
    try (QueryExec exec = QueryExec.dataset(data()).query(origins).build()) {
      exec.select()
          .forEach(
              row -> {
                int count = Integer.parseInt(row.get(ValueOrigins.COUNT).getLiteralLexicalForm());
                row.forEach(
                    (variable, graph) -> {
                      if (graph.isURI()) {
                        counts.merge(graph.getURI().replace("urn:x:", ""), count, Integer::sum);
                      }
                    });
              });
    }
    assertThat(counts).isEqualTo(Map.of("old", 2, "new", 1));
  }
}
