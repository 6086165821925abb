package org.techrace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.sparql.core.TriplePath;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.exec.http.QueryExecHTTP;
import org.apache.jena.sparql.expr.E_LogicalAnd;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.syntax.Element;
import org.apache.jena.sparql.syntax.ElementFilter;
import org.apache.jena.sparql.syntax.ElementGroup;
import org.apache.jena.sparql.syntax.ElementNamedGraph;
import org.apache.jena.sparql.syntax.ElementOptional;
import org.apache.jena.sparql.syntax.ElementPathBlock;
import org.apache.jena.sparql.syntax.ElementSubQuery;
import org.apache.jena.sparql.syntax.ElementUnion;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.techrace.serve.Server;

/// A pattern that a question only shows, such as the name or the seat of a firm, must not take away
/// the things that lack it: with the pattern optional, the question has as many solutions.
@UsesServedProject
final class RowsJoinedAwayTest {
  private static Server server;

  @BeforeAll
  static void serve(ServedProject project) {
    server = project.server();
  }

  @TestFactory
  Stream<DynamicTest> noQuestionLosesRowsForWhatItOnlyShows() throws Exception {
    return Sources.under(Path.of("queries/questions"), ".ttl").stream()
        .map(
            f ->
                DynamicTest.dynamicTest(
                    f.getFileName().toString(),
                    () -> assertThat(lost(QuestionRulesTest.select(f))).isEmpty()));
  }

  /// Policies without a date exist, so a query that shows the date loses them.
  @Test
  void aPatternThatTakesRowsAwayIsFound() {
    assertThat(
            lost(
                """
                PREFIX tr: <https://w3id.org/techrace/ontology#>
                SELECT ?policy ?when { ?policy a tr:Policy ; tr:when ?when }\
                """))
        .singleElement()
        .asString()
        .contains("#when");
  }

  /// Returns the patterns of a query that are only shown and take rows away, with how many.
  private static List<String> lost(String text) {
    List<String> lost = new ArrayList<>();
    int patterns = patterns(QueryFactory.create(text));
    for (int pattern = 0; pattern < patterns; pattern++) {
      int candidates = shown(QueryFactory.create(text), pattern).size();
      long all = candidates == 0 ? 0 : solutions(pattern(QueryFactory.create(text), pattern));
      for (int candidate = 0; candidate < candidates; candidate++) {
        Query query = QueryFactory.create(text);
        Shown shown = shown(query, pattern).get(candidate);
        shown.makeOptional();
        long more = solutions(pattern(query, pattern)) - all;
        if (more != 0) {
          lost.add(shown.triple + " takes away " + more + " of " + (all + more) + " solutions");
        }
      }
    }
    return lost;
  }

  /// A triple pattern whose object is a column of the result and occurs nowhere else in the query
  /// but in tests of its language.
  private record Shown(ElementGroup group, ElementPathBlock block, TriplePath triple) {
    void makeOptional() {
      ElementGroup optional = new ElementGroup();
      optional.addTriplePattern(triple.asTriple());
      Var shown = Var.alloc(triple.getObject());
      for (Element element : List.copyOf(group.getElements())) {
        if (element instanceof ElementFilter filter) {
          List<Expr> parts = parts(filter.getExpr());
          if (parts.stream().anyMatch(p -> isOfLanguage(p, shown))) {
            group.getElements().remove(element);
            for (Expr part : parts) {
              (isOfLanguage(part, shown) ? optional : group).addElement(new ElementFilter(part));
            }
          }
        }
      }
      for (Iterator<TriplePath> all = block.patternElts(); all.hasNext(); ) {
        if (all.next().equals(triple)) {
          all.remove();
        }
      }
      group.addElement(new ElementOptional(optional));
    }
  }

  private static List<Shown> shown(Query query, int pattern) {
    List<Shown> found = new ArrayList<>();
    collect(pattern(query, pattern), query.getQueryPattern().toString(), found);
    found.removeIf(shown -> !query.getResultVars().contains(shown.triple.getObject().getName()));
    return found;
  }

  private static void collect(Element element, String whole, List<Shown> found) {
    switch (element) {
      case ElementGroup group -> {
        for (Element part : group.getElements()) {
          if (part instanceof ElementPathBlock block) {
            for (TriplePath triple : block.getPattern()) {
              if (isShown(triple, block, group, whole)) {
                found.add(new Shown(group, block, triple));
              }
            }
          }
          collect(part, whole, found);
        }
      }
      case ElementUnion union -> union.getElements().forEach(e -> collect(e, whole, found));
      case ElementNamedGraph graph -> collect(graph.getElement(), whole, found);
      default -> {}
    }
  }

  private static boolean isShown(
      TriplePath triple, ElementPathBlock block, ElementGroup group, String whole) {
    if (!triple.isTriple()
        || !Var.isNamedVar(triple.getObject())
        || block.getPattern().size() < 2) {
      return false;
    }
    Var shown = Var.alloc(triple.getObject());
    long tests =
        group.getElements().stream()
            .filter(ElementFilter.class::isInstance)
            .flatMap(e -> parts(((ElementFilter) e).getExpr()).stream())
            .filter(part -> isOfLanguage(part, shown))
            .count();
    long uses =
        Pattern.compile("\\?" + shown.getVarName() + "\\b").matcher(whole).results().count();
    boolean bound =
        block.getPattern().getList().stream()
            .anyMatch(
                other -> !other.equals(triple) && other.getSubject().equals(triple.getSubject()));
    return bound && uses == 1 + tests;
  }

  private static boolean isOfLanguage(Expr test, Var variable) {
    return test.getVarsMentioned().equals(Set.of(variable)) && test.toString().contains("(lang ");
  }

  private static List<Expr> parts(Expr test) {
    return test instanceof E_LogicalAnd and
        ? Stream.concat(parts(and.getArg1()).stream(), parts(and.getArg2()).stream()).toList()
        : List.of(test);
  }

  private static int patterns(Query query) {
    return all(query.getQueryPattern()).size();
  }

  private static Element pattern(Query query, int number) {
    return all(query.getQueryPattern()).get(number);
  }

  /// The pattern of a query and those of its subqueries.
  private static List<Element> all(Element element) {
    List<Element> found = new ArrayList<>(List.of(element));
    subqueries(element, found);
    return found;
  }

  private static void subqueries(Element element, List<Element> found) {
    switch (element) {
      case ElementGroup group -> group.getElements().forEach(e -> subqueries(e, found));
      case ElementUnion union -> union.getElements().forEach(e -> subqueries(e, found));
      case ElementOptional optional -> subqueries(optional.getOptionalElement(), found);
      case ElementSubQuery sub -> found.addAll(all(sub.getQuery().getQueryPattern()));
      default -> {}
    }
  }

  private static long solutions(Element pattern) {
    Query count = QueryFactory.create("SELECT (COUNT(*) AS ?n) {}");
    count.setQueryPattern(pattern);
    try (QueryExecHTTP execution =
        QueryExecHTTP.service(server.uri() + "sparql").query(count).build()) {
      return ((Number) execution.select().next().get("n").getLiteralValue()).longValue();
    }
  }
}
