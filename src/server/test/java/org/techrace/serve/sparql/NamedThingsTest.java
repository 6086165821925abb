package org.techrace.serve.sparql;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.jena.query.Query;
import org.apache.jena.query.QueryFactory;
import org.junit.jupiter.api.Test;

final class NamedThingsTest {
  private static final String PREFIXES =
      """
      PREFIX ex: <http://example.org/>
      PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
      """;

  private static Query added(String query) {
    Query added = NamedThings.addedTo(QueryFactory.create(PREFIXES + query));
    return QueryFactory.create(added.toString());
  }

  @Test
  void addsTheSubjectOfALabel() {
    Query added = added("SELECT ?name ?size { ?x ex:size ?size ; rdfs:label ?name }");
    assertThat(added.getResultVars()).containsExactly("name", "size", "name_thing");
    assertThat(added.toString()).containsPattern("\\( ?\\?x AS \\?name_thing ?\\)");
  }

  @Test
  void splitsAPathThatEndsInALabel() {
    Query added = added("SELECT ?name { ?x ex:country/rdfs:label ?name }");
    assertThat(added.toString())
        .contains("ex:country", "?name_named")
        .doesNotContain("ex:country/");
  }

  @Test
  void readsNamesThatATextReplaces() {
    Query added =
        added(
            "SELECT ?name { ?y a ex:T OPTIONAL { ?x ex:of ?y ; rdfs:label ?known }"
                + " BIND (COALESCE(?known, 'none') AS ?name) }");
    assertThat(added.toString()).containsPattern("\\( ?\\?x AS \\?name_thing ?\\)");
  }

  @Test
  void samplesTheThingOfAGroup() {
    Query added =
        added(
            "SELECT ?name (COUNT(?x) AS ?n) { ?x ex:of ?y . ?y rdfs:label ?name } GROUP BY ?name");
    assertThat(added.toString()).contains("SAMPLE(?y)");
  }

  @Test
  void readsNamesOfSubqueries() {
    Query added = added("SELECT ?name { { SELECT ?name { ?x rdfs:label ?name } ORDER BY ?name } }");
    assertThat(added.getResultVars()).containsExactly("name", "name_thing");
  }

  @Test
  void leavesQueriesAloneWhoseRowsCouldChange() {
    assertThat(added("SELECT DISTINCT ?name { ?x rdfs:label ?name } LIMIT 5").getResultVars())
        .containsExactly("name");
    assertThat(added("SELECT * { ?x rdfs:label ?name }").getResultVars())
        .containsExactlyInAnyOrder("x", "name");
  }
}
