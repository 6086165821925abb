package org.techrace.store.query.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.sparql.algebra.Algebra;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.op.OpDisjunction;
import org.apache.jena.sparql.algebra.op.OpProject;
import org.junit.jupiter.api.Test;
import org.techrace.store.query.row.Rewrite;

final class PlanCompilerTest {
  private final PlanCompiler compiler = new PlanCompiler(_ -> true, false);

  private static Op algebra(String pattern) {
    return Algebra.compile(
        QueryFactory.create("PREFIX : <http://e/> SELECT * { " + pattern + " }"));
  }

  @Test
  void compilesAnOperatorOnceWithANumberForEachNode() {
    Op op = algebra("{ ?a :p ?b } UNION { ?a :q ?b FILTER EXISTS { ?b :r ?c } }");
    Plan plan = compiler.plan(op);
    assertThat(compiler.plan(op)).isSameAs(plan);
    Plan.Union union = (Plan.Union) plan;
    Plan.Filter filter = (Plan.Filter) union.branches().getLast();
    Condition.Exists exists = (Condition.Exists) filter.conditions().getFirst().test();
    List<Integer> numbers =
        List.of(
            union.header().number(),
            union.branches().getFirst().header().number(),
            filter.header().number(),
            filter.below().header().number(),
            exists.pattern().number(),
            exists.pattern().pattern().header().number());
    assertThat(new HashSet<>(numbers)).hasSameSizeAs(numbers);
  }

  @Test
  void knowsOperatorsThatArqHasNotMadeForARow() {
    Op op = algebra("?a :p ?b OPTIONAL { ?a :q ?c }");
    assertThat(compiler.compiles(op)).isTrue();
    Plan.LeftJoin optional = (Plan.LeftJoin) compiler.plan(op);
    assertThat(compiler.compiles(optional.right().algebra())).isTrue();
    assertThat(compiler.compiles(algebra("?a :q ?c"))).isFalse();
  }

  @Test
  void unknownOperatorsStayInArqWithTheirOperands() {
    OpDisjunction unknown = OpDisjunction.create();
    unknown.add(algebra("?a :p ?b"));
    assertThat(PlanTree.of(compiler.plan(unknown)))
        .containsExactly("disjunction (in ARQ: an extension of ARQ)", "  ?a <http://e/p> ?b");
  }

  @Test
  void projectionThatHidesANameOfAnotherPartTakesNoRows() {
    OpProject shown = new OpProject(algebra("?a :p ?b"), List.of());
    assertThat(compiler.plan(shown).takesRows()).isFalse();
    assertThat(compiler.plan(algebra("?a :p ?b")).takesRows()).isTrue();
  }

  @Test
  void rewritesThatAreOffMakeNoPartOfThePlan() {
    Op op = algebra("GRAPH ?g { ?a :p ?b } FILTER EXISTS { ?b :q ?c }");
    Set<Rewrite> off = Set.of(Rewrite.GRAPHS_AT_ONCE, Rewrite.EXISTS_IN_BATCHES);
    assertThat(PlanTree.of(compiler.plan(op)))
        .contains("  graph ?g, all at once", "  condition: EXISTS for rows, or once for all");
    assertThat(PlanTree.of(new PlanCompiler(rewrite -> !off.contains(rewrite), false).plan(op)))
        .contains("  graph ?g")
        .anyMatch(line -> line.startsWith("  condition with EXISTS (in ARQ"));
  }
}
