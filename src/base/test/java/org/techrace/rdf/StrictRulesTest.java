package org.techrace.rdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.engine.binding.BindingFactory;
import org.apache.jena.sparql.exec.QueryExec;
import org.apache.jena.sparql.exec.RowSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests the rules that a mapping has in a program without the guard.
final class StrictRulesTest {
  private final LocalQueryRules rules = new StrictRules();

  @Test
  void functionsOfSparqlAreEvaluated() {
    assertThat(first("SELECT (xsd:integer(ABS(-7)) AS ?x) {}")).isEqualTo("7");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT ?x { SERVICE <http://localhost:1/> { ?x ?p ?o } }",
        "SELECT (<java:org.example.F>(1) AS ?x) {}",
        "SELECT (COUNT(<http://jena.apache.org/ARQ/function#bnode>(1)) AS ?x) {}",
        "SELECT ?x { ?x <java:org.example.Property> 1 }",
        "SELECT ?x { ?x (<urn:p>|<http://jena.apache.org/ARQ/property#splitIRI>)+ 1 }",
        "SELECT (CALL(<java:org.example.F>) AS ?x) {}",
        "SELECT ?x { ?x ?p ?o } ORDER BY <java:org.example.F>(?o)"
      })
  void whatReachesOutIsRefused(String query) {
    RuntimeException refused =
        catchThrowableOfType(RuntimeException.class, () -> rules.check(QueryFactory.create(query)));
    assertThat(rules.refusal(refused)).hasValueSatisfying(s -> assertThat(s).contains("available"));
  }

  /// A property function is an ordinary predicate, which no data has.
  @Test
  void propertyFunctionsAreNotCalled() {
    assertThat(first("SELECT ?x { (1 2) <http://jena.apache.org/ARQ/list#member> ?x }")).isEmpty();
  }

  @Test
  void otherExceptionsAreNoRefusal() {
    assertThat(rules.refusal(new IllegalStateException("x"))).isEmpty();
  }

  private String first(String text) {
    var query = QueryFactory.create("PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> " + text);
    rules.check(query);
    try (QueryExec exec =
        rules.prepare(
            query, DatasetGraphFactory.empty(), Duration.ofSeconds(60), BindingFactory.empty())) {
      RowSet rows = exec.select();
      return rows.hasNext() ? rows.next().get("x").getLiteralLexicalForm() : "";
    }
  }
}
