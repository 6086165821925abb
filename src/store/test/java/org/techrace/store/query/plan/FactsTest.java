package org.techrace.store.query.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.jena.query.QueryFactory;
import org.apache.jena.sparql.algebra.Algebra;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.op.OpLeftJoin;
import org.apache.jena.sparql.algebra.op.OpProject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FactsTest {
  private static Op optional(String right) {
    Op op =
        Algebra.compile(
            QueryFactory.create(
                "PREFIX : <http://e/> SELECT * { ?a :p ?b OPTIONAL { " + right + " } }"));
    return op instanceof OpProject project ? project.getSubOp() : op;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?b :q ?c",
        "?b ?q ?c",
        "?b :q ?c . ?c :r ?d",
        "?b :q ?c FILTER(?c > 1)",
        "?b :q ?c BIND(STR(?c) AS ?d)",
        "?b :q ?c OPTIONAL { ?c :r ?d . ?d :r ?e }",
        "?b :q ?c MINUS { ?c :r ?d . ?d :r ?e }",
        "{ ?b :q ?c } UNION { ?b :r ?c }",
        "{ ?b :q ?c } { ?c :r ?d }"
      })
  void threadsApplyOptional(String right) {
    assertThat(optional(right)).isInstanceOf(OpLeftJoin.class);
    assertThat(new PlanCompiler(_ -> true, false).facts(optional(right)).isRightConcurrent())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?b :q* ?c",
        "GRAPH ?g { ?b :q ?c }",
        "?b :q ?c BIND(RAND() AS ?d)",
        "?b :q ?c OPTIONAL { ?c :r+ ?d }"
      })
  void oneThreadAppliesOptionalWithPathsGraphsOrRandomValues(String right) {
    assertThat(optional(right)).isInstanceOf(OpLeftJoin.class);
    assertThat(new PlanCompiler(_ -> true, false).facts(optional(right)).isRightConcurrent())
        .isFalse();
  }
}
