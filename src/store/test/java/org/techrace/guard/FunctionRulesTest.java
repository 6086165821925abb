package org.techrace.guard;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.Syntax;
import org.apache.jena.sparql.algebra.Algebra;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FunctionRulesTest {
  private static void check(String query) {
    FunctionRules.check(Algebra.compile(QueryFactory.create(query, Syntax.syntaxSPARQL_12)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * { ?s <java:a.B> ?o }",
        "SELECT * { ?s <x:p>/<java:a.B>* ?o }",
        "SELECT * { ?s ?p ?o FILTER EXISTS { ?s <java:a.B> ?o } }",
        "SELECT * { ?s ?p ?o } ORDER BY (EXISTS { ?s <java:a.B> ?o })",
        "SELECT ?s { ?s ?p ?o } GROUP BY ?s HAVING (SUM(IF(EXISTS { ?s <java:a.B> ?o }, 1, 2)) >"
            + " 3)",
        "SELECT * { ?s ?p ?o } ORDER BY <java:a.B>(?o)",
        "SELECT (SUM(<java:a.B>(?o)) AS ?n) { ?s ?p ?o }",
      })
  void isRefusedInEveryPart(String query) {
    assertThatThrownBy(() -> check(query))
        .isInstanceOf(QueryRefusedException.class)
        .hasMessageContaining("not available here");
  }

  @Test
  void acceptsFunctionsThatCompute() {
    assertThatCode(
            () ->
                check(
                    "SELECT * { ?s ?p ?o } ORDER BY"
                        + " <http://www.w3.org/2005/xpath-functions#upper-case>(STR(?o))"))
        .doesNotThrowAnyException();
  }
}
